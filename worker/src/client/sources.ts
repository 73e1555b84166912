/**
 * Turns whatever a caller calls a picture into something that can be sent to the worker.
 *
 * Files go as files and are decoded by Rust, where limits and errors are one; only what exists
 * solely in the browser (an element, a canvas, a video frame) travels as a bitmap, which the worker
 * reads so that the page's thread does not. Reading all of them here through a canvas was rejected:
 * it blocks the page and rounds the colours of translucent pixels.
 */
import type { WireSource } from '../protocol.js';
import type { Source } from '../types.js';
import { VectorizerError } from './errors.js';

/** A source that can be sent, and sent again when a worker was lost. */
export type Prepared =
  | { kind: 'blob'; blob: Blob }
  /** A view on the caller's memory: copied when sent, unless it was `given` away. */
  | { kind: 'bytes'; bytes: Uint8Array; given?: boolean }
  | { kind: 'pixels'; pixels: Uint8Array; width: number; height: number; given?: boolean }
  /** Makes a fresh bitmap or frame each time, because sending one gives it away. */
  | { kind: 'drawable'; draw: () => Promise<WireSource> };

/** How many pixels the picture has, where that is known without reading it. */
export function pixelsOf(prepared: Prepared): number {
  return prepared.kind === 'pixels' ? prepared.width * prepared.height : 0;
}

/** What to call a picture in a list. */
export function nameOf(source: Source): string {
  if (typeof source === 'string') return short(source.startsWith('data:') ? 'data:' : source);
  if (tag(source) === 'URL') return short((source as URL).href);
  return tag(source) === 'File' ? (source as File).name : tag(source);
}

/** The class of a value by its tag: true across frames, and safe where the class is missing. */
function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function unreadable(what: string, cause?: unknown): VectorizerError {
  return new VectorizerError('unavailable', what, { cause });
}

async function bitmap(image: ImageBitmapSource): Promise<WireSource> {
  try {
    return { kind: 'bitmap', bitmap: await createImageBitmap(image, { premultiplyAlpha: 'none' }) };
  } catch (error) {
    throw unreadable('The picture cannot be read: it is empty, closed or not loaded.', error);
  }
}

async function loaded(image: HTMLImageElement): Promise<WireSource> {
  try {
    await image.decode();
  } catch (error) {
    throw unreadable('The image element has no picture: loading or decoding it failed.', error);
  }
  return bitmap(image);
}

async function fetched(url: string, signal: AbortSignal | undefined): Promise<Prepared> {
  let status: number;
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (response.ok) return { kind: 'blob', blob: await response.blob() };
    status = response.status;
  } catch (error) {
    throw unreadable(
      `${short(url)} could not be fetched. The address is wrong, another site does not allow it (CORS), ` +
        'or the content security policy forbids it.',
      error,
    );
  }
  throw unreadable(`${short(url)} could not be fetched: the server answered ${status}.`);
}

function short(url: string): string {
  return url.length > 100 ? `${url.slice(0, 100)}…` : url;
}

/**
 * Reads what can be read without copying.
 *
 * @throws {VectorizerError} `unsupported` when it is no picture source, `unavailable` when it cannot be read
 */
export async function prepare(
  source: Source,
  { signal, transfer }: { signal?: AbortSignal | undefined; transfer?: boolean | undefined } = {},
): Promise<Prepared> {
  const prepared = await read(source, signal);
  return transfer && (prepared.kind === 'bytes' || prepared.kind === 'pixels')
    ? { ...prepared, given: true }
    : prepared;
}

async function read(source: Source, signal: AbortSignal | undefined): Promise<Prepared> {
  if (typeof source === 'string') return fetched(source, signal);
  if (ArrayBuffer.isView(source)) {
    return { kind: 'bytes', bytes: new Uint8Array(source.buffer, source.byteOffset, source.byteLength) };
  }
  switch (tag(source)) {
    case 'URL':
      return fetched((source as URL).href, signal);
    case 'Blob':
    case 'File':
      return { kind: 'blob', blob: source as Blob };
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return { kind: 'bytes', bytes: new Uint8Array(source as ArrayBuffer) };
    case 'ImageData': {
      const { data, width, height } = source as ImageData;
      if (data.BYTES_PER_ELEMENT !== 1) return { kind: 'drawable', draw: () => bitmap(source as ImageData) };
      const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return { kind: 'pixels', pixels, width, height };
    }
    case 'HTMLImageElement':
      return { kind: 'drawable', draw: () => loaded(source as HTMLImageElement) };
    case 'ImageBitmap':
    case 'HTMLCanvasElement':
    case 'OffscreenCanvas':
      return { kind: 'drawable', draw: () => bitmap(source as ImageBitmapSource) };
    case 'VideoFrame':
      return { kind: 'drawable', draw: async () => frame(source as VideoFrame) };
    default:
      throw new VectorizerError(
        'unsupported',
        `A ${tag(source)} is not a picture. Hand over a Blob, File, ArrayBuffer, typed array, ImageData, ` +
          'ImageBitmap, image or canvas element, OffscreenCanvas, VideoFrame or URL.',
      );
  }
}

function frame(source: VideoFrame): WireSource {
  try {
    return { kind: 'frame', frame: source.clone() };
  } catch (error) {
    throw unreadable('The video frame was closed.', error);
  }
}

/** What of a message is given away rather than copied. */
export function transferables(source: WireSource): Transferable[] {
  switch (source.kind) {
    case 'bitmap':
      return [source.bitmap];
    case 'frame':
      return [source.frame];
    case 'bytes':
      return [source.bytes.buffer as ArrayBuffer];
    case 'pixels':
      return [source.pixels.buffer as ArrayBuffer];
    default:
      return [];
  }
}
