/**
 * Drawings that another has replaced, released as soon as a later one is on the screen.
 *
 * A dragged dial makes dozens of drawings a second, of ten thousand shapes each: kept for a second each, they were
 * what the collector of garbage went through while the next turn waited.
 */
import type { Drawing } from './drawing.svelte.js';

export class Retired {
  #drawings: Drawing[] = [];

  /** Takes a drawing that `next` replaces; the screen may still show it for a moment. */
  add(drawing: Drawing | null, next: Drawing): void {
    if (!drawing) return;
    drawing.replace();
    this.#drawings.push(drawing);
    void next.seen.then(() => {
      const gone = this.#drawings.filter(({ number }) => number < next.number);
      this.#drawings = this.#drawings.filter(({ number }) => number >= next.number);
      for (const each of gone) each.release();
    });
  }
}
