/**
 * The part of wasm-bindgen's output that is used, and the two builds of it. Written by hand: the
 * generated declarations exist only after a build, and differ between the two.
 */
import * as single from '../../wasm/single/pathloom.js';
import * as threads from '../../wasm/threads/pathloom.js';
import type { Build, WorkerStats } from '../protocol.js';

/** A Rust value; dropped when it is freed, or passed by value. */
interface Owned {
  free(): void;
}

/** A decoded picture. */
export interface Image extends Owned {
  readonly width: number;
  readonly height: number;
  readonly decodeMs: number;
  /** Of its pixels: straight RGBA. */
  readonly address: number;
  /** The same picture once more; it lives until both are freed. */
  share(): Image;
}

/** Parameters that were found good. */
export interface Params extends Owned {
  /** What costs are learned for. */
  readonly kind: number;
  /** As JSON text, when it is the extras that trace by them. */
  readonly forExtras: string | undefined;
}

/** One call's work in the engine, in one or two steps. Results are taken when the done word is set. */
export interface Job extends Owned {
  /** Address of the words in {@link Words}. */
  readonly words: number;
  cancel(): void;
  /** Stops it where its picture is not lost. */
  halt(): void;
  /** The picture that it had opened when it was stopped. */
  opened(): Image | undefined;
  /** Takes over how far the extras are. */
  show(stage: number, permille: number): void;
  /** Takes over what each stage took in the extras, ms. */
  note(stages: Float64Array, pixels: number): void;
  takeImage(): Image;
  takeTracing(): unknown;
}

export interface Engine extends Owned {
  /** A slot in the state `host`: the address of its words in {@link Slot}. */
  reserve(bytes: number): number;
  release(slot: number): void;
  /** Takes the slot. */
  openEncoded(job: Job, slot: number): void;
  /** Takes the slot: straight RGBA, 4 bytes a pixel, which the extras decoded in so many ms. */
  openPixels(job: Job, slot: number, width: number, height: number, decodeMs: number): void;
  trace(job: Job, image: Image, params: Params): void;
  /** Traces a made-up picture; false when enough have been. */
  warmUp(job: Job, slice: number): boolean;
  job(id: number): Job;
  /** A job that traces what it opens, in one step. */
  tracingJob(id: number, params: Params): Job;
  checkSize(width: number, height: number): void;
  /** From JSON text; throws `invalid-params` with every problem, as the next two do. */
  read(text: string): Params;
  begin(stream: number, version: number, text: string): Params;
  /** `{ set, unset }` on top of version `base`; nothing when that is not held. */
  change(stream: number, version: number, base: number, text: string): Params | undefined;
  /** In the order that `counters.ts` names. */
  counters(): Float64Array;
}

/** What the queue wants to know of a job. */
export interface Description {
  id: number;
  /** 0 preview, 1 interactive, 2 batch. */
  class: number;
  image?: number | undefined;
  latest: boolean;
  alone: boolean;
  pixels: number;
  fileBytes: number;
  heldBytes: number;
  kind?: number | undefined;
}

/** Decides which job runs when; starts nothing itself. */
export interface Scheduler extends Owned {
  readonly waiting: number;
  /** The number of the waiting job that this one replaces. Throws `queue-full`. */
  push(job: Description): number | undefined;
  /** 0 it waited and is gone, 1 it runs and is to be stopped, 2 there is none. */
  cancel(id: number): 0 | 1 | 2;
  prioritise(id: number, priority: number): void;
  hide(hidden: boolean): void;
  /** `[id, threads]` to start a job, `[id]` to stop one, nothing until something changes. */
  next(): Uint32Array;
  waited(id: number): number;
  /** The job ended well. `ended` follows. */
  learn(id: number, job: Job): void;
  /** Whether the job waits again. */
  ended(id: number, stopped: boolean): boolean;
  /** Only in the threaded build. */
  limitThreads?(awake: number): void;
  stats(): Pick<WorkerStats, 'stages' | 'queue' | 'threads'>;
}

/** One build. */
export interface Glue {
  default(init: { module_or_path: WebAssembly.Module; memory?: WebAssembly.Memory }): Promise<{
    memory: WebAssembly.Memory;
  }>;
  Engine: new (options: {
    cacheBytes: number;
    maxBytes: number;
    imagePool: boolean;
    validationCache: boolean;
  }) => Engine;
  Scheduler: new (options: { threads: number; batching: boolean; jobs: number; bytes: number }) => Scheduler;
  version(): string;
  schemaVersion(): number;
  /** Whether a file that begins so is for the extras to decode. */
  isRare(head: Uint8Array): boolean;
  /** The message of the last panic, once. */
  takePanic(): string | undefined;
  /** Only in the threaded build. */
  initThreadPool?(threads: number): Promise<void>;
  wbg_rayon_start_worker?(receiver: number): void;
}

export const glue: Record<Build, Glue> = {
  threads: threads as unknown as Glue,
  single: single as unknown as Glue,
};
