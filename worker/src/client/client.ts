/** The vectorizer as callers see it: promises and jobs in front, one worker behind, replaced when it is lost. */
import type { Params } from '../generated/params.js';
import type { Journal } from '../recovery/journal.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type {
  Diagnosis,
  EngineStats,
  JobHandle,
  JobOptions,
  JobSnapshot,
  OpenImage,
  Source,
  SubmitOptions,
  Validation,
  VectorizeResult,
  Vectorizer,
  VectorizerEvents,
  VectorizerInfo,
  VectorizerStats,
} from '../types.js';
import { diagnose } from './diagnose.js';
import { Dispatcher } from './dispatcher.js';
import { Engine, type Origin } from './engine.js';
import { asVectorizerError, cancelled, disposed } from './errors.js';
import { type Job, JobList } from './jobs.js';
import type { Connect } from './lifecycle.js';
import { OpenPicture } from './picture.js';
import { plain } from './plain.js';
import { nameOf, type Prepared, prepare } from './sources.js';
import { watchVisibility } from './visibility.js';

export type { Connect } from './lifecycle.js';

/** What a client is made of, beside its workers. */
export interface ClientParts {
  telemetry: Telemetry;
  hangMs: number;
  /** Where the worker's script is, and the extras; only for words. */
  worker: string | URL;
  extras: string | URL;
  /** Whether only changed parameters travel. */
  deltas?: boolean | undefined;
  /** Absent: nothing is kept for another day. */
  journal?: Journal | undefined;
}

export class Client implements Vectorizer {
  readonly #dispatcher: Dispatcher;
  readonly #engine: Engine;
  readonly #telemetry: Telemetry;
  readonly #journal: Journal | undefined;
  readonly #places: Pick<ClientParts, 'worker' | 'extras'>;
  readonly #unwatch: () => void;
  readonly #jobs = new JobList((job) => this.#changed(job));

  private constructor(
    connect: Connect,
    { telemetry, hangMs, worker, extras, journal, deltas = true }: ClientParts,
  ) {
    this.#places = { worker, extras };
    this.#telemetry = telemetry;
    this.#journal = journal;
    this.#dispatcher = new Dispatcher(connect, telemetry, hangMs);
    this.#engine = new Engine(this.#dispatcher, telemetry, deltas);
    this.#unwatch = watchVisibility((hidden) =>
      this.#dispatcher.lifecycle.connection?.send({ type: 'visibility', hidden }),
    );
    if (journal) telemetry.events.on('lost', () => journal.keep());
  }

  /** Resolves when the first worker is ready. */
  static async create(connect: Connect, parts: ClientParts): Promise<Client> {
    const client = new Client(connect, parts);
    try {
      await client.#dispatcher.lifecycle.worker();
    } catch (error) {
      client.#dispatcher.finish(asVectorizerError(error));
      throw error;
    }
    return client;
  }

  get info(): VectorizerInfo {
    return this.#dispatcher.lifecycle.info;
  }

  async vectorize(source: Source, params?: Params, options: JobOptions = {}): Promise<VectorizeResult> {
    const began = performance.now();
    const origin = this.#engine.origin(await this.#prepare(source, options));
    return this.#trace(origin, params, options, began);
  }

  submit(source: Source, params?: Params, options: SubmitOptions = {}): JobHandle {
    const named = { name: nameOf(source), ...options };
    const job = this.#submit(
      async (signal) => this.#engine.origin(await this.#prepare(source, { ...options, signal })),
      params,
      named,
    );
    this.#journal?.watch(job, { source, params, name: named.name ?? '', priority: options.priority });
    return job;
  }

  jobs(): JobSnapshot[] {
    return this.#jobs.snapshots();
  }

  job(id: number): JobHandle | undefined {
    return this.#jobs.get(id);
  }

  async resume(): Promise<JobHandle[]> {
    const entries = (await this.#journal?.abandoned()) ?? [];
    return entries.map(({ source, params, name, priority }) =>
      this.submit(source, params, { name, priority }),
    );
  }

  on<E extends keyof VectorizerEvents>(event: E, listener: VectorizerEvents[E]): () => void {
    return this.#telemetry.events.on(event, listener);
  }

  async open(source: Source, options: JobOptions = {}): Promise<OpenImage> {
    const prepared = await this.#prepare(source, options);
    const first = await this.#engine.open(prepared, options);
    return new OpenPicture(first, this.#engine.stream(), {
      // The signal of the first time has nothing to say any more.
      reload: () => this.#engine.open(prepared, { priority: options.priority }),
      trace: (origin, params, own) => this.#trace(origin, params, own, performance.now()),
      submit: (origin, params, own) =>
        this.#submit(async () => origin, params, { name: nameOf(source), ...own }),
    });
  }

  async validate(params: unknown): Promise<Validation> {
    try {
      const cleaned = plain(params);
      await this.#engine.validate(cleaned);
      return { ok: true, params: cleaned as Params };
    } catch (error) {
      const { kind, problems } = asVectorizerError(error);
      if (kind === 'invalid-params') return { ok: false, problems: [...problems] };
      throw error;
    }
  }

  stats(): VectorizerStats {
    return this.#telemetry.counters.snapshot(this.#dispatcher.size, this.#dispatcher.lifecycle.breaker);
  }

  engineStats(): Promise<EngineStats> {
    return this.#engine.stats();
  }

  async diagnose(): Promise<Diagnosis> {
    return diagnose({ info: this.info, stats: this.stats(), ...this.#places });
  }

  async dispose(): Promise<void> {
    this.#dispatcher.finish(disposed());
    this.#unwatch();
    this.#journal?.close();
  }

  #submit(
    origin: (signal: AbortSignal) => Promise<Origin>,
    params: Params | undefined,
    options: SubmitOptions,
  ): Job {
    return this.#jobs.add(options, async (signal, watcher, job) => {
      const began = performance.now();
      return this.#engine.trace({
        began,
        origin: await origin(signal),
        params: plain(params ?? {}),
        signal,
        priority: () => job().priority,
        watcher,
        reached: ({ progress, prioritise }) => {
          job().readProgress = progress;
          job().onPriority = prioritise;
        },
      });
    });
  }

  #trace(
    origin: Origin,
    params: Params | undefined,
    { signal, priority = 'interactive', onProgress }: JobOptions,
    began: number,
  ): Promise<VectorizeResult> {
    return this.#engine.trace({
      began,
      origin,
      params: plain(params ?? {}),
      signal,
      priority: () => priority,
      watcher: { progress: onProgress },
    });
  }

  /** Reads a source, unless there is a reason not to begin at all. */
  async #prepare(source: Source, options: Pick<JobOptions, 'signal' | 'transfer'>): Promise<Prepared> {
    const { signal } = options;
    if (this.#dispatcher.end) throw this.#dispatcher.end;
    if (signal?.aborted) throw cancelled(signal);
    try {
      return await prepare(source, options);
    } catch (error) {
      throw signal?.aborted ? cancelled(signal) : error;
    }
  }

  #changed(job: Job): void {
    this.#telemetry.job(() => job.snapshot());
  }
}
