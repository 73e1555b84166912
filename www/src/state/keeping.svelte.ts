/**
 * Keeping results: the one way into the gallery, and what a person must know when it fails.
 *
 * The gallery's code is fetched by the first result that is kept, so that the first load stays light.
 */
import type { Change } from '../gallery/changes';
import type { GalleryFailure } from '../gallery/failures';
import type { Keep, Saved } from '../gallery/worker';

const marks = { kept: 'pathloom.kept', withoutSource: 'pathloom.withoutSource' };

function recall(mark: string): boolean {
  try {
    return localStorage.getItem(mark) !== null;
  } catch {
    // Storage can be forbidden; then nothing is kept, and saving says so.
    return false;
  }
}

function note(mark: string, set: boolean): void {
  // Writing makes the page wait for the disk, reading does not.
  if (recall(mark) === set) return;
  try {
    if (set) localStorage.setItem(mark, '1');
    else localStorage.removeItem(mark);
  } catch {
    // As above.
  }
}

/** What to tell: a failure, or that there was room for the drawing only. */
export type Trouble = GalleryFailure | 'without-source';

export class Keeping {
  #keepsSource = $state(!recall(marks.withoutSource));
  trouble = $state.raw<Trouble | null>(null);

  readonly #listeners = new Set<(change: Change) => void>();
  #ready: Promise<typeof import('../gallery/client')> | null = null;

  /** Whether the gallery should hold something, as far as is known without asking it. */
  get keptBefore(): boolean {
    return recall(marks.kept);
  }

  /** Whether the picture itself is kept beside its drawing. */
  get keepsSource(): boolean {
    return this.#keepsSource;
  }

  set keepsSource(keeps: boolean) {
    this.#keepsSource = keeps;
    note(marks.withoutSource, !keeps);
  }

  /** Hears of changes from every tab; returns how to stop. */
  listen(hear: (change: Change) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  /** The gallery; with its first use this tab begins to listen, and learns whether anything was lost. */
  open(): Promise<typeof import('../gallery/client')> {
    this.#ready ??= this.#open();
    return this.#ready;
  }

  async #open(): Promise<typeof import('../gallery/client')> {
    try {
      const [client, { listen }] = await Promise.all([
        import('../gallery/client'),
        import('../gallery/changes'),
      ]);
      if ((await client.gallery().created()) && recall(marks.kept)) this.trouble = 'lost';
      listen((change) => this.#hear(change));
      return client;
    } catch (error) {
      this.#ready = null;
      throw error;
    }
  }

  #hear(change: Change): void {
    if (change.kind === 'lost') this.trouble = 'lost';
    if (change.kind === 'cleared' || change.kind === 'lost') note(marks.kept, false);
    for (const hear of this.#listeners) hear(change);
  }

  /** Resolves when the entry lies on the disk; null when it could not be kept, and `trouble` says why. */
  async save(keep: Omit<Keep, 'source'>, source: Blob): Promise<Saved | null> {
    try {
      const { gallery } = await this.open();
      const saved = await gallery().save({ ...keep, source: this.keepsSource ? source : null });
      note(marks.kept, true);
      if (saved.without) this.trouble = 'without-source';
      else if (this.trouble !== 'lost') this.trouble = null;
      return saved;
    } catch (error) {
      await this.fail(error);
      return null;
    }
  }

  /** Shows an error as what a person can do about it. */
  async fail(error: unknown): Promise<void> {
    const { failureOf } = await import('../gallery/failures');
    this.trouble = failureOf(error);
  }
}
