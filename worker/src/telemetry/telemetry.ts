/** Everything that a vectorizer tells about itself: counters, warnings, marks and events, fed in one place. */
import type { Gauges, JobSnapshot, Thresholds, VectorizeResult, VectorizerEvents } from '../types.js';
import { Counters } from './counters.js';
import { Emitter } from './emitter.js';
import { mark } from './marks.js';
import { Alarm } from './thresholds.js';

export class Telemetry {
  readonly counters = new Counters();
  readonly events = new Emitter<VectorizerEvents>();
  readonly #alarm: Alarm;

  constructor(
    thresholds: Thresholds = {},
    private readonly marks = false,
  ) {
    this.#alarm = new Alarm(thresholds, (warning) => this.events.emit('warning', warning));
  }

  gauges(gauges: Gauges, maxMemoryMiB: number): void {
    this.counters.gauges = gauges;
    this.#alarm.gauges(gauges, maxMemoryMiB);
  }

  traced(result: VectorizeResult, now: number): void {
    this.counters.traced(result);
    this.#alarm.traced(result);
    if (this.marks) mark(result, now);
  }

  lost(loss: Parameters<VectorizerEvents['lost']>[0]): void {
    this.counters.worker.lost += 1;
    this.counters.lostBy[loss.cause] += 1;
    this.counters.worker.replayed += loss.replayed;
    this.counters.jobs.quarantined += loss.quarantined;
    this.events.emit('lost', loss);
  }

  job(snapshot: () => JobSnapshot): void {
    if (this.events.has('job')) this.events.emit('job', snapshot());
  }
}
