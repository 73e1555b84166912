import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { configurePool, startWorkers } from '../src/runtime/pool.js';
import { FakeWorker } from './fake.js';

const module = undefined as unknown as WebAssembly.Module;
const memory = undefined as unknown as WebAssembly.Memory;
const threads: FakeWorker[] = [];
const lost: string[] = [];

function builder(count: number) {
  const state = { built: 0 };
  const build = () => {
    state.built += 1;
  };
  return { state, numThreads: () => count, receiver: () => 4711, build };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('self', { location: { href: 'http://host/worker.js?v=1' } });
  vi.stubGlobal(
    'Worker',
    class extends FakeWorker {
      constructor(readonly url: string) {
        super();
        threads.push(this);
      }
    },
  );
  configurePool({ limitMs: 1000, onLost: (reason) => lost.push(reason) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  threads.length = 0;
  lost.length = 0;
});

const error = { message: 'boom', preventDefault() {} };

describe('the pool', () => {
  test('is built when every thread has answered, from the worker’s own script', async () => {
    const pool = builder(2);
    const started = startWorkers(module, memory, pool);
    expect(threads.map((thread) => (thread as unknown as { url: string }).url)).toEqual(
      Array(2).fill('http://host/worker.js?v=1'),
    );
    expect(threads[0]?.sent).toEqual([{ type: 'thread', module, memory, receiver: 4711 }]);
    threads[0]?.emit('message', { data: 'ready' });
    await vi.advanceTimersByTimeAsync(999);
    expect(pool.state.built).toBe(0);
    threads[1]?.emit('message', { data: 'ready' });
    await started;
    expect(pool.state.built).toBe(1);
  });

  test('is not built when a thread stays silent or fails', async () => {
    const silent = builder(2);
    const waiting = startWorkers(module, memory, silent);
    const refused = expect(waiting).rejects.toThrow('1000 ms');
    threads[0]?.emit('message', { data: 'ready' });
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
    const failing = startWorkers(module, memory, silent);
    threads[2]?.emit('error', error);
    await expect(failing).rejects.toThrow('boom');
    expect([silent.state.built, lost]).toEqual([0, []]);
  });

  test('tells of a thread that is lost later', async () => {
    const started = startWorkers(module, memory, builder(1));
    threads[0]?.emit('message', { data: 'ready' });
    await started;
    threads[0]?.emit('error', error);
    expect(lost).toEqual(['A thread failed: boom.']);
  });
});
