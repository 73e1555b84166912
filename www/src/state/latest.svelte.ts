/**
 * Runs one job at a time, and of the waiting ones only the newest.
 *
 * A job that a newer request made stale gets a moment to finish before it is cancelled. Cancelling at once
 * was rejected: while a dial is dragged each frame would end the job of the frame before, and the picture
 * would stand still until the hand rests. A job that has already shown something can wait for that rest, and is
 * then cancelled at once.
 */
import { type Progress, STAGES, type Stage } from 'pathloom';

/** What a job may use. */
export type JobControl = {
  /** Where to listen for cancelling. */
  signal: AbortSignal;
  /** Where to report. */
  onProgress: (progress: Progress) => void;
  /**
   * Waits until no newer job has come for so many milliseconds: true. False when one came: this one is to end.
   * From here on the job is cancelled as soon as it is stale.
   */
  rest: (ms: number) => Promise<boolean>;
};

type Waiting = { job: (control: JobControl) => Promise<void>; settle: () => void };
type Current = { abort: AbortController; started: number; resting: boolean; wake: () => void };

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

  #current: Current | null = null;
  #waiting: Waiting | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /**
   * Runs the job now, or as soon as the one before has ended; replaces one that still waits. Settles when the
   * job has ended or was replaced; jobs tell of their failures themselves.
   */
  run(job: (control: JobControl) => Promise<void>): Promise<void> {
    this.#waiting?.settle();
    return new Promise((settle) => {
      this.#waiting = { job, settle };
      this.#hurry();
    });
  }

  /** Stops what runs and forgets what waits. */
  cancel(): void {
    this.#waiting?.settle();
    this.#waiting = null;
    this.#current?.abort.abort();
    this.#current?.wake();
  }

  /** Makes room for the job that waits. */
  #hurry(): void {
    const current = this.#current;
    if (!current) {
      void this.#next();
    } else if (current.resting) {
      current.abort.abort();
      current.wake();
    } else if (this.#patience === undefined) {
      const left = current.started + grace - performance.now();
      this.#patience = setTimeout(() => current.abort.abort(), Math.max(0, left));
    }
  }

  async #next(): Promise<void> {
    while (this.#waiting) {
      const { job, settle } = this.#waiting;
      const current: Current = {
        abort: new AbortController(),
        started: performance.now(),
        resting: false,
        wake: () => {},
      };
      const { signal } = current.abort;
      this.#waiting = null;
      this.#current = current;
      this.running = true;
      this.stage = null;
      this.fraction = 0;
      await job({
        signal,
        onProgress: (progress) => this.#report(signal, progress),
        rest: (ms) => this.#rest(current, ms),
      });
      settle();
      clearTimeout(this.#patience);
      this.#patience = undefined;
    }
    this.#current = null;
    this.running = false;
  }

  async #rest(current: Current, ms: number): Promise<boolean> {
    if (this.#waiting || current.abort.signal.aborted) return false;
    current.resting = true;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      current.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    return !current.abort.signal.aborted;
  }

  #report(signal: AbortSignal, progress: Progress): void {
    if (signal.aborted) return;
    this.stage = progress.stage;
    this.fraction = Math.max(this.fraction, overall(progress));
  }
}
