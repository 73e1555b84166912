/** Pictures of two sizes for lists: WebP, made in the worker. */
import { read } from '../raster/document';
import { paint } from '../raster/paint';
import type { Thumbnails } from './entry';

/** Long sides, px: for rows, and for tiles at twice the pixels. */
const sides = { small: 96, large: 320 };
const quality = 0.8;

function canvasOf(side: number, { width, height }: { width: number; height: number }): OffscreenCanvas {
  const share = side / Math.max(width, height);
  const long = (length: number): number => Math.max(1, Math.round(length * share));
  return new OffscreenCanvas(long(width), long(height));
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // Painted in memory: reading back from the GPU takes longer than painting some thousand small paths.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new DOMException('No canvas to paint a thumbnail on.', 'InvalidStateError');
  context.imageSmoothingQuality = 'high';
  return context;
}

/** Not every browser writes WebP; what it writes instead is shown just as well. */
const encode = async (canvas: OffscreenCanvas): Promise<ArrayBuffer> =>
  (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer();

function shrink(from: CanvasImageSource & { width: number; height: number }, side: number): OffscreenCanvas {
  const canvas = canvasOf(side, from);
  contextOf(canvas).drawImage(from, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** As many bytes as a call takes as arguments everywhere. */
const chunk = 0x2000;

/**
 * The bytes as an address. Object addresses were rejected: each is two calls to the browser's own process, a
 * millisecond or more, and it has to be given back; and what an `<img>` finds in the address itself it shows at once.
 */
export function addressOf(thumbnail: ArrayBuffer): string {
  const bytes: Uint8Array & { toBase64?: () => string } = new Uint8Array(thumbnail);
  // Browsers look at the bytes, whatever the type says.
  const head = 'data:image/webp;base64,';
  if (bytes.toBase64) return head + bytes.toBase64();
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk)
    text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return head + btoa(text);
}

/** Both thumbnails of one of our drawings. */
export async function thumbnailsOf(svg: string): Promise<Thumbnails> {
  const document = read(svg);
  const size = { width: document?.box.width ?? 1, height: document?.box.height ?? 1 };
  const canvas = canvasOf(sides.large, size);
  if (document) await paint(contextOf(canvas), document, size, { x: 0, y: 0, ...size });
  const [large, small] = await Promise.all([encode(canvas), encode(shrink(canvas, sides.small))]);
  return { small, large };
}

/** The small thumbnail of a picture file; null when this browser can't decode it. */
export async function thumbnailOfPicture(file: Blob): Promise<ArrayBuffer | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  try {
    return await encode(shrink(picture, sides.small));
  } finally {
    picture.close();
  }
}
