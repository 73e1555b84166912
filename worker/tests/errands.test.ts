import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromWorker } from '../src/protocol.js';
import { type Errander, Errands } from '../src/runtime/errands.js';
import type { Said } from '../src/runtime/extras.js';

const module = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
const picture = { width: 1, height: 1, pixels: new Uint8Array(4), decodeMs: 2 };

class FakeWorker {
  static all: FakeWorker[] = [];
  readonly heard: { type?: string; call?: string }[] = [];
  ended = false;
  readonly #listeners = new Map<string, (event: object) => void>();

  constructor() {
    FakeWorker.all.push(this);
  }
  addEventListener(type: string, listener: (event: object) => void) {
    this.#listeners.set(type, listener);
  }
  postMessage(message: object) {
    this.heard.push(message);
  }
  terminate() {
    this.ended = true;
  }
  say(data: Said) {
    this.#listeners.get('message')?.({ data });
  }
  fail() {
    this.#listeners.get('error')?.({ message: 'gone', preventDefault() {} });
  }
}

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('self', { location: { href: 'http://a/worker.js' } });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const file = () => new Uint8Array([1, 2, 3]);
const by = (): Errander & { seen: number[][] } => {
  const seen: number[][] = [];
  return { stop: undefined, seen, progress: (...at) => seen.push(at) };
};
const turn = () => vi.advanceTimersByTimeAsync(0);

/** Errands with their module there already. */
async function provided() {
  const sent: FromWorker[] = [];
  const errands = new Errands((message) => sent.push(message), { maxMemoryMiB: 64, cacheMiB: 8 });
  const first = errands.decode(file(), by());
  await turn();
  errands.provide({ type: 'extras', module });
  await turn();
  const [worker] = FakeWorker.all as [FakeWorker];
  worker.say({ type: 'done', result: picture });
  expect(await first).toBe(picture);
  return { errands, sent, worker };
}

test('the module is wanted once, and errands are done one after the other', async () => {
  const { errands, sent, worker } = await provided();
  const [one, two] = [by(), by()];
  const results = [errands.decode(file(), one), errands.decode(file(), two)];
  await turn();
  expect(worker.heard.filter(({ call }) => call === 'decode')).toHaveLength(2);
  worker.say({ type: 'progress', stage: 0, permille: 500 });
  worker.say({ type: 'failed', error: { kind: 'malformed', message: 'bad' } });
  await expect(results[0]).rejects.toMatchObject({ kind: 'malformed' });
  await turn();
  worker.say({ type: 'done', result: picture });
  expect(await results[1]).toBe(picture);
  expect([one.seen, two.seen]).toEqual([[[0, 500]], []]);
  expect(sent).toEqual([{ type: 'wanted' }]);
  expect(FakeWorker.all).toHaveLength(1);
});

test('one that is stopped takes its worker along, and no other errand', async () => {
  const { errands, worker } = await provided();
  const [one, two, three] = [by(), by(), by()];
  const results = [one, two, three].map((each) => errands.decode(file(), each));
  await turn();
  two.stop?.();
  await expect(results[1]).rejects.toMatchObject({ kind: 'cancelled' });
  expect(worker.ended).toBe(false);
  one.stop?.();
  await expect(results[0]).rejects.toMatchObject({ kind: 'cancelled' });
  expect(worker.ended).toBe(true);
  worker.say({ type: 'done', result: picture });
  await turn();
  FakeWorker.all[1]?.say({ type: 'done', result: picture });
  expect(await results[2]).toBe(picture);
});

test('a trap or a worker that fails costs its errand', async () => {
  const { errands, worker } = await provided();
  const trapped = errands.decode(file(), by());
  const next = errands.decode(file(), by());
  await turn();
  worker.say({ type: 'trapped', reason: 'unreachable', panic: 'index out of bounds' });
  await expect(trapped).rejects.toMatchObject({
    kind: 'internal',
    message: expect.stringContaining('index out of bounds'),
  });
  expect(worker.ended).toBe(true);
  await turn();
  FakeWorker.all[1]?.fail();
  await expect(next).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a module that could not be had is wanted again by the next errand', async () => {
  const sent: FromWorker[] = [];
  const errands = new Errands((message) => sent.push(message), { maxMemoryMiB: 64, cacheMiB: 8 });
  for (const times of [1, 2]) {
    const failing = errands.decode(file(), by());
    await turn();
    errands.provide({ type: 'extras', error: { kind: 'unavailable', message: 'offline' } });
    await expect(failing).rejects.toMatchObject({ kind: 'unavailable', message: 'offline' });
    expect(sent).toHaveLength(times);
  }
  expect(FakeWorker.all).toHaveLength(0);
});

test('a worker without errands is ended, and another started when there is one', async () => {
  const { errands, sent, worker } = await provided();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(worker.ended).toBe(true);
  const later = errands.decode(file(), by());
  await turn();
  FakeWorker.all[1]?.say({ type: 'done', result: picture });
  expect(await later).toBe(picture);
  expect(sent).toHaveLength(1);
});
