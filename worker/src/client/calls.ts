/**
 * Requests that wait for an answer. The one place where a promise settles, hence the one place that
 * has to make sure that it does so exactly once.
 */
import { asVectorizerError, cancelled, type VectorizerError } from './errors.js';

/** One request. */
export class Call<T = unknown> {
  readonly promise: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (error: VectorizerError) => void;
  #settled = false;
  readonly #endings: (() => void)[] = [];

  constructor(
    readonly id: number,
    readonly signal: AbortSignal | undefined,
    /** Sends the request to the worker of the moment; run again when that worker is lost. */
    readonly send: (call: Call<T>) => Promise<void>,
  ) {
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

  resolve(value: T): void {
    if (this.#settle()) this.#resolve(value);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject(asVectorizerError(error));
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    for (const ending of this.#endings) ending();
    return true;
  }
}
