/**
 * There is at most one worker; it is started when somebody needs it and none is there, and ended
 * when it is lost, idle or no longer wanted.
 *
 * Whether a new one is started at all is decided in `recovery/breaker`.
 */
import { isOpen, Lives } from '../recovery/breaker.js';
import type { Counters } from '../telemetry/counters.js';
import type { VectorizerInfo, VectorizerStats } from '../types.js';
import type { Connection, Listener } from './connection.js';
import { asVectorizerError, LoadError, VectorizerError } from './errors.js';
import { isHidden } from './visibility.js';

/** Starts a worker for a listener; tells what could not be had. */
export type Connect = (listener: Listener) => Promise<{ connection: Connection; info: VectorizerInfo }>;

/** What happens to the worker of the moment. */
export interface Fate {
  message: Listener['message'];
  lost: Listener['lost'];
}

/** Ends a life as the breaker sees it. */
interface Decision {
  worked: () => void;
  failed: (error: Error) => void;
}

export class Lifecycle {
  readonly #lives = new Lives((error) => error instanceof LoadError);
  #connecting: Promise<Connection> | undefined;
  #connection: Connection | undefined;
  /** Decides the life of the worker of the moment. */
  #decide: Decision | undefined;
  /** Resolves when the breaker has taken note of the last life. */
  #noted: Promise<void> = Promise.resolve();
  #lostAt: number | undefined;
  #info: VectorizerInfo | undefined;
  #end: VectorizerError | undefined;

  constructor(
    private readonly connect: Connect,
    private readonly counters: Counters,
    private readonly fate: Fate,
  ) {}

  /** Of the newest worker. */
  get info(): VectorizerInfo {
    return this.#info as VectorizerInfo;
  }

  /** The worker that is ready, if there is one. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  get breaker(): VectorizerStats['worker']['breaker'] {
    return this.#lives.state;
  }

  /** The worker of the moment, started when there is none. Another promise after each end. */
  worker(): Promise<Connection> {
    this.#connecting ??= this.#start();
    return this.#connecting;
  }

  /** Whether another worker has taken the place of this one. */
  isPast(worker: Promise<Connection>): boolean {
    return this.#connecting !== undefined && this.#connecting !== worker;
  }

  /** The worker has shown that it works: it finished a job. */
  worked(): void {
    this.#decide?.worked();
  }

  /**
   * The worker is lost.
   *
   * @param awaited whether somebody waits for the next one
   */
  lose(error: VectorizerError, awaited: boolean): void {
    if (awaited) this.#lostAt ??= performance.now();
    this.#drop((decide) => decide.failed(error));
  }

  /** The worker is ended on purpose; the next call starts another. */
  retire(): void {
    this.#drop((decide) => decide.worked());
  }

  /** The worker is ended, and no other is started. */
  finish(end: VectorizerError): void {
    this.#end = end;
    this.retire();
  }

  #drop(decision: (decide: Decision) => void): void {
    this.#connection?.close();
    this.#connection = undefined;
    this.#connecting = undefined;
    if (this.#decide) decision(this.#decide);
    this.#decide = undefined;
  }

  #start(): Promise<Connection> {
    const before = this.#noted;
    const connecting = new Promise<Connection>((resolve, reject) => {
      this.#noted = before
        .then(() =>
          this.#lives.run(
            () => this.#open(),
            (connection) => {
              const decided = new Promise<void>((worked, failed) => {
                this.#decide = { worked, failed };
              });
              resolve(connection);
              return decided;
            },
          ),
        )
        .catch((error) => {
          if (this.#connecting === connecting) this.#connecting = undefined;
          reject(isOpen(error) ? unavailable() : asVectorizerError(error));
        });
    });
    connecting.catch(() => {});
    return connecting;
  }

  async #open(): Promise<Connection> {
    if (this.#end) throw this.#end;
    let mine: Connection | undefined;
    const { connection, info } = await this.connect({
      message: (message) => {
        if (mine && mine === this.#connection) this.fate.message(message);
      },
      lost: (cause, error) => {
        if (mine && mine === this.#connection) this.fate.lost(cause, error);
      },
    });
    if (this.#end !== undefined) {
      connection.close();
      throw this.#end;
    }
    mine = connection;
    this.#connection = connection;
    this.#info = info;
    if (isHidden()) connection.send({ type: 'visibility', hidden: true });
    if (this.#lostAt !== undefined) this.counters.recovery.add(performance.now() - this.#lostAt);
    this.#lostAt = undefined;
    return connection;
  }
}

function unavailable(): VectorizerError {
  return new VectorizerError(
    'unavailable',
    'Worker after worker was lost, so none is started for some seconds. Try again then; if it stays, ask diagnose().',
  );
}
