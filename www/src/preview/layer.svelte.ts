/**
 * One layer of the view: the bitmaps that stand for a picture or a drawing at the moment.
 *
 * The whole, coarse, so that there is something wherever the view moves; and over it what is in view, painted
 * anew at the screen's own resolution whenever the view rests. New content replaces the old in one step, when it
 * is ready to be seen.
 */
import type { Order, Region } from '../raster/raster';
import type { Patch } from './scaler';

/** What a layer shows. */
export type Content = {
  /** Other content has another key. */
  key: number;
  width: number;
  height: number;
  /** Pixels of a bitmap for a pixel of the picture beyond which nothing is to be gained. */
  finest: number;
  /** A bitmap of the whole that exists already; the layer does not close it. */
  whole?: ImageBitmap | undefined;
  /** Null when there is nothing to paint any more. */
  paint: (order: Order) => Promise<ImageBitmap | null>;
  /** Ends what is being painted; it gives null then. */
  giveUp?: () => void;
};

/**
 * What is to be seen: a part of the picture that fills whole device pixels, at so many of them for each of the
 * picture's.
 */
export type Sight = { region: Region; resolution: number };

/** Long side of the coarse whole, px. */
const coarseSide = 1024;
/** Bitmaps are no larger than this, px. */
const mostPixels = 12_000_000;

export class Layer {
  /** From below. */
  patches = $state.raw<readonly Patch[]>([]);
  /** The key of what is shown. */
  key = $state<number | null>(null);
  /** Whether what is in view is as sharp as can be. */
  sharp = $state(false);

  #content: Content | null = null;
  #next: { content: Content; sight: Sight } | null = null;
  #busy = false;
  #painting: Content | null = null;
  /** Whether a painting was given up since something was last shown. */
  #gaveUp = false;

  clear(): void {
    this.#next = null;
    if (this.#content) this.#begin(null, []);
    this.sharp = false;
  }

  /**
   * Shows the content, sharp where it is looked at. What is being painted of older content is given up for it, but
   * only once until something is shown: were each order to end the one before, a dial in motion would show nothing.
   * Of what waits only the newest is painted.
   */
  async refresh(content: Content, sight: Sight): Promise<void> {
    this.#next = { content, sight };
    this.sharp = false;
    if (this.#busy) {
      this.#hurry(content);
      return;
    }
    this.#busy = true;
    while (this.#next) {
      const wanted = this.#next;
      this.#next = null;
      try {
        await this.#renew(wanted.content, wanted.sight);
      } catch {
        // The worker could not paint it (out of memory, say): what there is stays on the screen.
      }
      this.#painting = null;
    }
    this.#busy = false;
  }

  #hurry({ key }: Content): void {
    const painting = this.#painting;
    if (!painting?.giveUp || painting.key === key || this.#gaveUp) return;
    this.#gaveUp = true;
    painting.giveUp();
  }

  async #renew(content: Content, sight: Sight): Promise<void> {
    if (content.whole && content.key !== this.#content?.key) {
      this.#begin(content, [given(content.whole, content)]);
    }
    const wanted = within(sight, content);
    if (!this.#wants(content, wanted)) {
      this.sharp = this.#next === null;
      return;
    }
    const sharp = await this.#paint(content, wanted);
    if (!sharp) return;
    const same = content.key === this.#content?.key;
    const kept = same ? this.patches.filter((patch) => isWhole(patch, content)).slice(0, 1) : [];
    const whole = isWhole(sharp, content);
    this.#begin(content, whole && !content.whole ? [sharp] : [...kept, sharp]);
    this.sharp = this.#next === null;
    if (whole || kept.length > 0 || this.#next) return;
    const region = { x: 0, y: 0, width: content.width, height: content.height };
    const resolution = Math.min(1, coarseSide / Math.max(content.width, content.height));
    const coarse = await this.#paint(content, { region, resolution });
    if (coarse) this.#show([coarse, ...this.patches]);
  }

  /** Whether it has nothing as sharp as this. */
  #wants(content: Content, { region, resolution }: Sight): boolean {
    if (this.#content?.key !== content.key) return true;
    return !this.patches.some(
      (patch) =>
        covers(patch, region) &&
        fine(patch) >= resolution * 0.98 &&
        (resolution >= content.finest || aligned(patch, { region, resolution })),
    );
  }

  async #paint(content: Content, { region, resolution }: Sight): Promise<Patch | null> {
    const limited = Math.min(resolution, Math.sqrt(mostPixels / (region.width * region.height)));
    this.#painting = content;
    const bitmap = await content.paint({
      region,
      width: Math.max(1, Math.round(region.width * limited)),
      height: Math.max(1, Math.round(region.height * limited)),
    });
    return bitmap && { bitmap, region };
  }

  #begin(content: Content | null, patches: Patch[]): void {
    this.#show(patches);
    this.#gaveUp = false;
    this.#content = content;
    this.key = content?.key ?? null;
  }

  /** Takes the new patches and gives up the old, once no frame needs them. */
  #show(patches: readonly Patch[]): void {
    const kept = new Set(patches.map(({ bitmap }) => bitmap));
    const lent = this.#content?.whole;
    const gone = this.patches.filter(({ bitmap }) => bitmap !== lent && !kept.has(bitmap));
    this.patches = patches;
    if (gone.length > 0) requestAnimationFrame(() => requestAnimationFrame(() => gone.forEach(close)));
  }
}

const close = ({ bitmap }: Patch): void => bitmap.close();

const given = (bitmap: ImageBitmap, { width, height }: Content): Patch => ({
  bitmap,
  region: { x: 0, y: 0, width, height },
});

/** What of a sight the content can give: pixels of pictures are whole, curves are cut anywhere. */
function within({ region, resolution }: Sight, { finest, width, height }: Content): Sight {
  if (resolution < finest) return { region, resolution };
  const left = Math.max(0, Math.floor(region.x));
  const top = Math.max(0, Math.floor(region.y));
  const right = Math.min(width, Math.ceil(region.x + region.width));
  const bottom = Math.min(height, Math.ceil(region.y + region.height));
  return { region: { x: left, y: top, width: right - left, height: bottom - top }, resolution: finest };
}

/** Whether the patch's pixels would fall on the screen's. */
function aligned(patch: Patch, { region, resolution }: Sight): boolean {
  const off = (distance: number): number => Math.abs(distance - Math.round(distance));
  const slack = 0.05;
  return (
    Math.abs(fine(patch) / resolution - 1) < 1e-3 &&
    off((patch.region.x - region.x) * resolution) < slack &&
    off((patch.region.y - region.y) * resolution) < slack
  );
}

const fine = ({ bitmap, region }: Patch): number => bitmap.width / region.width;

function covers({ region }: Patch, wanted: Region): boolean {
  const slack = 1e-6;
  return (
    region.x <= wanted.x + slack &&
    region.y <= wanted.y + slack &&
    region.x + region.width >= wanted.x + wanted.width - slack &&
    region.y + region.height >= wanted.y + wanted.height - slack
  );
}

const isWhole = ({ region }: Patch, { width, height }: Content): boolean =>
  region.x <= 0 && region.y <= 0 && region.x + region.width >= width && region.y + region.height >= height;
