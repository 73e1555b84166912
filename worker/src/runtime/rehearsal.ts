/**
 * Traces made-up pictures while nobody asks for anything, so that the first real one finds the engine
 * warm. In slices of a few milliseconds, each of which is given up when a job comes.
 */
import type { Instance } from './instance.js';

/** How long nothing must have been asked for; a page that has just started us is about to ask. */
const QUIET_MS = 30;

export class Rehearsal {
  slices = 0;
  done = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(
    private readonly instance: Instance,
    /** Waits for a job of the engine. */
    private readonly finished: (words: number) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Whether a slice runs in the pool. */
  get running(): boolean {
    return this.#stop !== undefined;
  }

  /** Nothing is to do: goes on, after a while. */
  resume(): void {
    if (this.done) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#slice().catch(this.failed), QUIET_MS);
  }

  /** Something is to do. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stop?.();
  }

  async #slice(): Promise<void> {
    let paused = false;
    while (!paused && !this.done && this.#stop === undefined) {
      const job = this.instance.engine.job(0);
      this.#stop = () => {
        paused = true;
        job.cancel();
      };
      try {
        if (this.instance.engine.warmUp(job, this.slices)) {
          await this.finished(job.words);
          if (!paused) this.slices += 1;
        } else this.done = true;
      } finally {
        this.#stop = undefined;
        job.free();
      }
      // Messages get their turn, in the build that computes on this very thread.
      await new Promise((turn) => setTimeout(turn));
      paused ||= this.#timer === undefined;
    }
  }
}
