/**
 * Tells when a value passes its limit: once, and again only after it was below in between, so that a
 * page may show each warning as it comes.
 */
import { type Gauges, STAGES, type Thresholds, type VectorizeResult, type Warning } from '../types.js';

const MIB = 1_048_576;

export class Alarm {
  readonly #above = new Set<string>();
  readonly #memory: number;
  readonly #queueMs: number;
  readonly #stageMs: number;

  constructor(
    { memory = 0.8, queueMs = 2_000, stageMs = 5_000 }: Thresholds,
    private readonly warn: (warning: Warning) => void,
  ) {
    this.#memory = memory;
    this.#queueMs = queueMs;
    this.#stageMs = stageMs;
  }

  gauges({ memoryBytes }: Gauges, maxMemoryMiB: number): void {
    const value = memoryBytes / MIB;
    const limit = maxMemoryMiB * this.#memory;
    this.#check('memory', value, limit, () => ({
      what: 'memory-pressure',
      value,
      limit,
      message:
        `The engine holds ${value.toFixed(0)} of at most ${maxMemoryMiB} MiB. ` +
        'Close pictures that are no longer needed, lower prepare.maxPixels or raise maxMemoryMiB.',
    }));
  }

  traced({ timings }: VectorizeResult): void {
    const { queue } = timings;
    this.#check('queue', queue, this.#queueMs, () => ({
      what: 'queue-wait',
      value: queue,
      limit: this.#queueMs,
      message:
        `A job waited ${(queue / 1000).toFixed(1)} s before it ran. ` +
        "Submit fewer at once, or give urgent ones the priority 'interactive' or 'preview'.",
    }));
    for (const stage of STAGES) {
      const value = timings[stage];
      this.#check(stage, value, this.#stageMs, () => ({
        what: 'slow-stage',
        stage,
        value,
        limit: this.#stageMs,
        message:
          `The stage ${stage} took ${(value / 1000).toFixed(1)} s. ` +
          'Lower prepare.maxPixels, or allow more threads (see diagnose()).',
      }));
    }
  }

  #check(name: string, value: number, limit: number, warning: () => Warning): void {
    if (value <= limit) this.#above.delete(name);
    else if (!this.#above.has(name)) {
      this.#above.add(name);
      this.warn(warning());
    }
  }
}
