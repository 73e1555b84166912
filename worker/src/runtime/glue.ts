/**
 * The part of wasm-bindgen's output that is used, and the two builds of it. Written by hand: the
 * generated declarations exist only after a build, and differ between the two.
 */
import * as single from '../../wasm/single/pathloom.js';
import * as threads from '../../wasm/threads/pathloom.js';
import type { Build, Gauges } from '../protocol.js';

/** A Rust value; dropped when it is freed, or passed by value. */
interface Owned {
  free(): void;
}

/** Memory for a picture's bytes or pixels. */
export interface Buffer extends Owned {
  readonly address: number;
  readonly length: number;
}

/** A decoded picture. */
export interface Image extends Owned {
  readonly width: number;
  readonly height: number;
  readonly decodeMs: number;
  /** The same picture once more; it lives until both are freed. */
  share(): Image;
}

/** One call's work in the engine, in one or two steps. Results are taken when the done word is set. */
export interface Job extends Owned {
  /** Address of the words in {@link Words}. */
  readonly words: number;
  cancel(): void;
  takeImage(): Image;
  takeTracing(): unknown;
}

export interface Engine extends Owned {
  reserve(bytes: number): Buffer;
  /** Takes the buffer. */
  openEncoded(job: Job, buffer: Buffer): void;
  /** Takes the buffer: straight RGBA, 4 bytes a pixel. */
  openPixels(job: Job, buffer: Buffer, width: number, height: number): void;
  trace(job: Job, image: Image, params: unknown): void;
  job(id: number): Job;
  checkSize(width: number, height: number): void;
  /** Throws `invalid-params` with every problem. */
  validate(params: unknown): void;
  cacheStats(): Gauges['cache'];
}

/** One build. */
export interface Glue {
  default(init: { module_or_path: WebAssembly.Module; memory?: WebAssembly.Memory }): Promise<{
    memory: WebAssembly.Memory;
  }>;
  Engine: new (options: { cacheBytes: number; maxBytes: number }) => Engine;
  version(): string;
  schemaVersion(): number;
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
