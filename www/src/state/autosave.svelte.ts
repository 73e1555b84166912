/**
 * Keeps the drawing of the open picture: one entry a picture, written again when the dials rest.
 *
 * An entry for each drawing was rejected: a dragged dial would fill the gallery with near-copies.
 */
import type { Drawing } from './drawing.svelte.js';
import type { Keeping } from './keeping.svelte.js';
import type { Parameters } from './parameters.svelte.js';
import type { Picture } from './picture';
import type { Session } from './session.svelte.js';
import type { Settings } from './settings';

/** How long nothing may have changed before it is written, ms. */
const rest = 900;

type Pending = { picture: Picture; drawing: Drawing; settings: Settings };

export class Autosave {
  /** `kept` is only ever said of what lies on the disk. */
  status = $state<'none' | 'waiting' | 'kept' | 'failed'>('none');

  readonly #session: Session;
  readonly #parameters: Parameters;
  readonly #keeping: Keeping;
  readonly #ids = new WeakMap<File, string>();
  #pending: Pending | null = null;
  #awaited: File | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What lies in the gallery already, so that opening an entry does not write it again. */
  #kept: { file: File; settings: string } | null = null;

  constructor(session: Session, parameters: Parameters, keeping: Keeping) {
    this.#session = session;
    this.#parameters = parameters;
    this.#keeping = keeping;
  }

  /** Hears of each picture and drawing as it comes. */
  see(picture: Picture | null, drawing: Drawing | null): void {
    if (this.#pending && this.#pending.picture !== picture) void this.flush();
    if (this.#awaited && this.#awaited !== picture?.file) return;
    this.#awaited = null;
    if (!picture || !drawing) {
      this.status = 'none';
      return;
    }
    const { settings } = this.#parameters;
    if (this.#kept?.file === picture.file && this.#kept.settings === JSON.stringify(settings)) {
      this.#forget();
      this.status = 'kept';
      return;
    }
    this.#pending = { picture, drawing, settings };
    this.status = 'waiting';
    this.#wait();
  }

  /**
   * A picture from the gallery goes on under its entry; `settings` are those that lie there. Until it is open,
   * the present picture is not written: the settings may already be the other's.
   */
  adopt(file: File, id: string, settings: Settings): void {
    void this.flush();
    this.#ids.set(file, id);
    this.#awaited = file;
    this.#kept = { file, settings: JSON.stringify(settings) };
  }

  /** The picture that was to come does not. */
  abandon(): void {
    this.#awaited = null;
    this.#kept = null;
  }

  /** Writes what waits, now: the page may go away. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    if (!pending) return;
    this.#forget();
    const { picture, drawing, settings } = pending;
    const { file, name } = picture;
    const id = this.#ids.get(file) ?? crypto.randomUUID();
    this.#ids.set(file, id);
    const { blob: svg, stats } = drawing;
    const saved = await this.#keeping.save({ id, name, svg, stats, settings }, file);
    if (saved) this.#kept = { file, settings: JSON.stringify(settings) };
    // Meanwhile something newer may wait, or another picture be open.
    if (!this.#pending && this.#session.picture === picture) this.status = saved ? 'kept' : 'failed';
  }

  /** The gallery is empty, by the person's wish or the browser's: what is open is written again. */
  lost(): void {
    this.#kept = null;
    const { picture, drawing } = this.#session;
    if (picture && drawing) this.see(picture, drawing);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#session.jobs.running) this.#wait();
      else void this.flush();
    }, rest);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
  }
}
