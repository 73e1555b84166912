/**
 * Decides what happens to jobs and workers when a worker is lost. Pure: no timers, no workers, the
 * clock is injected, so that every rule can be tested in microseconds.
 *
 * - A job that ran while two workers died is given up; it may be what kills them.
 * - Jobs that only waited are sent again and carry no blame.
 * - Workers that die again and again without finishing a job are not replaced for ever.
 *
 * Rejecting everything in flight when a worker dies was the simpler rule; it loses the work of
 * bystanders.
 */

/** When to stop trying. */
export interface SupervisorLimits {
  /** A job that ran in this many lost workers is given up. */
  deathsPerJob: number;
  /** This many losses… */
  losses: number;
  /** …within this time, with no job done in between, end the replacing. */
  windowMs: number;
}

/** What to do after a loss. */
export interface Verdict {
  /** Send these again, in this order. */
  replay: number[];
  /** Reject these. */
  giveUp: number[];
  /** Start another worker. */
  restart: boolean;
}

const defaults: SupervisorLimits = { deathsPerJob: 2, losses: 5, windowMs: 30_000 };

/** Keeps the books on jobs in flight and workers lost. */
export class Supervisor {
  readonly #deaths = new Map<number, number>();
  readonly #running = new Set<number>();
  #losses: number[] = [];

  constructor(
    private readonly now: () => number,
    private readonly limits: SupervisorLimits = defaults,
  ) {}

  /** The job was handed to a worker, or waits for one. */
  admit(job: number): void {
    if (!this.#deaths.has(job)) this.#deaths.set(job, 0);
  }

  /** The worker began to work on the job. */
  began(job: number): void {
    if (this.#deaths.has(job)) this.#running.add(job);
  }

  /** The job has settled. */
  ended(job: number): void {
    this.#deaths.delete(job);
    this.#running.delete(job);
  }

  /** The worker has shown that it works: it finished a job. */
  works(): void {
    this.#losses = [];
  }

  /** Whether the worker works on the job now. */
  isRunning(job: number): boolean {
    return this.#running.has(job);
  }

  /**
   * The worker is gone.
   *
   * @param deliberate it was ended by us, to stop a job: nobody is to blame
   */
  lost(deliberate = false): Verdict {
    const giveUp: number[] = [];
    const replay: number[] = [];
    for (const [job, deaths] of this.#deaths) {
      const blamed = !deliberate && this.#running.has(job);
      if (blamed) this.#deaths.set(job, deaths + 1);
      (blamed && deaths + 1 >= this.limits.deathsPerJob ? giveUp : replay).push(job);
    }
    this.#running.clear();
    const now = this.now();
    this.#losses = this.#losses.filter((at) => now - at < this.limits.windowMs);
    if (!deliberate) this.#losses.push(now);
    return { replay, giveUp, restart: this.#losses.length < this.limits.losses };
  }
}
