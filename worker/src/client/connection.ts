/**
 * One worker from its start to its end.
 *
 * It hears every way in which a worker can fail (`error`, `messageerror`, silence at the start, its
 * own word that it is broken) and reports exactly one end.
 */

import type { FromWorker, Readiness, StartMessage, ToWorker } from '../protocol.js';
import type { Counters } from '../telemetry/counters.js';
import { fromWire, VectorizerError } from './errors.js';
import { BUNDLER_HINT } from './modules.js';

/** The part of `Worker` that is needed; tests bring their own. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Makes a worker from the package's script. */
export type Spawn = () => WorkerLike;

/** How long a worker may take from its start until it is ready, beside the pool's own limit. */
const START_LIMIT_MS = 15_000;

/** This build cannot run here, another may. */
export class Unfit extends Error {}

/** Who hears a connection after it is ready. */
export interface Listener {
  message(message: FromWorker): void;
  /** The worker is gone; nothing more will come. */
  lost(error: VectorizerError): void;
}

export class Connection {
  readonly readiness: Readiness;
  #ended = false;

  private constructor(
    private readonly worker: WorkerLike,
    private readonly counters: Counters,
    readiness: Readiness,
  ) {
    this.readiness = readiness;
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @throws {Unfit} when the build cannot run here
   * @throws {VectorizerError} `unavailable` when there is no worker to be had
   */
  static open(
    spawn: Spawn,
    start: StartMessage,
    counters: Counters,
    listener: Listener,
  ): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const worker = spawn();
      let connection: Connection | undefined;
      const fail = (error: Error) => {
        clearTimeout(timer);
        if (connection) {
          if (!connection.#end()) return;
          listener.lost(
            error instanceof VectorizerError ? error : new VectorizerError('worker-lost', error.message),
          );
        } else {
          worker.terminate();
          reject(error);
        }
      };
      const timer = setTimeout(
        () => fail(new VectorizerError('unavailable', 'The worker did not answer when it was started.')),
        START_LIMIT_MS + start.startLimitMs,
      );
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        const said = (event as ErrorEvent).message;
        if (connection)
          fail(new VectorizerError('worker-lost', `The worker failed: ${said ?? 'it gave no reason'}.`));
        else
          fail(
            new VectorizerError(
              'unavailable',
              `The worker's script does not run${said ? `: ${said}` : ''}. ${BUNDLER_HINT}`,
            ),
          );
      });
      worker.addEventListener('messageerror', () =>
        fail(new VectorizerError('worker-lost', 'A message from the worker could not be read.')),
      );
      worker.addEventListener('message', (event) => {
        const message = (event as MessageEvent<FromWorker>).data;
        counters.messages.received += 1;
        if (message.type === 'ready') {
          clearTimeout(timer);
          connection = new Connection(worker, counters, message.readiness);
          resolve(connection);
        } else if (message.type === 'unfit') fail(new Unfit(message.reason));
        else if (message.type === 'broken') fail(fromWire(message.error));
        else if (connection && !connection.#ended) listener.message(message);
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

  /** The engine's shared memory, made anew at each use since it can grow. */
  shared(address: number, bytes: number): Uint8Array | undefined {
    const memory = this.readiness.memory;
    return memory && new Uint8Array(memory.buffer, address, bytes);
  }

  /** Stops the worker and its pool at once. */
  close(): void {
    this.#end();
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.worker.terminate();
    return true;
  }
}
