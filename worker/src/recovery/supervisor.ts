/**
 * Decides what happens to jobs when a worker is lost. Pure: no timers, no workers, so that every rule
 * can be tested in microseconds, and against a model.
 *
 * - A job that ran while workers died is given up when its blame is full; it is what kills them.
 * - Jobs that only waited are sent again and carry no blame.
 * - Jobs that ran side by side share the suspicion; each runs alone from then on, so that the
 *   second death has one culprit.
 *
 * Rejecting everything in flight when a worker dies was the simpler rule; it loses the work of
 * bystanders.
 */
import type { LossCause } from '../types.js';
import { BLAME, QUARANTINE } from './causes.js';

/** What to do after a loss. */
export interface Verdict {
  /** Send these again, in this order. */
  replay: number[];
  /** Reject these. */
  giveUp: number[];
}

/** Keeps the books on jobs in flight. */
export class Supervisor {
  readonly #blame = new Map<number, number>();
  readonly #running = new Set<number>();

  /**
   * The job was handed to a worker, or waits for one.
   *
   * @param suspected it killed a worker before, under another number
   */
  admit(job: number, suspected = false): void {
    if (!this.#blame.has(job)) this.#blame.set(job, suspected ? QUARANTINE / 2 : 0);
  }

  /** The worker began to work on the job. */
  began(job: number): void {
    if (this.#blame.has(job)) this.#running.add(job);
  }

  /** The worker laid the job aside. */
  paused(job: number): void {
    this.#running.delete(job);
  }

  /** The job has settled. */
  ended(job: number): void {
    this.#blame.delete(job);
    this.#running.delete(job);
  }

  /** Whether the worker works on the job now. */
  isRunning(job: number): boolean {
    return this.#running.has(job);
  }

  /** Whether a worker died while the job ran, so that nothing may run beside it. */
  isSuspect(job: number): boolean {
    return (this.#blame.get(job) ?? 0) > 0;
  }

  /**
   * The worker is gone.
   *
   * @param culprits who is to blame, where that is known; otherwise all that ran
   */
  lost(cause: LossCause, culprits: Iterable<number> = this.#running): Verdict {
    const blamed = new Set(culprits);
    const giveUp: number[] = [];
    const replay: number[] = [];
    for (const [job, before] of this.#blame) {
      const blame = before + (blamed.has(job) ? BLAME[cause] : 0);
      this.#blame.set(job, blame);
      (blame >= QUARANTINE ? giveUp : replay).push(job);
    }
    this.#running.clear();
    return { replay, giveUp };
  }
}
