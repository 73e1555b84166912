/**
 * Jobs that were told to stop. One that runs has half a second for it; after that the worker is deaf
 * (the single-threaded build computes on the thread that would listen) and somebody has to act.
 */
type Timer = ReturnType<typeof setTimeout>;

const STOP_LIMIT_MS = 500;

export class Stops {
  readonly #timers = new Map<number, Timer | undefined>();

  constructor(private readonly onDeaf: () => void) {}

  /** The job was told to stop. */
  told(job: number): void {
    if (!this.#timers.has(job)) this.#timers.set(job, undefined);
  }

  has(job: number): boolean {
    return this.#timers.has(job);
  }

  /** The job runs, so that its time counts. */
  limit(job: number): void {
    if (this.#timers.has(job) && this.#timers.get(job) === undefined)
      this.#timers.set(job, setTimeout(this.onDeaf, STOP_LIMIT_MS));
  }

  /** The worker is done with the job; whether it had been told to stop. */
  done(job: number): boolean {
    clearTimeout(this.#timers.get(job));
    return this.#timers.delete(job);
  }

  /** Forgets all; returns which there were. */
  clear(): number[] {
    const jobs = [...this.#timers.keys()];
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    return jobs;
  }
}
