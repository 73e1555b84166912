/**
 * Counters of one vectorizer. Plain numbers behind a snapshot: an event stream was rejected for
 * now, nobody listens yet.
 */
import type { Gauges } from '../protocol.js';
import type { VectorizerStats } from '../types.js';

/** Counts what the client sees, and keeps what the engine last said about itself. */
export class Counters {
  readonly jobs = { submitted: 0, done: 0, failed: 0, cancelled: 0 };
  readonly worker = { starts: 0, lost: 0, replayed: 0 };
  readonly messages = { sent: 0, received: 0 };
  gauges: Gauges = {
    memoryBytes: 0,
    images: 0,
    waiting: 0,
    cache: { hits: 0, misses: 0, evictions: 0, entries: 0, bytes: 0 },
  };

  snapshot(inFlight: number): VectorizerStats {
    return structuredClone({
      jobs: { ...this.jobs, inFlight },
      worker: this.worker,
      messages: this.messages,
      engine: this.gauges,
    });
  }
}
