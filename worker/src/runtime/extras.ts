/**
 * The worker of the extras: decodes the rarer file formats and runs VTracer, one call after the other, in a module
 * that is fetched when it is first wanted.
 *
 * A worker of its own, so that the coordinator stays free meanwhile, a call is stopped by ending it, and a file that
 * makes a decoder trap costs its own job only. Calling the module in the coordinator was the simpler choice without
 * any of the three.
 */
import type { TraceReply, WireError } from '../protocol.js';

/** What the script is told first, in the role of the extras. */
export interface ExtrasMessage {
  type: 'extras';
  module: WebAssembly.Module;
  maxMemoryMiB: number;
  cacheMiB: number;
}

/** A call. Its bytes are given away. */
export type Request =
  | { call: 'decode'; file: Uint8Array }
  | { call: 'trace'; width: number; height: number; pixels: Uint8Array; params: string };

/** A decoded picture: straight RGBA. */
export interface Decoded {
  width: number;
  height: number;
  pixels: Uint8Array<ArrayBuffer>;
  decodeMs: number;
}

/** What a call makes; the bytes are given away. */
export type Result = Decoded | TraceReply;

/** What the extras say of the call that they work on. */
export type Said =
  | { type: 'progress'; stage: number; permille: number }
  | { type: 'failed'; error: WireError }
  | { type: 'done'; result: Result }
  /** The module is finished, and with it this worker. */
  | { type: 'trapped'; reason: string; panic: string | undefined };

/** `src/extras.rs`. */
interface Exports {
  memory: WebAssembly.Memory;
  start(maxBytes: number, cacheBytes: number): void;
  reserve(bytes: number): number;
  decode(length: number): number;
  trace(width: number, height: number, params: number): number;
}

const MIB = 1_048_576;

class Extras {
  readonly #exports: Exports;
  #panic: string | undefined;

  constructor({ module, maxMemoryMiB, cacheMiB }: ExtrasMessage) {
    const host = {
      now: () => performance.now(),
      progress: (stage: number, permille: number) => say({ type: 'progress', stage, permille }),
      panicked: (address: number, length: number) => {
        this.#panic = this.#text(address, length);
      },
    };
    this.#exports = new WebAssembly.Instance(module, { host }).exports as unknown as Exports;
    this.#exports.start(maxMemoryMiB * MIB, cacheMiB * MIB);
  }

  answer(request: Request): Said {
    try {
      return request.call === 'decode' ? this.#decode(request) : this.#trace(request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { type: 'trapped', reason, panic: this.#panic };
    }
  }

  #decode({ file }: Extract<Request, { call: 'decode' }>): Said {
    if (!this.#write(file)) return full;
    const address = this.#exports.decode(file.byteLength);
    return this.#read<Omit<Decoded, 'pixels'>>(address, (said, pixels) => ({ ...said, pixels }));
  }

  #trace({ width, height, pixels, params }: Extract<Request, { call: 'trace' }>): Said {
    const text = new TextEncoder().encode(params);
    if (!this.#write(pixels, text)) return full;
    const address = this.#exports.trace(width, height, text.byteLength);
    return this.#read<Omit<TraceReply, 'svg'>>(address, (said, svg) => ({ ...said, svg }));
  }

  /** Whether there was memory for it. */
  #write(...parts: Uint8Array[]): boolean {
    let address = this.#exports.reserve(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
    if (address === 0) return false;
    for (const part of parts) {
      new Uint8Array(this.#exports.memory.buffer, address).set(part);
      address += part.byteLength;
    }
    return true;
  }

  #read<T>(address: number, whole: (said: T, made: Uint8Array<ArrayBuffer>) => Result): Said {
    const { buffer } = this.#exports.memory;
    const words = [...new Uint32Array(buffer, address, 4)] as [number, number, number, number];
    const [text, textLength, bytes, length] = words;
    const said: { Ok: T } | { Err: WireError } = JSON.parse(this.#text(text, textLength));
    if ('Err' in said) return { type: 'failed', error: said.Err };
    const made = new Uint8Array(buffer as ArrayBuffer, bytes, length).slice();
    return { type: 'done', result: whole(said.Ok, made) };
  }

  #text(address: number, length: number): string {
    return new TextDecoder().decode(new Uint8Array(this.#exports.memory.buffer, address, length));
  }
}

const full: Said = {
  type: 'failed',
  error: {
    kind: 'out-of-memory',
    message: 'There is no memory for the picture. Close open pictures, or scale it down.',
  },
};

function say(said: Said): void {
  const { result } = said as Partial<Extract<Said, { type: 'done' }>>;
  const made = result && ('pixels' in result ? result.pixels : result.svg);
  self.postMessage(said, { transfer: made ? [made.buffer] : [] });
}

/** Serves until the worker is terminated. */
export async function runExtras(message: ExtrasMessage): Promise<void> {
  const extras = new Extras(message);
  self.addEventListener('message', ({ data }: MessageEvent<Request>) => say(extras.answer(data)));
}
