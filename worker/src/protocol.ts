/**
 * What the client and the worker say to each other: types only, no code.
 *
 * One discriminated union for each direction. An RPC library was rejected: it hides which
 * message carries pixels, and transfers, cancellation and progress need to be seen.
 */
import type { ErrorKind, Flags, Priority, Problem, Stage, VectorizeResult } from './types.js';

/** The two builds of the engine. */
export type Build = 'threads' | 'single';

/** What the worker's script is told first, in the role of coordinator. */
export interface StartMessage {
  type: 'start';
  build: Build;
  module: WebAssembly.Module;
  /** How many pool threads to start; 1 in the single-threaded build. */
  threads: number;
  /** The ceiling of the shared memory. */
  maxMemoryMiB: number;
  /** How long the pool may take to answer. */
  startLimitMs: number;
  /** The budget of the stage cache. */
  cacheMiB: number;
  /** Every flag, resolved; `threads` and `stageCache` are also in `build` and `cacheMiB`. */
  flags: Required<Flags>;
  /**
   * Name of a Web Lock that the coordinator takes before it says `ready` and never gives back: the
   * browser does when the worker is gone, which is how the client hears of a death without an event.
   */
  life: string;
}

/** What the worker's script is told first, in the role of a pool thread. */
export interface ThreadMessage {
  type: 'thread';
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Address of the channel on which the thread gets its work loop. */
  receiver: number;
}

/** A picture on its way to the engine. */
export type WireSource =
  | { kind: 'blob'; blob: Blob }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'pixels'; pixels: Uint8Array; width: number; height: number }
  | { kind: 'bitmap'; bitmap: ImageBitmap }
  | { kind: 'frame'; frame: VideoFrame }
  /** Bytes (or pixels, when there is a size) that the client wrote into shared memory. */
  | { kind: 'slot'; slot: number; size?: { width: number; height: number } };

/** What a trace starts from: an opened picture, or a source that is opened for this trace only. */
export type Target = { image: number } | { source: WireSource };

/** Client to worker. `id` names the call; replies carry it back. */
export type ToWorker =
  | StartMessage
  | { type: 'reserve'; id: number; bytes: number }
  | { type: 'release'; slot: number }
  /** `alone`: a worker died while the job ran; nothing may run beside it, so that blame is certain. */
  | { type: 'open'; id: number; source: WireSource; priority: Priority; alone?: boolean }
  | {
      type: 'trace';
      id: number;
      target: Target;
      params: unknown;
      priority: Priority;
      alone?: boolean;
    }
  | { type: 'validate'; id: number; params: unknown }
  | { type: 'close'; image: number }
  | { type: 'cancel'; id: number };

/** An error in the shape that survives `postMessage`. */
export interface WireError {
  kind: ErrorKind;
  message: string;
  problems?: Problem[];
}

/** What the engine holds at this moment; rides on replies, so that asking costs no message. */
export interface Gauges {
  memoryBytes: number;
  images: number;
  waiting: number;
  cache: { hits: number; misses: number; evictions: number; entries: number; bytes: number };
}

/** What the worker found out while it started. */
export interface Readiness {
  version: string;
  schemaVersion: number;
  build: Build;
  threads: number;
  maxMemoryMiB: number;
  /** Only in the threaded build: the client writes pixels into it and reads progress from it. */
  memory?: WebAssembly.Memory;
}

/** A finished trace; the client adds what only it knows. */
export type TraceReply = Omit<VectorizeResult, 'timings'> & {
  timings: Record<Stage, number> & { queue: number };
};

/** Worker to client. */
export type FromWorker =
  | { type: 'ready'; readiness: Readiness }
  /** This build cannot run here; the worker is of no further use. */
  | { type: 'unfit'; reason: string }
  /** The instance is finished (a trap, a lost thread); the worker is of no further use. */
  | { type: 'broken'; error: WireError }
  | { type: 'reserved'; id: number; slot: number; address: number }
  /** The job runs; `words` is the address of its {@link Words}, 0 without shared memory. */
  | { type: 'started'; id: number; words: number }
  | { type: 'progress'; id: number; stage: number; permille: number }
  | {
      type: 'opened';
      id: number;
      image: number;
      width: number;
      height: number;
      decodeMs: number;
      gauges: Gauges;
    }
  | { type: 'traced'; id: number; result: TraceReply; gauges: Gauges }
  | { type: 'validated'; id: number }
  | { type: 'failed'; id: number; error: WireError };

/** Indices of a running job's 32-bit words in shared memory; `src/wasm/words.rs` lays them out. */
export interface Words {
  cancel: 0;
  stage: 1;
  permille: 2;
  /** The id of the call that the words belong to now; they are used again by later jobs. */
  job: 4;
  /** 0 while the job runs. */
  done: 5;
}
