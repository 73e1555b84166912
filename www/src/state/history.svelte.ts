/**
 * Undo and redo of settings: whole snapshots, one for each gesture.
 *
 * A gesture ends when the hand rests, or when something else is changed; while a pointer is down it never ends,
 * so a slow drag is one step. Snapshots share their values and are a few hundred bytes, so reversible commands
 * for each kind of change were rejected.
 */
import { differences, type Settings } from './settings';

/** How long a change may be followed by another of the same kind to be one gesture with it, ms. */
const rest = 500;
const limit = 200;

export class History {
  #past = $state.raw<readonly Settings[]>([]);
  #future = $state.raw<readonly Settings[]>([]);
  #present: Settings;
  /** Changed since the last step, and what by. */
  #pending = $state.raw<{ settings: Settings; names: string } | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  readonly canUndo: boolean = $derived(this.#past.length > 0 || this.#pending !== null);
  readonly canRedo: boolean = $derived(this.#future.length > 0);

  constructor(present: Settings) {
    this.#present = present;
  }

  /** Hears every state of the settings, also those that undo brought back. */
  follow(settings: Settings): void {
    const names = differences(this.#pending?.settings ?? this.#present, settings).join(' ');
    if (names === '') return;
    if (this.#pending && this.#pending.names !== names) this.commit();
    this.#pending = { settings, names };
    this.#await();
  }

  /** A pointer is down, or up again. */
  hold(down: boolean): void {
    this.#held = down;
    if (this.#pending) this.#await();
  }

  /** Ends the gesture. */
  commit(): void {
    clearTimeout(this.#timer);
    const settings = this.#pending?.settings;
    this.#pending = null;
    if (!settings || differences(this.#present, settings).length === 0) return;
    this.#past = [...this.#past.slice(1 - limit), this.#present];
    this.#present = settings;
    this.#future = [];
  }

  /** Starts anew from these settings: those that were kept from the last visit are no step to undo. */
  begin(settings: Settings): void {
    clearTimeout(this.#timer);
    this.#pending = null;
    this.#past = [];
    this.#future = [];
    this.#present = settings;
  }

  /** The settings before the last gesture; null when there are none. */
  undo(): Settings | null {
    this.commit();
    const before = this.#past.at(-1);
    if (!before) return null;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#present];
    this.#present = before;
    return before;
  }

  /** The settings that were last undone; null when there are none. */
  redo(): Settings | null {
    this.commit();
    const after = this.#future.at(-1);
    if (!after) return null;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#present];
    this.#present = after;
    return after;
  }

  #await(): void {
    clearTimeout(this.#timer);
    if (!this.#held) this.#timer = setTimeout(() => this.commit(), rest);
  }
}
