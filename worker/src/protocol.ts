/**
 * What the client and the worker say to each other: types only, no code.
 *
 * One discriminated union for each direction. An RPC library was rejected: it hides which
 * message carries pixels, and transfers, cancellation and progress need to be seen.
 */
import type {
  EngineStats,
  ErrorKind,
  Flags,
  Gauges,
  Priority,
  Problem,
  Stage,
  VectorizeResult,
} from './types.js';

export type { Distribution, EngineStats as WorkerStats, Gauges } from './types.js';

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
   * Name of a Web Lock that the coordinator takes, says `alive`, and never gives back: the browser
   * does when the worker is gone, which is how the client hears of a death without an event.
   */
  life: string;
  /** Bounds of the queue: how many jobs may wait (4,096) and how many bytes of sources they may hold (512 MiB). */
  queue?: { jobs?: number; bytes?: number };
  /** After this long without a job the worker says `idle`, if it holds nothing; 60,000. */
  idleMs?: number;
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
  /** Bytes (or pixels, when there is a size) that the client wrote into a {@link Slot}. */
  | { kind: 'slot'; slot: number; size?: { width: number; height: number } };

/** What a trace starts from: an opened picture, or a source that is opened for this trace only. */
export type Target = { image: number } | { source: WireSource };

/**
 * Parameters as a version of a stream: whole, or as changes to the version before. The worker keeps the newest
 * version of the streams that were used last (64); a change to a version that it does not hold is
 * answered by `resync`, after which it waits for `params` with the whole. Wrong parameters fail their job and leave
 * the stream at the version before.
 */
export type Versioned =
  | { stream: number; version: number; whole: unknown }
  /** Full names, such as `segment.minArea`, or `preset`; what is unset goes back to the preset's value. */
  | { stream: number; version: number; base: number; set: Record<string, unknown>; unset: string[] };

/** Parameters of a message: whole as they are, or as a version of a stream. */
export type WireParams =
  | { params: unknown; versioned?: undefined }
  | { params?: undefined; versioned: Versioned };

/** Client to worker. `id` names the call; replies carry it back. */
export type ToWorker =
  | StartMessage
  | { type: 'reserve'; id: number; bytes: number }
  /** Gives back a slot in the state `host`. */
  | { type: 'release'; slot: number }
  /** `alone`: a worker died while the job ran; nothing may run beside it, so that blame is certain. */
  | { type: 'open'; id: number; source: WireSource; priority: Priority; alone?: boolean }
  | ({
      type: 'trace';
      id: number;
      target: Target;
      priority: Priority;
      alone?: boolean;
      /** The newest wins: an older job of this image and priority that still waits is cancelled. */
      latest?: boolean;
    } & WireParams)
  /** The whole parameters of a job that was answered by `resync`. */
  | { type: 'params'; id: number; versioned: Versioned }
  | ({ type: 'validate'; id: number } & WireParams)
  | { type: 'close'; image: number }
  | { type: 'cancel'; id: number }
  /** Another class for a job that waits; one that runs or is done is left alone. */
  | { type: 'prioritise'; id: number; priority: Priority }
  /** A hidden page's batch jobs get one thread. */
  | { type: 'visibility'; hidden: boolean }
  | { type: 'stats'; id: number }
  /** The extras that were `wanted`, or why they could not be had. */
  | { type: 'extras'; module: WebAssembly.Module }
  | { type: 'extras'; error: WireError };

/** An error in the shape that survives `postMessage`. */
export interface WireError {
  kind: ErrorKind;
  message: string;
  problems?: Problem[];
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

/** A finished trace; the client adds what only it knows. The SVG is UTF-8, and given away rather than copied. */
export type TraceReply = Omit<VectorizeResult, 'timings' | 'svg'> & {
  svg: Uint8Array<ArrayBuffer>;
  timings: Record<Stage, number> & { queue: number };
};

/** Worker to client. */
export type FromWorker =
  /** The script runs, and holds its lock (see {@link StartMessage.life}) where there are locks. */
  | { type: 'alive' }
  | { type: 'ready'; readiness: Readiness }
  /** This build cannot run here; the worker is of no further use. */
  | { type: 'unfit'; reason: string }
  /** The instance is finished (a trap, a lost thread); the worker is of no further use. */
  | { type: 'broken'; error: WireError }
  /** A {@link Slot} in the state `host`; `address` is that of its bytes. */
  | { type: 'reserved'; id: number; slot: number; address: number }
  /** The base of the job's parameters is not known: send `params` with the whole. */
  | { type: 'resync'; id: number; stream: number }
  /** The job runs; `words` is the address of its {@link Words}, 0 without shared memory. */
  | { type: 'started'; id: number; words: number }
  /** The job was stopped for one that goes first, and waits again. */
  | { type: 'requeued'; id: number }
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
  | { type: 'stats'; id: number; stats: EngineStats }
  /** A job needs the extras: rarer formats, or VTracer. Answered by `extras`. */
  | { type: 'wanted' }
  /** Nothing was asked for a while, and nothing is held: ending the worker loses nothing. */
  | { type: 'idle' }
  /** Several messages, in their order; only with `messageBatching`. */
  | { type: 'batch'; messages: FromWorker[] }
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

/**
 * A slot of picture memory, in shared memory: its number is the address of its 32-bit words, and these are their
 * indices. A client that was told of a slot may claim it again without asking: when it can change `state` from
 * `free` to `host` by `Atomics.compareExchange` it owns the slot; only then it reads `address` and `capacity` (they
 * change while the slot is not its own), writes `length`, then the bytes, changes `state` from `host` to
 * `engine` and sends the source. Giving up goes by `release`. A slot in the state `gone` has no memory at this moment.
 */
export interface Slot {
  state: 0;
  /** Address of the bytes. */
  address: 1;
  /** How many bytes fit. */
  capacity: 2;
  /** How many bytes the holder writes; no others are read or cleared. */
  length: 3;
}

/** Values of a slot's `state`. */
export interface SlotState {
  gone: 0;
  free: 1;
  host: 2;
  engine: 3;
}
