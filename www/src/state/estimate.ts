/**
 * How long a trace will take, from what the stages took before: a change re-runs its stage and those after it.
 *
 * The time of the trace before was rejected as the guess: turning the last stage's dial after the first stage's is
 * a hundred times quicker.
 */
import { type Params, STAGES, type VectorizeResult } from 'pathloom';

export class Estimate {
  readonly #ms = new Map<string, number>();
  #request: Params | null = null;

  /** Learns from a trace. */
  learn(request: Params, { timings }: VectorizeResult): void {
    this.#request = request;
    for (const stage of STAGES) {
      // A long time is forgotten slowly: it may come again with the next turn of the dial.
      const ms = Math.max(timings[stage], (this.#ms.get(stage) ?? 0) * 0.8);
      if (timings[stage] > 0) this.#ms.set(stage, ms);
    }
  }

  /** Milliseconds for a request on the same picture; infinite before anything was learnt. */
  of(request: Params): number {
    const before = this.#request;
    if (!before) return Number.POSITIVE_INFINITY;
    const same = (key: keyof Params): boolean => JSON.stringify(before[key]) === JSON.stringify(request[key]);
    // A preset or another engine may change everything.
    const [, ...stages] = STAGES;
    const groups = stages.filter(
      (stage): stage is typeof stage & keyof Params => stage in { ...before, ...request },
    );
    const whole = !same('preset') || !same('engine') || !same('vtracer');
    const first = whole ? stages[0] : groups.find((stage) => !same(stage));
    if (!first) return 0;
    return STAGES.slice(STAGES.indexOf(first)).reduce((sum, stage) => sum + (this.#ms.get(stage) ?? 0), 0);
  }
}
