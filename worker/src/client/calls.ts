/**
 * Requests that wait for an answer. The one place where a promise settles, hence the one place that
 * has to make sure that it does so exactly once.
 */
import type { Progress } from '../types.js';
import { asVectorizerError, cancelled, type VectorizerError } from './errors.js';

/** Who wants to know how a call fares before it settles. */
export interface Watcher {
  /** A worker began to work on it. */
  began?(): void;
  /** It waits again: its worker was lost, or took something more urgent. */
  waits?(): void;
  progress?: ((progress: Progress) => void) | undefined;
}

/** What a call may bring along. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  watcher?: Watcher | undefined;
  /** Pixels of the picture, where they are known; a large one may stand still for longer. */
  pixels?: number | undefined;
  /** Workers died of this job before. */
  suspected?: boolean | undefined;
}

/** One request. */
export class Call<T = unknown> {
  readonly promise: Promise<T>;
  readonly signal: AbortSignal | undefined;
  readonly watcher: Watcher;
  readonly pixels: number;
  /** Address of the job's words while it runs in shared memory, else 0. */
  words = 0;
  /** How many reports of progress came as messages. */
  reports = 0;
  /** What the last of them said. */
  last: Progress | undefined;
  /** Sends what the worker lacks to read the call's parameters. */
  resync: (() => void) | undefined;
  #resolve!: (value: T) => void;
  #reject!: (error: VectorizerError) => void;
  #settled = false;
  #unwatch = () => {};
  readonly #endings: (() => void)[] = [];

  constructor(
    readonly id: number,
    { signal, watcher = {}, pixels = 0 }: CallOptions,
    /** Sends the request to the worker of the moment; run again when that worker is lost. */
    readonly send: (call: Call<T>) => Promise<void>,
  ) {
    this.signal = signal;
    this.watcher = watcher;
    this.pixels = pixels;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (!signal) return;
    const abort = () => this.reject(cancelled(signal));
    signal.addEventListener('abort', abort, { once: true });
    this.onSettled(() => signal.removeEventListener('abort', abort));
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Runs when the call settles, in whatever way. */
  onSettled(ending: () => void): void {
    this.#endings.push(ending);
  }

  /** A worker works on it; `watch` begins to read its progress and returns what ends that. */
  begins(words: number, watch: () => () => void): void {
    this.#unwatch();
    this.words = words;
    this.#unwatch = watch();
    this.watcher.began?.();
  }

  /** No worker works on it any more, and it has not ended. */
  waits(): void {
    this.#unwatch();
    this.#unwatch = () => {};
    this.words = 0;
    this.watcher.waits?.();
  }

  resolve(value: T): void {
    if (this.#settle()) this.#resolve(value);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject(asVectorizerError(error));
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#unwatch();
    for (const ending of this.#endings) ending();
    return true;
  }
}
