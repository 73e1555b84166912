/**
 * The picture itself, decoded by the browser: small and soon for the first preview, whole when it is looked at
 * closely.
 *
 * JPEG can be decoded at an eighth of its size in a fraction of the time, which WebCodecs gives where it exists;
 * elsewhere, and for other formats, the whole picture is decoded first and scaled down. Asking
 * `createImageBitmap` for a small bitmap was rejected: it decodes everything, and scales on top.
 */
import { imageDimensionsFromData } from 'image-dimensions';
import type { Region } from './region';

/** About the long side of a proxy, px: what the engine traces within a few frames, which on two cores is less. */
const proxySide = (globalThis.navigator?.hardwareConcurrency ?? 2) > 2 ? 512 : 400;
/** Pictures up to this side are traced as they are: a proxy would not be sooner. */
const smallSide = 320;
/** Pictures up to this side are shown as they are from the beginning. */
const wholeSide = 1024;
/** JPEGs from this side on are decoded small at first. */
const largeSide = 1536;
/** Pictures at this scale show their pixels as squares. */
const crispScale = 3;

/** A picture as the page needs it at first. */
export type Look = {
  width: number;
  height: number;
  /** The whole picture, small or as it is, for the screen. */
  bitmap: ImageBitmap;
  /** To be traced before the picture itself is decoded; null where the picture is small anyway. */
  proxy: ImageData | null;
};

type Size = { width: number; height: number };

export class Original {
  readonly #file: Blob;
  #whole: Promise<ImageBitmap> | null = null;

  constructor(file: Blob) {
    this.#file = file;
  }

  /** Rejects when the browser cannot read the format. */
  async look(): Promise<Look> {
    const early = await this.#early();
    const size = early?.size ?? (await this.#decode());
    const { width, height } = size;
    const long = Math.max(width, height);
    if (long <= smallSide) {
      return { width, height, bitmap: await createImageBitmap(await this.#decode()), proxy: null };
    }
    const scale = Math.min(proxySide / long, 0.5);
    const frame = early?.frame;
    const small =
      frame && Math.max(frame.displayWidth, frame.displayHeight) <= proxySide * 1.2
        ? { width: frame.displayWidth, height: frame.displayHeight }
        : { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    const context = canvas(small);
    context.imageSmoothingQuality = 'medium';
    context.drawImage(frame ?? (await this.#decode()), 0, 0, small.width, small.height);
    frame?.close();
    const proxy = context.getImageData(0, 0, small.width, small.height);
    const bitmap =
      long <= wholeSide
        ? await createImageBitmap(await this.#decode())
        : context.canvas.transferToImageBitmap();
    return { width, height, bitmap, proxy };
  }

  /** Paints a part of the picture over the whole canvas. */
  async paint(context: OffscreenCanvasRenderingContext2D, region: Region): Promise<void> {
    const whole = await this.#decode();
    const { width, height } = context.canvas;
    context.imageSmoothingEnabled = width / region.width < crispScale;
    context.imageSmoothingQuality = width < region.width ? 'high' : 'low';
    context.drawImage(whole, region.x, region.y, region.width, region.height, 0, 0, width, height);
  }

  close(): void {
    void this.#whole?.then(
      (bitmap) => bitmap.close(),
      () => {},
    );
  }

  #decode(): Promise<ImageBitmap> {
    this.#whole ??= createImageBitmap(this.#file);
    return this.#whole;
  }

  /** A JPEG at an eighth of its size or a little more, and its true size; null where that can't be had. */
  async #early(): Promise<{ frame: VideoFrame; size: Size } | null> {
    if (!('ImageDecoder' in globalThis)) return null;
    try {
      const data = await this.#file.arrayBuffer();
      const stored = imageDimensionsFromData(new Uint8Array(data, 0, Math.min(headBytes, data.byteLength)));
      if (stored?.type !== 'jpeg') return null;
      const { width, height } = stored;
      if (Math.max(width, height) < largeSide) return null;
      // In eighths, the steps that JPEG can be decoded in.
      const eighths = Math.max(1, Math.ceil((8 * proxySide * 0.85) / Math.max(width, height)));
      const decoder = new ImageDecoder({
        data,
        // Else the decoder begins with a copy.
        transfer: [data],
        type: 'image/jpeg',
        desiredWidth: Math.ceil((width * eighths) / 8),
        desiredHeight: Math.ceil((height * eighths) / 8),
      });
      const { image: frame } = await decoder.decode();
      decoder.close();
      // Decoders may or may not turn the picture as its camera says; where it can't be told, they are not asked.
      if (!('rotation' in frame)) {
        (frame as VideoFrame).close();
        return null;
      }
      const turned = width > height !== frame.displayWidth > frame.displayHeight;
      return { frame, size: turned ? { width: height, height: width } : { width, height } };
    } catch {
      // The slower way tells what is wrong with the picture.
      return null;
    }
  }
}

/** Long enough for a camera's notes before the picture, bytes. */
const headBytes = 1 << 18;

/** Whether a file begins as pictures do. */
export async function looksLikePicture(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  return imageDimensionsFromData(head) !== undefined;
}

/** A canvas that is read or handed over at once: kept out of the graphics card. */
export function canvas({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(Math.max(1, width), Math.max(1, height)).getContext('2d', {
    willReadFrequently: true,
  });
  if (!context) throw new Error('This browser has no canvas outside the page.');
  return context;
}
