/**
 * Brings a picture into the engine's memory, from whatever form it travelled in.
 *
 * Rust decodes files, the rarer ones in the extras. The browser decodes what Rust does not have (AVIF, HEIC, JPEG XL,
 * where the browser does), and lends the pixels of bitmaps and frames; the engine's limits hold for these too, before
 * a copy is made.
 */
import type { Slot, WireSource } from '../protocol.js';
import type { Decoded } from './extras.js';
import { wireError } from './failures.js';
import type { Engine, Glue, Image, Job } from './glue.js';

/** A step that begins to open the picture; its end is the job's done word. */
export type Opening = (engine: Engine, job: Job) => void;

/** Has a file decoded by the extras. */
export type Decode = (file: Uint8Array<ArrayBuffer>) => Promise<Decoded>;

/** Picture memory in the engine. */
export interface Memory {
  glue: Pick<Glue, 'isRare'>;
  engine: Engine;
  /** Made anew at each use: memory grows, and old views stay short. */
  memory: WebAssembly.Memory;
}

const ADDRESS: Slot['address'] = 1;
const LENGTH: Slot['length'] = 3;

/** The bytes that the holder of a slot writes. */
function bytesOf({ memory }: Memory, slot: number): Uint8Array {
  const words = new Uint32Array(memory.buffer, slot, 4);
  return new Uint8Array(memory.buffer, words[ADDRESS], words[LENGTH]);
}

/** How many bytes a source keeps from others while it waits, and what is known of its size. */
export function sizeOf(memory: Memory, source: WireSource): { held: number; file: number; pixels: number } {
  const drawn = (width: number, height: number) => ({
    held: width * height * 4,
    file: 0,
    pixels: width * height,
  });
  switch (source.kind) {
    // A file stays where it is until it is read.
    case 'blob':
      return { held: 0, file: source.blob.size, pixels: 0 };
    case 'bytes':
      return { held: source.bytes.byteLength, file: source.bytes.byteLength, pixels: 0 };
    case 'slot': {
      const held = bytesOf(memory, source.slot).byteLength;
      return source.size ? { held, file: 0, pixels: held / 4 } : { held, file: held, pixels: 0 };
    }
    case 'pixels':
      return drawn(source.width, source.height);
    case 'bitmap':
      return drawn(source.bitmap.width, source.bitmap.height);
    case 'frame':
      return drawn(source.frame.displayWidth, source.frame.displayHeight);
  }
}

/** Gives back what a source that is not opened has taken along. */
export function drop({ engine }: Memory, source: WireSource): void {
  if (source.kind === 'slot') engine.release(source.slot);
  else if (source.kind === 'bitmap') source.bitmap.close();
  else if (source.kind === 'frame') source.frame.close();
}

const HEAD = 32;

/** The type of a file that only browsers decode, by its first bytes. */
export function browserType(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head);
  if (text.slice(4, 8) === 'ftyp') {
    const brands = text.slice(8);
    if (/avif|avis/.test(brands)) return 'image/avif';
    if (/heic|heix|heim|heis|hevc|mif1|msf1/.test(brands)) return 'image/heic';
  }
  if (text.startsWith('\xff\x0a') || text.startsWith('\0\0\0\x0cJXL ')) return 'image/jxl';
  return undefined;
}

/** Copies a picture out of the engine. */
export function copyOut({ memory }: Pick<Memory, 'memory'>, { address, width, height }: Image) {
  return { width, height, pixels: new Uint8Array(memory.buffer, address, width * height * 4).slice() };
}

/** Copies bytes into the engine. */
function copyIn(memory: Memory, bytes: Uint8Array | Uint8ClampedArray): number {
  const slot = memory.engine.reserve(bytes.byteLength);
  bytesOf(memory, slot).set(bytes);
  return slot;
}

async function decodeInBrowser(bytes: Uint8Array, type: string): Promise<ImageBitmap> {
  try {
    // A copy, because blobs take no shared memory.
    return await createImageBitmap(new Blob([bytes.slice()], { type }), { premultiplyAlpha: 'none' });
  } catch {
    const name = type.slice(6).toUpperCase();
    throw wireError(
      'unsupported',
      `This browser does not decode ${name}, or the file is damaged. Convert it to PNG or JPEG.`,
    );
  }
}

function drawn(memory: Memory, bitmap: ImageBitmap): Opening {
  const { width, height } = bitmap;
  try {
    memory.engine.checkSize(width, height);
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw wireError('out-of-memory', 'The browser gave no canvas to read the picture with.');
    context.drawImage(bitmap, 0, 0);
    const slot = copyIn(memory, context.getImageData(0, 0, width, height).data);
    return (engine, job) => engine.openPixels(job, slot, width, height, 0);
  } finally {
    bitmap.close();
  }
}

/**
 * A frame's pixels, written by the browser straight into a slot; nothing where it does not know how to
 * convert to RGBA, or to write into shared memory. The frame is left open.
 */
async function copied(memory: Memory, frame: VideoFrame, pixels: number): Promise<number | undefined> {
  let slot: number | undefined;
  try {
    const options = { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions;
    const bytes = frame.allocationSize(options);
    if (bytes !== pixels * 4) return undefined;
    slot = memory.engine.reserve(bytes);
    await frame.copyTo(bytesOf(memory, slot), options);
    return slot;
  } catch {
    if (slot !== undefined) memory.engine.release(slot);
    return undefined;
  }
}

async function framed(memory: Memory, frame: VideoFrame): Promise<Opening> {
  const { displayWidth: width, displayHeight: height, visibleRect: rect } = frame;
  try {
    memory.engine.checkSize(width, height);
    // Pixels that are not square are for the browser to even out.
    const plain = rect?.width === width && rect.height === height;
    const slot = plain ? await copied(memory, frame, width * height) : undefined;
    if (slot === undefined) return drawn(memory, await createImageBitmap(frame));
    return (engine, job) => engine.openPixels(job, slot, width, height, 0);
  } finally {
    frame.close();
  }
}

/** As a frame where the browser has frames: two copies less than by way of a canvas, the same bytes. */
async function pictured(memory: Memory, bitmap: ImageBitmap): Promise<Opening> {
  const { width, height } = bitmap;
  if (typeof VideoFrame !== 'function' || width * height === 0) return drawn(memory, bitmap);
  try {
    memory.engine.checkSize(width, height);
    const frame = new VideoFrame(bitmap, { timestamp: 0 });
    const slot = await copied(memory, frame, width * height);
    frame.close();
    if (slot === undefined) return drawn(memory, bitmap);
    return (engine, job) => engine.openPixels(job, slot, width, height, 0);
  } finally {
    bitmap.close();
  }
}

/** A file, in a slot already or not. */
async function encoded(memory: Memory, decode: Decode, bytes: Uint8Array, slot?: number): Promise<Opening> {
  const head = bytes.slice(0, HEAD);
  const type = browserType(head);
  if (type === undefined && !memory.glue.isRare(head)) {
    const filled = slot ?? copyIn(memory, bytes);
    return (engine, job) => engine.openEncoded(job, filled);
  }
  try {
    if (type !== undefined) return await pictured(memory, await decodeInBrowser(bytes, type));
    const { width, height, pixels, decodeMs } = await decode(bytes.slice());
    const filled = copyIn(memory, pixels);
    return (engine, job) => engine.openPixels(job, filled, width, height, decodeMs);
  } finally {
    if (slot !== undefined) memory.engine.release(slot);
  }
}

/** Puts the picture into memory and says how it is opened. Throws errors in wire shape. */
export async function bring(memory: Memory, source: WireSource, decode: Decode): Promise<Opening> {
  switch (source.kind) {
    case 'blob':
      return encoded(memory, decode, new Uint8Array(await read(source.blob)));
    case 'bytes':
      return encoded(memory, decode, source.bytes);
    case 'pixels': {
      const { pixels, width, height } = source;
      memory.engine.checkSize(width, height);
      const slot = copyIn(memory, pixels);
      return (engine, job) => engine.openPixels(job, slot, width, height, 0);
    }
    case 'slot': {
      const { slot, size } = source;
      if (!size) return encoded(memory, decode, bytesOf(memory, slot), slot);
      return (engine, job) => engine.openPixels(job, slot, size.width, size.height, 0);
    }
    case 'bitmap':
      return pictured(memory, source.bitmap);
    case 'frame':
      return framed(memory, source.frame);
  }
}

async function read(blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch {
    throw wireError('unavailable', 'The file cannot be read: it was moved, changed or deleted.');
  }
}
