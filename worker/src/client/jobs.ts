/**
 * Jobs that are watched rather than awaited, and the list of them.
 *
 * The states are a table, so that they can be tested against a model and a late message changes
 * nothing.
 */
import { Emitter } from '../telemetry/emitter.js';
import type {
  JobEvents,
  JobHandle,
  JobSnapshot,
  JobState,
  Priority,
  Progress,
  SubmitOptions,
  VectorizeResult,
} from '../types.js';
import type { Watcher } from './calls.js';
import { asVectorizerError } from './errors.js';

/** What can happen to a job. */
export type JobStep = 'begin' | 'wait' | 'finish' | 'fail' | 'cancel';

const NEXT: Record<JobState, Partial<Record<JobStep, JobState>>> = {
  queued: { begin: 'processing', finish: 'done', fail: 'failed', cancel: 'cancelled' },
  processing: { wait: 'queued', finish: 'done', fail: 'failed', cancel: 'cancelled' },
  done: {},
  failed: {},
  cancelled: {},
};

/** The state after a step, or nothing when the step means nothing there. */
export function nextState(state: JobState, step: JobStep): JobState | undefined {
  return NEXT[state][step];
}

/** Does the work; reports through the watcher, stops with the signal. */
export type Work = (signal: AbortSignal, watcher: Watcher, job: () => Job) => Promise<VectorizeResult>;

export class Job implements JobHandle {
  readonly result: Promise<VectorizeResult>;
  /** Set by the work: reads the progress of the moment. */
  readProgress: () => Progress | undefined = () => undefined;
  /** Set by the work: tells the worker of another priority. */
  onPriority: (priority: Priority) => void = () => {};
  readonly #abort = new AbortController();
  readonly #events = new Emitter<JobEvents>();
  #shot: JobSnapshot;

  constructor(
    readonly id: number,
    { name = '', priority = 'interactive', signal }: SubmitOptions,
    work: Work,
    private readonly changed: (job: Job) => void,
  ) {
    this.#shot = { id, name, priority, state: 'queued', attempts: 0, submittedAt: Date.now() };
    const abort = () => this.cancel(signal?.reason);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    const watcher: Watcher = {
      began: () => this.#step('begin', { startedAt: Date.now(), attempts: this.#shot.attempts + 1 }),
      waits: () => this.#step('wait'),
      progress: (progress) => this.#events.emit('progress', progress),
    };
    this.result = work(this.#abort.signal, watcher, () => this).finally(() =>
      signal?.removeEventListener('abort', abort),
    );
    this.result.then(
      ({ stats, timings }) => this.#step('finish', { endedAt: Date.now(), stats, timings }),
      (error) => {
        const { kind, message, problems } = asVectorizerError(error);
        const step = kind === 'cancelled' ? 'cancel' : 'fail';
        this.#step(step, { endedAt: Date.now(), error: { kind, message, problems } });
      },
    );
  }

  get state(): JobState {
    return this.#shot.state;
  }

  snapshot(): JobSnapshot {
    const progress = this.state === 'processing' ? this.readProgress() : undefined;
    return progress ? { ...this.#shot, progress } : { ...this.#shot };
  }

  cancel(reason?: unknown): void {
    this.#abort.abort(reason);
  }

  prioritise(priority: Priority): void {
    if (this.#shot.endedAt !== undefined) return;
    this.#shot = { ...this.#shot, priority };
    this.onPriority(priority);
  }

  get priority(): Priority {
    return this.#shot.priority;
  }

  on<E extends keyof JobEvents>(event: E, listener: JobEvents[E]): () => void {
    return this.#events.on(event, listener);
  }

  #step(step: JobStep, known: Partial<JobSnapshot> = {}): void {
    const state = nextState(this.state, step);
    if (!state) return;
    this.#shot = { ...this.#shot, ...known, state };
    this.#events.emit('statechange', this.snapshot());
    this.changed(this);
  }
}

const KEPT = 256;

/** Every job in flight, and the snapshots of the last that ended: what they drew is not kept. */
export class JobList {
  readonly #jobs = new Map<number, Job>();
  readonly #ended = new Map<number, JobSnapshot>();
  #ids = 0;

  constructor(private readonly tell: (job: Job) => void) {}

  add(options: SubmitOptions, work: Work): Job {
    this.#ids += 1;
    const job = new Job(this.#ids, options, work, (changed) => this.#changed(changed));
    this.#jobs.set(job.id, job);
    return job;
  }

  get(id: number): Job | undefined {
    return this.#jobs.get(id);
  }

  snapshots(): JobSnapshot[] {
    const inFlight = [...this.#jobs.values()].map((job) => job.snapshot());
    return [...this.#ended.values(), ...inFlight].sort((a, b) => a.id - b.id);
  }

  get inFlight(): Iterable<Job> {
    return this.#jobs.values();
  }

  #changed(job: Job): void {
    const shot = job.snapshot();
    if (shot.endedAt !== undefined) {
      this.#jobs.delete(job.id);
      this.#ended.set(job.id, shot);
      const [oldest] = this.#ended.keys();
      if (this.#ended.size > KEPT && oldest !== undefined) this.#ended.delete(oldest);
    }
    this.tell(job);
  }
}
