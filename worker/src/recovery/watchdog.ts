/**
 * Tells a job that hangs from one that takes long: the long one's progress moves. Pure; somebody
 * else looks at the clock.
 *
 * Time counts only while it is watched: a machine that slept or a page that was frozen comes back
 * with a large step of the clock, in which the worker stood still too.
 */

/** What is seen of a job at one look. */
export interface Sight {
  job: number;
  /** Anything that changes when the job advances. */
  position: number;
  /** How long it may stand still, ms. */
  limitMs: number;
}

export class Watchdog {
  #seen = new Map<number, { position: number; stillMs: number }>();
  #lookedAt: number | undefined;

  /** @param mostMs the longest time between two looks that is believed */
  constructor(private readonly mostMs: number) {}

  /** Forgets everything; the next look is the first. */
  reset(): void {
    this.#seen.clear();
    this.#lookedAt = undefined;
  }

  /** Looks at all that run; returns those that hang. */
  look(now: number, sights: readonly Sight[]): number[] {
    const passed = Math.min(now - (this.#lookedAt ?? now), this.mostMs);
    this.#lookedAt = now;
    const seen = new Map<number, { position: number; stillMs: number }>();
    const hung: number[] = [];
    for (const { job, position, limitMs } of sights) {
      const before = this.#seen.get(job);
      const stillMs = before?.position === position ? before.stillMs + passed : 0;
      seen.set(job, { position, stillMs });
      if (stillMs >= limitMs) hung.push(job);
    }
    this.#seen = seen;
    return hung;
  }
}
