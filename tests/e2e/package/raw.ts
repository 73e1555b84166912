/** Talks to the package's worker without its client, to say what the client never would. */
import type { Page } from '@playwright/test';
import type { FromWorker, ToWorker, WorkerStats } from '../../../worker/src/protocol';
import { openPackage } from './harness';

declare global {
  var raw: Raw;
}

type Reply<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>;

interface Raw {
  memory: WebAssembly.Memory | undefined;
  /** Everything the worker said, in its order. */
  heard: FromWorker[];
  post(message: ToWorker | unknown, transfer?: Transferable[]): void;
  /** Sends it under a new number, and waits for its last reply. */
  ask<T extends FromWorker['type']>(message: object, type: T): Promise<Reply<T>>;
  next(): number;
  /** The last reply to a number. */
  answer(id: number): Promise<FromWorker>;
  stats(): Promise<WorkerStats>;
  /** The drawing of a reply; empty when it is another one. */
  svg(reply: FromWorker | undefined): string;
  /** Makes a slot and fills it; returns its number. */
  fill(image: ImageData): Promise<number>;
  /** Waits until something was said. */
  until(test: (heard: FromWorker[]) => boolean): Promise<void>;
}

interface Wish {
  build?: 'threads' | 'single';
  threads?: number;
  flags?: object;
  start?: object;
}

/** Starts a worker of that build in a page of that origin. */
export async function openWorker(page: Page, origin: string, wish: Wish = {}): Promise<void> {
  await openPackage(page, origin);
  await page.evaluate(async ({ build = 'threads', threads = 2, flags = {}, start = {} }) => {
    const all = [
      'threads',
      'imagePool',
      'stageCache',
      'validationCache',
      'batching',
      'messageBatching',
      'deltas',
    ];
    const worker = new Worker('/package/worker.js', { type: 'module' });
    const heard: FromWorker[] = [];
    const listeners = new Set<() => void>();
    const hear = (message: FromWorker) => {
      if (message.type === 'batch') message.messages.forEach(hear);
      else heard.push(message);
    };
    worker.onmessage = ({ data }) => {
      hear(data);
      for (const listener of listeners) listener();
    };
    const until = (test: (heard: FromWorker[]) => boolean) =>
      new Promise<void>((resolve) => {
        const listener = () => {
          if (!test(heard)) return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
        listener();
      });
    worker.postMessage({
      type: 'start',
      build,
      module: await WebAssembly.compileStreaming(fetch(`/package/pathloom-${build}.wasm`)),
      threads: build === 'threads' ? threads : 1,
      maxMemoryMiB: 1024,
      startLimitMs: 10_000,
      cacheMiB: 64,
      flags: { ...Object.fromEntries(all.map((name) => [name, true])), ...flags },
      life: `test-${Math.random()}`,
      ...start,
    });
    await until(() => heard.some(({ type }) => type === 'ready'));
    const ready = heard.find(({ type }) => type === 'ready') as Reply<'ready'>;
    const memory = ready.readiness.memory;
    const last = ['opened', 'traced', 'validated', 'failed', 'reserved', 'stats'];
    const of = (id: number) =>
      heard.find((said) => 'id' in said && said.id === id && last.includes(said.type));
    let ids = 0;
    const raw: Raw = {
      memory,
      heard,
      until,
      post: (message, transfer = []) => worker.postMessage(message, transfer),
      next: () => {
        ids += 1;
        return ids;
      },
      async answer(id) {
        await until(() => of(id) !== undefined);
        return of(id) as FromWorker;
      },
      async ask(message, type) {
        const id = raw.next();
        raw.post({ ...message, id });
        const said = await raw.answer(id);
        if (said.type !== type) throw new Error(`${JSON.stringify(message)}: ${JSON.stringify(said)}`);
        return said as never;
      },
      svg: (reply) => (reply?.type === 'traced' ? new TextDecoder().decode(reply.result.svg) : ''),
      stats: async () => (await raw.ask({ type: 'stats' }, 'stats')).stats,
      async fill(image) {
        const { slot, address } = await raw.ask(
          { type: 'reserve', bytes: image.data.byteLength },
          'reserved',
        );
        new Uint8Array((memory as WebAssembly.Memory).buffer, address, image.data.byteLength).set(image.data);
        return slot;
      },
    };
    globalThis.raw = raw;
  }, wish);
}
