/**
 * Shows stages and jobs to a `PerformanceObserver` and in the browser's own timeline.
 *
 * Each entry is cleared once it was handed to the observers: a page that traces all day must not
 * gather them.
 */
import { STAGES, type VectorizeResult } from '../types.js';

/** Marks a trace that has just come back; stages are laid end to end before `now`, as they ran. */
export function mark({ timings, reused }: VectorizeResult, now: number): void {
  const measure = (name: string, start: number, end: number) => {
    performance.measure(name, { start: Math.max(start, 0), end });
    performance.clearMeasures(name);
  };
  measure('pathloom:job', now - timings.total, now);
  let end = now;
  for (const stage of [...STAGES].reverse()) {
    if (reused.includes(stage)) continue;
    measure(`pathloom:${stage}`, end - timings[stage], end);
    end -= timings[stage];
  }
  measure('pathloom:queue', end - timings.queue, end);
}
