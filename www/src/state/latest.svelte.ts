/**
 * Runs one job at a time, and of the waiting ones only the newest.
 *
 * A job that a newer request made stale gets a moment to finish before it is cancelled. Cancelling at once
 * was rejected: while a dial is dragged each frame would end the job of the frame before, and the picture
 * would stand still until the hand rests.
 */
import { type Progress, STAGES, type Stage } from 'pathloom';

/** What a job may use: where to listen for cancelling, and where to report. */
export type JobControl = { signal: AbortSignal; onProgress: (progress: Progress) => void };

type Waiting = { run: (control: JobControl) => Promise<void> };

/** Share of a typical job's time by stage: good enough for a bar that never runs back. */
const weights: Record<Stage, number> = {
  decode: 0,
  prepare: 0.05,
  segment: 0.5,
  trace: 0.15,
  fit: 0.25,
  write: 0.05,
};

/** The share of the whole job that is done, 0 to 1. */
export function overall({ stage, share }: Progress): number {
  const before = STAGES.slice(0, STAGES.indexOf(stage)).reduce((sum, each) => sum + weights[each], 0);
  return before + weights[stage] * share;
}

/** How long a stale job may go on, ms: an update or two while a dial is dragged, and no more. */
const grace = 150;

export class Latest {
  running = $state(false);
  stage = $state<Stage | null>(null);
  /** Share of the whole job that is done, 0 to 1. */
  fraction = $state(0);

  #current: { abort: AbortController; started: number } | null = null;
  #waiting: Waiting | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** Runs the job now, or as soon as the one before has ended; replaces one that still waits. */
  run(job: (control: JobControl) => Promise<void>): void {
    this.#waiting = { run: job };
    if (!this.#current) {
      void this.#next();
    } else if (this.#patience === undefined) {
      const left = this.#current.started + grace - performance.now();
      this.#patience = setTimeout(() => this.#current?.abort.abort(), Math.max(0, left));
    }
  }

  /** Stops what runs and forgets what waits. */
  cancel(): void {
    this.#waiting = null;
    this.#current?.abort.abort();
  }

  async #next(): Promise<void> {
    while (this.#waiting) {
      const job = this.#waiting;
      const abort = new AbortController();
      this.#waiting = null;
      this.#current = { abort, started: performance.now() };
      this.running = true;
      this.stage = null;
      this.fraction = 0;
      await job.run({ signal: abort.signal, onProgress: (progress) => this.#report(abort.signal, progress) });
      clearTimeout(this.#patience);
      this.#patience = undefined;
    }
    this.#current = null;
    this.running = false;
  }

  #report(signal: AbortSignal, progress: Progress): void {
    if (signal.aborted) return;
    this.stage = progress.stage;
    this.fraction = Math.max(this.fraction, overall(progress));
  }
}
