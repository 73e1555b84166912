/**
 * The public types. They stand apart from the code so that the protocol, the client and a page's
 * own tests can name them without loading anything.
 */
import type { Params, Preset } from './generated/params.js';

/** The six stages, in the order they run. */
export const STAGES = ['decode', 'prepare', 'segment', 'trace', 'fit', 'write'] as const;

/** A stage of the pipeline. */
export type Stage = (typeof STAGES)[number];

/**
 * What went wrong.
 *
 * - `unsupported`: not an image format that is read here
 * - `malformed`: the bytes claim a known format and break its rules
 * - `truncated`: the bytes stop before the picture is complete
 * - `too-large`: over a limit of size, pixels or memory
 * - `invalid-params`: see {@link VectorizerError.problems}
 * - `cancelled`: the signal was aborted
 * - `timeout`: the time limit of an `AbortSignal.timeout` ran out
 * - `queue-full`: too many jobs wait
 * - `out-of-memory`: memory ran out
 * - `worker-lost`: the worker that ran the job was lost, repeatedly
 * - `unavailable`: the engine or the picture cannot be reached, or the vectorizer was disposed
 * - `internal`: a fault of Pathloom
 */
export type ErrorKind =
  | 'unsupported'
  | 'malformed'
  | 'truncated'
  | 'too-large'
  | 'invalid-params'
  | 'cancelled'
  | 'timeout'
  | 'queue-full'
  | 'out-of-memory'
  | 'worker-lost'
  | 'unavailable'
  | 'internal';

/** One wrong parameter. */
export interface Problem {
  /** The parameter's full name, such as `fit.tolerance`. */
  field: string;
  /** What was given, as text. */
  given: string;
  /** What is allowed, as text. */
  allowed: string;
}

/**
 * A picture: a file's bytes in any form, pixels in any form, or where to fetch a file.
 *
 * The caller's buffers are never detached. They are read when the job is sent to the worker, and
 * once more if the worker is lost: leave them unchanged until the promise settles.
 *
 * For exact colours in translucent pixels hand over the file rather than something that the
 * browser has decoded: canvases and bitmaps store premultiplied, already rounded colours.
 */
export type Source =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | VideoFrame
  | URL
  | string;

/** Which jobs go first: `preview` before `interactive` before `batch`. */
export type Priority = 'preview' | 'interactive' | 'batch';

/** How far a job is. */
export interface Progress {
  /** The stage that runs. */
  stage: Stage;
  /** Share of that stage that is done, 0 to 1. */
  share: number;
}

/** Options of one job. */
export interface JobOptions {
  /**
   * Aborting it rejects the promise at once with `cancelled` and stops the engine; the time limit of
   * `AbortSignal.timeout(ms)` does so with `timeout`.
   */
  signal?: AbortSignal | undefined;
  /** `interactive` by default. */
  priority?: Priority | undefined;
  /** Called at most once a frame while the job runs; never after the promise has settled. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * Gives the source away: a buffer, bitmap or frame may be detached or closed, which saves a copy
   * where there is no shared memory. Such a job cannot be sent again when its worker is lost.
   */
  transfer?: boolean | undefined;
}

/** Options of a job that is submitted. */
export interface SubmitOptions extends Omit<JobOptions, 'onProgress'> {
  /** What to call the job in a list; the file's name by default. */
  name?: string | undefined;
}

/** Where a job stands. The last three are final. */
export type JobState = 'queued' | 'processing' | 'done' | 'failed' | 'cancelled';

/** A job at one moment, as plain data. */
export interface JobSnapshot {
  /** Counts from 1 in each vectorizer. */
  id: number;
  name: string;
  priority: Priority;
  state: JobState;
  /** How far it is, while it is processed. */
  progress?: Progress;
  /** How often a worker began with it; above 1 after a worker was lost. */
  attempts: number;
  /** Milliseconds since 1970. */
  submittedAt: number;
  startedAt?: number;
  endedAt?: number;
  /** Of a job that is done; the SVG itself is in {@link JobHandle.result}. */
  stats?: VectorizeResult['stats'];
  timings?: VectorizeResult['timings'];
  /** Of a job that failed or was cancelled. */
  error?: { kind: ErrorKind; message: string; problems: readonly Problem[] };
}

/** What a job tells. */
export interface JobEvents {
  /** After each change of state. */
  statechange(snapshot: JobSnapshot): void;
  /** At most once a frame while it is processed. */
  progress(progress: Progress): void;
}

/** A job that was submitted. */
export interface JobHandle {
  readonly id: number;
  readonly state: JobState;
  /** Settles with the job. Ignoring it is fine: it raises no unhandled rejection. */
  readonly result: Promise<VectorizeResult>;
  snapshot(): JobSnapshot;
  /** Stops the job, which then is `cancelled`; no effect when it has ended. */
  cancel(reason?: unknown): void;
  /** Moves the job to another class while it waits. */
  prioritise(priority: Priority): void;
  /** Calls back until the returned function is called. */
  on<E extends keyof JobEvents>(event: E, listener: JobEvents[E]): () => void;
}

/** What was made. */
export interface VectorizeResult {
  /** The SVG document. */
  svg: string;
  stats: {
    /** Size of the drawing, px. */
    width: number;
    height: number;
    /** How many `<path>` elements. */
    paths: number;
    /** How many curve and line segments. */
    curves: number;
    /** How many coordinate numbers. */
    coordinates: number;
    /** How many distinct paints. */
    colors: number;
    /** Length of the SVG as UTF-8. */
    bytes: number;
  };
  /**
   * Milliseconds by stage, 0 for a stage whose output was reused; `queue` is the wait before the
   * job ran and `total` the time from the call to its result in the caller's thread.
   */
  timings: Record<Stage, number> & { queue: number; total: number };
  /** The stages that did not run, because their output for these parameters was at hand. */
  reused: Stage[];
  /** The preset that was used (`auto` picks one) and why. */
  preset: { name: Preset; reason: string };
  /** Present when memory ran out and the picture was traced with this lower `prepare.maxPixels` instead. */
  reduced?: { maxPixels: number };
}

/** A decoded picture that stays in the engine, for tracing it again and again. */
export interface OpenImage {
  readonly width: number;
  readonly height: number;
  /** How long decoding took. */
  readonly decodeMs: number;
  /** Traces the picture; re-runs only the stages that the changed parameters touch. */
  vectorize(params?: Params, options?: JobOptions): Promise<VectorizeResult>;
  /** The same as a job to watch, see {@link Vectorizer.submit}. */
  submit(params?: Params, options?: SubmitOptions): JobHandle;
  /** Gives the picture's memory back. Safe to call twice. */
  close(): void;
}

/** Answer of {@link Vectorizer.validate}. */
export type Validation = { ok: true; params: Params } | { ok: false; problems: Problem[] };

/** What runs, and on what. */
export interface VectorizerInfo {
  /** Version of the engine. */
  version: string;
  /** Version of the parameter schema. */
  schemaVersion: number;
  /** `threads` where shared memory is to be had, else `single`. */
  build: 'threads' | 'single';
  /** How many threads trace. */
  threads: number;
  /** Whether the page is cross-origin isolated, which threads need. */
  isolated: boolean;
  /** Whether the engine uses SIMD instructions; both builds do. */
  simd: boolean;
  /** Ceiling of the engine's memory, MiB. */
  maxMemoryMiB: number;
  /** Why the single-threaded build runs; absent when threads do. */
  fallback?: string;
}

/** The middle and the slow end of the last 512 values, ms; 0 when there are none. */
export interface Quantiles {
  /** How many there were in all. */
  count: number;
  p50: number;
  p95: number;
}

/**
 * Why a worker was replaced.
 *
 * - `trap`: the engine stopped at a fault of its own
 * - `out-of-memory`: the engine found no memory
 * - `crash`: the worker's script failed
 * - `hang`: a job made no progress for too long, see {@link VectorizerOptions.hangMs}
 * - `vanished`: the worker was gone without a word, or could not be understood
 * - `stopped`: a cancelled job would not stop
 */
export type LossCause = 'trap' | 'out-of-memory' | 'crash' | 'hang' | 'vanished' | 'stopped';

/** Counters since {@link createVectorizer}, and what the engine held at its last reply. */
export interface VectorizerStats {
  jobs: {
    submitted: number;
    done: number;
    failed: number;
    cancelled: number;
    inFlight: number;
    /** Tried once more with a smaller picture, because memory had run out. */
    reduced: number;
    /** Given up because worker after worker died of them. */
    quarantined: number;
  };
  worker: {
    starts: number;
    /** Of these, begun beside one that was late. */
    hedged: number;
    lost: number;
    lostBy: Record<LossCause, number>;
    /** Jobs that were sent again after a loss. */
    replayed: number;
    /** How often it was ended because there was nothing to do. */
    idleEnds: number;
    /** `open`: workers died again and again, none is started for a while. */
    breaker: 'closed' | 'open' | 'half-open';
    /** From a loss until the next worker was ready. */
    recovery: Quantiles;
  };
  messages: {
    sent: number;
    received: number;
    /** Not understood, and passed over. */
    malformed: number;
  };
  /** Runs of each stage; reused outputs do not count. */
  stages: Record<Stage, Quantiles>;
  /** Waits before jobs ran. */
  queue: Quantiles;
  /** From call to result. */
  total: Quantiles;
  engine: Gauges;
}

/** What the engine held at its last reply. */
export interface Gauges {
  /** Size of the WebAssembly memory; it grows and never shrinks. */
  memoryBytes: number;
  /** Open pictures. */
  images: number;
  /** Jobs that waited. */
  waiting: number;
  /** The stage cache. */
  cache: { hits: number; misses: number; evictions: number; entries: number; bytes: number };
  /** Picture memory: reservations served by a recycled slot and by a new one; bytes of all slots; slots in use. */
  pool?: { hits: number; misses: number; bytes: number; used: number };
  /** Parameters known again, read in full, and read as a change. */
  validation?: { hits: number; misses: number; deltas: number };
}

/** A distribution of times, ms; within a sixteenth of the true value. */
export interface Distribution {
  count: number;
  p50: number;
  p95: number;
  max: number;
}

/** Everything that is counted inside the worker since it started. */
export interface EngineStats extends Gauges {
  /** Times of the stages that ran, and of the wait before. */
  stages: Record<Stage | 'queue', Distribution>;
  queue: {
    waiting: number;
    running: number;
    /** Bytes of the sources that wait. */
    bytes: number;
    started: number;
    refused: number;
    /** Cancelled because a newer job of the same image came. */
    replaced: number;
    /** Batch jobs that were stopped for a preview or an interactive job, to begin again later. */
    preempted: number;
  };
  /** By thread of the pool: jobs that it led, time that these took, and pixels of them. */
  threads: { jobs: number; busyMs: number; megapixels: number }[];
  messages: { received: number; sent: number; batched: number; malformed: number; resyncs: number };
  warmUp: { slices: number; done: boolean };
}

/** When to warn, see {@link VectorizerEvents.warning}. */
export interface Thresholds {
  /** Share of {@link VectorizerInfo.maxMemoryMiB} that the engine's memory may reach, 0 to 1; 0.8 by default. */
  memory?: number | undefined;
  /** Wait before a job runs, ms; 2000 by default. */
  queueMs?: number | undefined;
  /** Time of one stage, ms; 5000 by default. */
  stageMs?: number | undefined;
}

/** A threshold was passed. Told once, and again only after the value was below it in between. */
export interface Warning {
  what: 'memory-pressure' | 'queue-wait' | 'slow-stage';
  /** For `slow-stage`. */
  stage?: Stage;
  value: number;
  limit: number;
  /** The same as a sentence that says what can be done. */
  message: string;
}

/** What a vectorizer tells. */
export interface VectorizerEvents {
  warning(warning: Warning): void;
  /** A worker was lost and is being replaced. */
  lost(loss: { cause: LossCause; message: string; replayed: number; quarantined: number }): void;
  /** A submitted job changed its state. */
  job(snapshot: JobSnapshot): void;
}

/** Answer of {@link Vectorizer.diagnose}. */
export interface Diagnosis {
  /** Everything that could help is there. */
  ok: boolean;
  /** What is missing and how to mend it; empty when `ok`. */
  findings: { what: string; remedy: string }[];
  /** The same as text, for a console. */
  text: string;
}

/** Who hears warnings; `console` fits. */
export interface Logger {
  warn(message: string): void;
}

/** Optimisations that can be switched off, to measure them or to work around a fault; all are on by default. */
export interface Flags {
  /** Several threads over shared memory, where the page allows it. */
  threads?: boolean;
  /** Pictures are written into recycled slots of shared memory. */
  imagePool?: boolean;
  /** Stages whose input and parameters are unchanged do not run again. */
  stageCache?: boolean;
  /** Parameters that were found valid are not checked again. */
  validationCache?: boolean;
  /** Small jobs run side by side, one on a thread. */
  batching?: boolean;
  /** Progress without shared memory travels in batches. */
  messageBatching?: boolean;
  /** Only changed parameters travel to the worker. */
  deltas?: boolean;
}

/** The names of all {@link Flags}. */
export const FLAGS = [
  'threads',
  'imagePool',
  'stageCache',
  'validationCache',
  'batching',
  'messageBatching',
  'deltas',
] as const satisfies readonly (keyof Flags)[];

/** Options of {@link createVectorizer}. */
export interface VectorizerOptions {
  /** How many threads trace; `auto` is one for each core, at most 16. */
  threads?: number | 'auto' | undefined;
  /** Optimisations that can be switched off, to measure or to work around a fault. */
  flags?: Flags | undefined;
  /**
   * Where the WebAssembly files are, when a bundler does not find them by itself. The `extras` are fetched for the
   * first picture in one of the rarer formats, or with `engine: 'vtracer'`.
   */
  wasmUrl?: string | URL | { threads: string | URL; single: string | URL; extras?: string | URL } | undefined;
  /** Where `worker.js` is, when a bundler does not find it by itself. Same origin as the page. */
  workerUrl?: string | URL | undefined;
  /** Ceiling of the engine's memory, 2048 by default. */
  maxMemoryMiB?: number | undefined;
  /** Who hears the one warning about a fallback; `console` by default. */
  logger?: Logger | undefined;
  /**
   * How long a job may show no progress before its worker is replaced: 30,000 ms by default, plus a
   * second for each megapixel of the picture where its size is known.
   */
  hangMs?: number | undefined;
  /**
   * How long the worker stays without a job and without an open picture; 60,000 ms by default,
   * `Infinity` for ever. It comes back by itself.
   */
  idleMs?: number | undefined;
  /** When to warn. */
  thresholds?: Thresholds | undefined;
  /**
   * Whether each stage and job shows as a `performance.measure` named `pathloom:…`; off by default.
   * The entries reach a `PerformanceObserver` and are then cleared.
   */
  marks?: boolean | undefined;
  /**
   * Writes submitted jobs into IndexedDB once a worker was lost, so that {@link Vectorizer.resume}
   * finds them after the tab died too; off by default. Nothing is written while all goes well.
   */
  journal?: boolean | { name: string } | undefined;
}

/** A running engine. */
export interface Vectorizer {
  /** What runs, and on what. */
  readonly info: VectorizerInfo;
  /** Traces a picture once. */
  vectorize(source: Source, params?: Params, options?: JobOptions): Promise<VectorizeResult>;
  /**
   * Traces a picture as a job to watch, beside others: returns at once, reports by events and
   * snapshots, and never rejects by surprise.
   */
  submit(source: Source, params?: Params, options?: SubmitOptions): JobHandle;
  /** All submitted jobs in flight and the last 256 that ended, oldest first. */
  jobs(): JobSnapshot[];
  /** A submitted job in flight. */
  job(id: number): JobHandle | undefined;
  /** Submits again what the journal kept of a tab that died; nothing without {@link VectorizerOptions.journal}. */
  resume(): Promise<JobHandle[]>;
  /** Calls back until the returned function is called. */
  on<E extends keyof VectorizerEvents>(event: E, listener: VectorizerEvents[E]): () => void;
  /** Decodes a picture once, to trace it again and again. */
  open(source: Source, options?: JobOptions): Promise<OpenImage>;
  /** Checks parameters without tracing; reports every problem at once. */
  validate(params: unknown): Promise<Validation>;
  /** Counters; costs no message. */
  stats(): VectorizerStats;
  /** What is counted inside the worker; asks it. */
  engineStats(): Promise<EngineStats>;
  /** Says in words what is missing for full speed, and how to mend it. */
  diagnose(): Promise<Diagnosis>;
  /** Ends the worker; what is pending rejects with `unavailable`. Safe to call twice. */
  dispose(): Promise<void>;
}
