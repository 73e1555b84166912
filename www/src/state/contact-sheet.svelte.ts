/**
 * What each preset makes of the person's own picture: a small drawing each.
 *
 * The engine scales the picture down itself, so every format works and nothing is decoded twice. One at a time
 * and last in line, so a turned dial waits for one small drawing at most. Painted by the raster worker: as an
 * SVG in an `<img>` the pixel art of a photo held the page up for half a second.
 */
import type { OpenImage, Preset } from 'pathloom';
import { SvelteMap } from 'svelte/reactivity';
import { newNumber, type Region, raster } from '../raster/raster';
import { idle } from './moments';

/** Pixels that are traced for a card. */
const maxPixels = 200 * 150;
/** Size of a card at twice the density, px. */
const card = { width: 160, height: 120 };
/** What the drawing's figures are given before, ms. */
const figuresMs = 400;

export class ContactSheet {
  /** Addresses of the pictures, for `<img>`, by preset. */
  readonly drawings = new SvelteMap<Preset, string>();

  #image: OpenImage | null = null;
  #abort = new AbortController();

  /** Draws the sheet of a picture, once its drawing was seen; does nothing for the picture that it shows already. */
  async show(image: OpenImage | null, presets: readonly Preset[], seen?: Promise<void>): Promise<void> {
    if (image === this.#image) return;
    this.#clear();
    this.#image = image;
    if (!image) return;
    const { signal } = this.#abort;
    await Promise.all([seen, new Promise((done) => setTimeout(done, figuresMs))]);
    for (const preset of presets) {
      await idle();
      if (signal.aborted) return;
      try {
        const params = { preset, prepare: { maxPixels }, write: { title: '' } };
        const { svg } = await image.vectorize(params, { signal, priority: 'batch' });
        const painted = await paint(svg, image);
        if (signal.aborted) return;
        if (painted) this.drawings.set(preset, URL.createObjectURL(painted));
      } catch {
        // The card stays as it is: a picture that cannot be traced says so when it is traced in full.
        if (signal.aborted) return;
      }
    }
  }

  #clear(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const url of this.drawings.values()) URL.revokeObjectURL(url);
    this.drawings.clear();
  }
}

/** The middle of the picture, in the proportions of a card. */
function middle({ width, height }: { width: number; height: number }): Region {
  const scale = Math.min(width / card.width, height / card.height);
  const shown = { width: card.width * scale, height: card.height * scale };
  return { x: (width - shown.width) / 2, y: (height - shown.height) / 2, ...shown };
}

async function paint(svg: string, picture: { width: number; height: number }): Promise<Blob | null> {
  const number = newNumber();
  const { width, height } = picture;
  try {
    await raster().read(number, svg, { width, height });
    const bitmap = await raster().paintDrawing(number, { region: middle(picture), ...card });
    if (!bitmap) return null;
    const canvas = new OffscreenCanvas(card.width, card.height);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    return await canvas.convertToBlob();
  } finally {
    void raster().forgetDrawing(number);
  }
}
