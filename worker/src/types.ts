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
}

/** A decoded picture that stays in the engine, for tracing it again and again. */
export interface OpenImage {
  readonly width: number;
  readonly height: number;
  /** How long decoding took. */
  readonly decodeMs: number;
  /** Traces the picture; re-runs only the stages that the changed parameters touch. */
  vectorize(params?: Params, options?: JobOptions): Promise<VectorizeResult>;
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

/** Counters since {@link createVectorizer}, and what the engine held at its last reply. */
export interface VectorizerStats {
  jobs: { submitted: number; done: number; failed: number; cancelled: number; inFlight: number };
  worker: { starts: number; lost: number; replayed: number };
  messages: { sent: number; received: number };
  engine: {
    /** Size of the WebAssembly memory; it grows and never shrinks. */
    memoryBytes: number;
    images: number;
    waiting: number;
    cache: { hits: number; misses: number; evictions: number; entries: number; bytes: number };
  };
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

/** Options of {@link createVectorizer}. */
export interface VectorizerOptions {
  /** How many threads trace; `auto` is one for each core, at most 16. */
  threads?: number | 'auto' | undefined;
  /** Optimisations that can be switched off, to measure or to work around a fault. */
  flags?: Flags | undefined;
  /** Where the WebAssembly files are, when a bundler does not find them by itself. */
  wasmUrl?: string | URL | { threads: string | URL; single: string | URL } | undefined;
  /** Where `worker.js` is, when a bundler does not find it by itself. Same origin as the page. */
  workerUrl?: string | URL | undefined;
  /** Ceiling of the engine's memory, 2048 by default. */
  maxMemoryMiB?: number | undefined;
  /** Who hears the one warning about a fallback; `console` by default. */
  logger?: Logger | undefined;
}

/** A running engine. */
export interface Vectorizer {
  /** What runs, and on what. */
  readonly info: VectorizerInfo;
  /** Traces a picture once. */
  vectorize(source: Source, params?: Params, options?: JobOptions): Promise<VectorizeResult>;
  /** Decodes a picture once, to trace it again and again. */
  open(source: Source, options?: JobOptions): Promise<OpenImage>;
  /** Checks parameters without tracing; reports every problem at once. */
  validate(params: unknown): Promise<Validation>;
  /** Counters; costs no message. */
  stats(): VectorizerStats;
  /** Says in words what is missing for full speed, and how to mend it. */
  diagnose(): Promise<Diagnosis>;
  /** Ends the worker; what is pending rejects with `unavailable`. Safe to call twice. */
  dispose(): Promise<void>;
}
