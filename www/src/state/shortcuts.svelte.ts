/**
 * The page's keys: each part brings its own while it is on the screen, and the list of keys shows them all.
 *
 * One central table was rejected: it would know every part of the page, and list keys of parts that are not
 * there.
 */
import { untrack } from 'svelte';
import type { ShortcutGroup, ShortcutName } from '../strings/dials.en';

/** A key and what it does, by its name in the strings (`keys.names`). */
export type Shortcut = {
  /** Any of these, as tinykeys writes them: '$mod+Shift+z', '?'. `$mod` is ⌘ on a Mac, Ctrl elsewhere. */
  keys: string[];
  name: ShortcutName;
  /** Absent for keys that the focused thing itself handles, such as the arrows in the preview. */
  run?: () => void;
  /** A text field has its own meaning for it, such as undoing what was typed. */
  inField?: boolean;
};

/** Groups in the list, in its order. */
const order: readonly ShortcutGroup[] = ['file', 'settings', 'view', 'page'];

class Shortcuts {
  #parts = $state.raw<readonly { group: ShortcutGroup; list: Shortcut[] }[]>([]);

  /** Brings keys; returns how to take them away, so that it fits `$effect`. */
  add(group: ShortcutGroup, list: Shortcut[]): () => void {
    const part = { group, list };
    // An effect that brings keys does not depend on the others.
    untrack(() => (this.#parts = [...this.#parts, part]));
    return () => {
      this.#parts = this.#parts.filter((each) => each !== part);
    };
  }

  /** Every key there is now, in the order of the groups. */
  readonly groups = $derived.by(() =>
    order
      .map((group) => ({
        group,
        list: this.#parts.filter((part) => part.group === group).flatMap(({ list }) => list),
      }))
      .filter(({ list }) => list.length > 0),
  );
}

export const shortcuts = new Shortcuts();
