/**
 * What each preset makes of the person's own picture: a small drawing each.
 *
 * The engine scales the picture down itself, so every format works and nothing is decoded twice. One at a time
 * and last in line, so a turned dial waits for one small drawing at most.
 */
import type { OpenImage, Preset } from 'pathloom';
import { SvelteMap } from 'svelte/reactivity';

/** Pixels of a small drawing: 240 × 180 looks right on a card at twice the density. */
const maxPixels = 240 * 180;

export class ContactSheet {
  /** Addresses of the drawings, for `<img>`, by preset. */
  readonly drawings = new SvelteMap<Preset, string>();

  #image: OpenImage | null = null;
  #abort = new AbortController();

  /** Draws the sheet of a picture; does nothing for the picture that it shows already. */
  async show(image: OpenImage | null, presets: readonly Preset[]): Promise<void> {
    if (image === this.#image) return;
    this.#clear();
    this.#image = image;
    if (!image) return;
    const { signal } = this.#abort;
    for (const preset of presets) {
      await idle();
      if (signal.aborted) return;
      try {
        const params = { preset, prepare: { maxPixels }, write: { title: '' } };
        const { svg } = await image.vectorize(params, { signal, priority: 'batch' });
        if (signal.aborted) return;
        this.drawings.set(preset, URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })));
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

/** A moment in which the page has nothing better to do. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 2000 });
    else setTimeout(resolve, 50);
  });
}
