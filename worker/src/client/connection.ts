/**
 * One worker from its start to its end.
 *
 * It hears every way in which a worker can fail (`error`, `messageerror`, silence at the start, its
 * own word that it is broken, its lock coming free because it is gone) and reports exactly one end.
 */
import type { FromWorker, Readiness, StartMessage, ToWorker } from '../protocol.js';
import type { Counters } from '../telemetry/counters.js';
import type { LossCause } from '../types.js';
import { fromWire, LoadError, VectorizerError } from './errors.js';
import { BUNDLER_HINT } from './modules.js';
import { Slots } from './slots.js';

/** The part of `Worker` that is needed; tests bring their own. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Makes a worker from the package's script. */
export type Spawn = () => WorkerLike;

/** How long a worker's script may take to run, and then to be ready, beside the pool's own limit. */
const LIMIT_MS = 15_000;

/** This build cannot run here, another may. */
export class Unfit extends Error {}

/** The worker was ended by somebody while it started. */
export class Gone extends LoadError {}

/** Who hears a connection after it is ready. */
export interface Listener {
  message(message: FromWorker): void;
  /** The worker is gone; nothing more will come. */
  lost(cause: LossCause, error: VectorizerError): void;
}

/** Calls back when the worker that holds the lock is gone; the returned function ends the waiting. */
function whenGone(lock: string, gone: () => void): () => void {
  const waiting = new AbortController();
  // Without locks (an insecure page) the watchdog notices, later.
  globalThis.navigator?.locks?.request(lock, { signal: waiting.signal }, gone).catch(() => {});
  return () => waiting.abort();
}

export class Connection {
  readonly readiness: Readiness;
  /** Only in the threaded build. */
  readonly slots: Slots | undefined;
  /** Files that are fetched for it: a job may stand still for as long as the network takes. */
  fetching = 0;
  #ended = false;
  #unwatch = () => {};

  private constructor(
    private readonly worker: WorkerLike,
    private readonly counters: Counters,
    readiness: Readiness,
    recycles: boolean,
  ) {
    this.readiness = readiness;
    this.slots = readiness.memory && new Slots(readiness.memory, recycles);
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param signal ends it, whether it was ready or not: another one is used in its place
   * @throws {Unfit} when the build cannot run here
   * @throws {VectorizerError} `unavailable` when there is no worker to be had
   */
  static open(
    spawn: Spawn,
    start: StartMessage,
    counters: Counters,
    listener: Listener,
    signal?: AbortSignal,
  ): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const worker = spawn();
      let connection: Connection | undefined;
      const fail = (cause: LossCause, error: Error) => {
        clearTimeout(timer);
        if (connection) {
          if (!connection.#end()) return;
          listener.lost(
            cause,
            error instanceof VectorizerError ? error : new VectorizerError('worker-lost', error.message),
          );
        } else {
          unwatch();
          worker.terminate();
          reject(error);
        }
      };
      let unwatch = () => {};
      const silent = () => fail('vanished', new LoadError('The worker did not answer when it was started.'));
      const limitMs = LIMIT_MS + start.startLimitMs;
      let timer = setTimeout(silent, limitMs);
      if (signal)
        signal.onabort = () =>
          connection ? connection.close() : fail('stopped', new Gone('Another worker was ready first.'));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        const said = (event as ErrorEvent).message;
        fail(
          'crash',
          connection
            ? new VectorizerError('worker-lost', `The worker failed: ${said ?? 'it gave no reason'}.`)
            : new LoadError(`The worker's script does not run${said ? `: ${said}` : ''}. ${BUNDLER_HINT}`),
        );
      });
      worker.addEventListener('messageerror', () =>
        fail('vanished', new VectorizerError('worker-lost', 'A message from the worker could not be read.')),
      );
      const hear = (message: FromWorker) => {
        if (message?.type === 'batch' && Array.isArray(message.messages)) message.messages.forEach(hear);
        else if (message?.type === 'alive' && !connection) {
          clearTimeout(timer);
          timer = setTimeout(silent, limitMs);
          unwatch();
          unwatch = whenGone(start.life, () => {
            const gone = 'The worker was gone without a word.';
            fail('vanished', connection ? new VectorizerError('worker-lost', gone) : new Gone(gone));
          });
        } else if (message?.type === 'ready' && !connection) {
          clearTimeout(timer);
          connection = new Connection(worker, counters, message.readiness, start.flags.imagePool);
          connection.#unwatch = unwatch;
          resolve(connection);
        } else if (message?.type === 'unfit' && !connection) fail('crash', new Unfit(message.reason));
        else if (message?.type === 'broken' && message.error) {
          const cause = message.error.kind === 'out-of-memory' ? 'out-of-memory' : 'trap';
          fail(cause, fromWire(message.error));
        } else if (connection && !connection.#ended) listener.message(message);
      };
      worker.addEventListener('message', (event) => {
        counters.messages.received += 1;
        hear((event as MessageEvent<FromWorker>).data);
      });
      counters.worker.starts += 1;
      worker.postMessage(start);
    });
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    if (this.#ended) return;
    this.counters.messages.sent += 1;
    try {
      this.worker.postMessage(message, transfer);
    } catch (cause) {
      throw new VectorizerError(
        'unavailable',
        'The picture may not be read: it came from another site that does not allow it (CORS).',
        { cause },
      );
    }
  }

  /** Stops the worker and its pool at once. */
  close(): void {
    this.#end();
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#unwatch();
    this.worker.terminate();
    return true;
  }
}
