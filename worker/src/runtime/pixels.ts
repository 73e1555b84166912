/**
 * Brings a picture into the engine's memory, from whatever form it travelled in.
 *
 * Rust decodes files. The browser decodes what Rust does not have (AVIF, HEIC, JPEG XL, where the
 * browser does), and lends the pixels of bitmaps and frames; the engine's limits hold for these too,
 * before a copy is made.
 */
import type { WireSource } from '../protocol.js';
import { wireError } from './failures.js';
import type { Buffer, Engine, Job } from './glue.js';

/** A step that begins to open the picture; its end is the job's done word. */
export type Opening = (engine: Engine, job: Job) => void;

/** Access to the engine's memory. */
export interface Memory {
  engine: Engine;
  view: (address: number, bytes: number) => Uint8Array;
  /** Takes a reserved slot. */
  slot: (slot: number) => Buffer | undefined;
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

/** Copies bytes into the engine. */
function copyIn({ engine, view }: Memory, bytes: Uint8Array): Buffer {
  const buffer = engine.reserve(bytes.byteLength);
  view(buffer.address, bytes.byteLength).set(bytes);
  return buffer;
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
    const buffer = copyIn(memory, new Uint8Array(context.getImageData(0, 0, width, height).data.buffer));
    return (engine, job) => engine.openPixels(job, buffer, width, height);
  } finally {
    bitmap.close();
  }
}

/** A frame's pixels are written by the browser straight into the engine, where it knows how. */
async function framed(memory: Memory, frame: VideoFrame): Promise<Opening> {
  const { displayWidth: width, displayHeight: height } = frame;
  memory.engine.checkSize(width, height);
  const rect = frame.visibleRect;
  const plain = rect?.width === width && rect.height === height;
  if (plain) {
    let buffer: Buffer | undefined;
    try {
      const options = { format: 'RGBA', colorSpace: 'srgb' } as VideoFrameCopyToOptions;
      const bytes = frame.allocationSize(options);
      if (bytes === width * height * 4) {
        buffer = memory.engine.reserve(bytes);
        await frame.copyTo(memory.view(buffer.address, bytes), options);
        const filled = buffer;
        frame.close();
        return (engine, job) => engine.openPixels(job, filled, width, height);
      }
    } catch {
      // Not every browser converts to RGBA, or writes into shared memory.
      buffer?.free();
    }
  }
  const bitmap = await createImageBitmap(frame);
  frame.close();
  return drawn(memory, bitmap);
}

async function encoded(memory: Memory, bytes: Uint8Array, buffer?: Buffer): Promise<Opening> {
  const type = browserType(bytes.subarray(0, HEAD));
  if (type === undefined) {
    const filled = buffer ?? copyIn(memory, bytes);
    return (engine, job) => engine.openEncoded(job, filled);
  }
  const bitmap = await decodeInBrowser(bytes, type);
  buffer?.free();
  return drawn(memory, bitmap);
}

/** Puts the picture into memory and says how it is opened. Throws errors in wire shape. */
export async function bring(memory: Memory, source: WireSource): Promise<Opening> {
  switch (source.kind) {
    case 'blob':
      return encoded(memory, new Uint8Array(await read(source.blob)));
    case 'bytes':
      return encoded(memory, source.bytes);
    case 'pixels': {
      const { pixels, width, height } = source;
      memory.engine.checkSize(width, height);
      const buffer = copyIn(memory, pixels);
      return (engine, job) => engine.openPixels(job, buffer, width, height);
    }
    case 'slot': {
      const buffer = memory.slot(source.slot);
      if (!buffer) throw wireError('internal', 'The memory that was reserved for the picture is gone.');
      const { size } = source;
      if (!size) return encoded(memory, memory.view(buffer.address, buffer.length), buffer);
      return (engine, job) => engine.openPixels(job, buffer, size.width, size.height);
    }
    case 'bitmap':
      return drawn(memory, source.bitmap);
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
