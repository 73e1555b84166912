/** Counters of one vectorizer: plain numbers behind a snapshot. */
import {
  type Gauges,
  type LossCause,
  type Quantiles,
  STAGES,
  type Stage,
  type VectorizeResult,
  type VectorizerStats,
} from '../types.js';
import { Recent } from './quantiles.js';

/** Counts what the client sees, and keeps what the engine last said about itself. */
export class Counters {
  readonly jobs = { submitted: 0, done: 0, failed: 0, cancelled: 0, reduced: 0, quarantined: 0 };
  readonly worker = { starts: 0, hedged: 0, lost: 0, replayed: 0, idleEnds: 0 };
  readonly lostBy: Record<LossCause, number> = {
    trap: 0,
    'out-of-memory': 0,
    crash: 0,
    hang: 0,
    vanished: 0,
    stopped: 0,
  };
  readonly messages = { sent: 0, received: 0, malformed: 0 };
  readonly recovery = new Recent();
  gauges: Gauges = {
    memoryBytes: 0,
    images: 0,
    waiting: 0,
    cache: { hits: 0, misses: 0, evictions: 0, entries: 0, bytes: 0 },
  };
  readonly #stages = new Map<Stage, Recent>(STAGES.map((stage) => [stage, new Recent()]));
  readonly #queue = new Recent();
  readonly #total = new Recent();

  /** A trace was done. */
  traced({ timings, reused }: VectorizeResult): void {
    for (const [stage, recent] of this.#stages) if (!reused.includes(stage)) recent.add(timings[stage]);
    this.#queue.add(timings.queue);
    this.#total.add(timings.total);
  }

  snapshot(inFlight: number, breaker: VectorizerStats['worker']['breaker']): VectorizerStats {
    return structuredClone({
      jobs: { ...this.jobs, inFlight },
      worker: { ...this.worker, lostBy: this.lostBy, breaker, recovery: this.recovery.quantiles() },
      messages: this.messages,
      stages: Object.fromEntries(
        [...this.#stages].map(([stage, recent]) => [stage, recent.quantiles()]),
      ) as Record<Stage, Quantiles>,
      queue: this.#queue.quantiles(),
      total: this.#total.quantiles(),
      engine: this.gauges,
    });
  }
}
