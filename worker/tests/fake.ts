/**
 * A worker that a test plays by hand: it keeps what it was sent and says what it is told to say.
 */
import { Client, type ClientParts, type Connect } from '../src/client/client.js';
import { Connection } from '../src/client/connection.js';
import type { FromWorker, Gauges, Readiness, StartMessage, ToWorker, TraceReply } from '../src/protocol.js';
import { Telemetry } from '../src/telemetry/telemetry.js';
import type { VectorizerInfo } from '../src/types.js';

type Handler = (event: never) => void;

export const gauges: Gauges = {
  memoryBytes: 1,
  images: 0,
  waiting: 0,
  cache: { hits: 0, misses: 0, evictions: 0, entries: 0, bytes: 0 },
};

export const readiness: Readiness = {
  version: '0.0.0',
  schemaVersion: 1,
  build: 'single',
  threads: 1,
  maxMemoryMiB: 256,
};

export function reply(svg: string): TraceReply {
  return {
    svg: new TextEncoder().encode(svg),
    stats: { width: 1, height: 1, paths: 1, curves: 0, coordinates: 0, colors: 1, bytes: svg.length },
    timings: { decode: 0, prepare: 0, segment: 0, trace: 0, fit: 0, write: 0, queue: 0 },
    reused: [],
    preset: { name: 'logo', reason: 'asked for' },
  };
}

export class FakeWorker {
  readonly sent: ToWorker[] = [];
  terminated = false;
  readonly #handlers = new Map<string, Handler[]>();

  addEventListener(type: string, handler: unknown): void {
    this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler as Handler]);
  }

  postMessage(message: ToWorker, transfer: Transferable[] = []): void {
    this.sent.push(structuredClone(message, { transfer }));
  }

  terminate(): void {
    this.terminated = true;
  }

  say(message: FromWorker): void {
    this.emit('message', { data: message });
  }

  emit(type: string, event: object): void {
    for (const handler of this.#handlers.get(type) ?? []) handler(event as never);
  }

  /** Messages of one type. */
  heard<T extends ToWorker['type']>(type: T): Extract<ToWorker, { type: T }>[] {
    return this.sent.filter((message) => message.type === type) as Extract<ToWorker, { type: T }>[];
  }
}

const start: StartMessage = {
  type: 'start',
  build: 'single',
  module: undefined as unknown as WebAssembly.Module,
  threads: 1,
  maxMemoryMiB: 256,
  startLimitMs: 100,
  cacheMiB: 1,
  flags: {
    threads: true,
    imagePool: true,
    stageCache: true,
    validationCache: true,
    batching: true,
    messageBatching: true,
    deltas: true,
  },
  life: 'life',
};

/** A client whose workers are fake and ready at once, and that sends parameters whole; `workers` grows when one is replaced. */
export async function fakeClient(
  ready: Readiness = readiness,
  parts: Partial<ClientParts> = {},
): Promise<{ client: Client; workers: FakeWorker[]; worker: () => FakeWorker }> {
  const workers: FakeWorker[] = [];
  const telemetry = parts.telemetry ?? new Telemetry();
  const connect: Connect = async (listener) => {
    const spawn = () => {
      const worker = new FakeWorker();
      workers.push(worker);
      queueMicrotask(() => worker.say({ type: 'ready', readiness: ready }));
      return worker as unknown as Worker;
    };
    const connection = await Connection.open(spawn, start, telemetry.counters, listener);
    return { connection, info: { build: 'single', maxMemoryMiB: 256 } as VectorizerInfo };
  };
  const client = await Client.create(connect, {
    extras: 'extras.wasm',
    hangMs: 30_000,
    worker: '/worker.js',
    deltas: false,
    ...parts,
    telemetry,
  });
  return { client, workers, worker: () => workers.at(-1) as FakeWorker };
}

/** Lets everything that is already decided happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
