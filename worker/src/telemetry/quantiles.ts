/**
 * The middle and the slow end of recent times.
 *
 * The last values themselves, sorted when asked: exact, and forgetful, so that a slow start does not
 * colour the figures for ever. A sketch (t-digest, HDR histogram) was rejected: it pays off at
 * numbers of values that a page does not see.
 */
import type { Quantiles } from '../types.js';

const KEPT = 512;

export class Recent {
  readonly #values: number[] = [];
  #count = 0;

  add(value: number): void {
    this.#values[this.#count % KEPT] = value;
    this.#count += 1;
  }

  /** Nearest rank. */
  quantiles(): Quantiles {
    const sorted = Float64Array.from(this.#values).sort();
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return { count: this.#count, p50: at(0.5), p95: at(0.95) };
  }
}
