/**
 * The gallery as a list that is scrolled: which entries are at hand, and what to fetch next.
 *
 * Entries come in pages by cursor. Pages far from what is seen give their entries back and keep their bounds,
 * so that memory stays flat however far one scrolls, and each page can be read again as it was. Keeping every page
 * was the simpler choice; ten thousand entries with thumbnails are over 100 MB.
 *
 * Between two openings it rests: the first page stays at hand and follows changes when the page has time. Reading
 * it anew at each opening was rejected: a person would wait for the worker, the disk and all tiles.
 */
import type { Change } from '../gallery/changes';
import type { Listed, Page, Query, Sort } from '../gallery/entry';
import type { Keeping } from './keeping.svelte.js';
import { idle } from './moments';

type Slot = {
  /** The cursor before its first entry. */
  after: string | null;
  /** How many entries it had when it was last read. */
  size: number;
  entries: readonly Listed[] | null;
  /** Something has changed since. */
  stale: boolean;
};

const first = 20;
const more = 50;
/** Entries kept on either side of what is seen. */
const margin = 100;
/** How close to the end of the list the next page is fetched, entries. */
const ahead = 40;
/** How long a change is waited for to be followed by others, ms: while the list is looked at, and while it rests. */
const patience = { seen: 60, resting: 1000 };

export class Gallery {
  sort = $state<Sort>('newest');
  search = $state('');
  /** Whether the first page is there. */
  loaded = $state(false);
  /** Counts the lists that were begun: another order, another search. */
  begun = $state(0);
  /** How many entries there are in all; null until it is known. */
  total = $state<number | null>(null);
  /** What was deleted last, and can be brought back. */
  undoable = $state.raw<{ id: string; name: string } | null>(null);

  #slots = $state.raw<readonly Slot[]>([]);
  #hasMore = false;
  #seen = { from: 0, to: first };
  #generation = 0;
  /** Counts changes, so that a page which was read before one is read again. */
  #changes = 0;
  #working = false;
  #resting = true;
  /** Whether the first page that comes begins the list anew. */
  #over = false;
  /** Whether something has changed that was not read yet. */
  #behind = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #keeping: Keeping;

  /** How many entries the list has so far. */
  readonly length = $derived(this.#slots.reduce((sum, { size }) => sum + size, 0));

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  /** Reads the first page and follows changes until the returned function is called; resting at first. */
  begin(): () => void {
    const deaf = this.#keeping.listen((change) => this.#hear(change));
    this.#restart();
    return () => {
      deaf();
      clearTimeout(this.#timer);
      this.#generation += 1;
    };
  }

  /** Somebody looks. */
  wake(): void {
    this.#resting = false;
    if (this.#behind) this.#catchUp();
  }

  /** Nobody looks any more: all is as at the beginning, and only its first pages stay. */
  rest(): void {
    this.#resting = true;
    this.undoable = null;
    // More than the first page is seen on a large screen.
    this.#seen = { from: 0, to: first + more - 1 };
    if (this.sort === 'newest' && !this.search) {
      this.#giveBack(0);
      return;
    }
    this.sort = 'newest';
    this.search = '';
    clearTimeout(this.#timer);
    this.#restart();
  }

  /** The entry at a place; null while it is fetched. */
  at(index: number): Listed | null {
    let start = 0;
    for (const { size, entries } of this.#slots) {
      if (index < start + size) return entries?.[index - start] ?? null;
      start += size;
    }
    return null;
  }

  /** What is on the screen, as places in the list, `to` included. */
  show(from: number, to: number): void {
    this.#seen = { from, to };
    void this.#work();
  }

  sortBy(sort: Sort): void {
    this.sort = sort;
    this.#restart();
  }

  find(name: string): void {
    this.search = name;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#restart(), 120);
  }

  async remove({ id, name }: Listed): Promise<void> {
    await this.#try(async (gallery) => {
      await gallery.bin(id);
      this.undoable = { id, name };
    });
  }

  async undo(): Promise<void> {
    const { undoable } = this;
    this.undoable = null;
    if (undoable) await this.#try((gallery) => gallery.restore(undoable.id));
  }

  async clear(): Promise<void> {
    this.undoable = null;
    await this.#try((gallery) => gallery.clear());
  }

  async #try<Result>(
    work: (gallery: ReturnType<typeof import('../gallery/client').gallery>) => Promise<Result>,
  ): Promise<Result | null> {
    try {
      return await work((await this.#keeping.open()).gallery());
    } catch (error) {
      await this.#keeping.fail(error);
      return null;
    }
  }

  #hear({ kind }: Change): void {
    clearTimeout(this.#timer);
    if (kind === 'cleared' || kind === 'lost') {
      this.#restart();
      return;
    }
    // A queue that keeps many at once is followed in steps.
    this.#behind = true;
    this.#timer = setTimeout(
      () => {
        if (this.#resting) void idle().then(() => this.#catchUp());
        else this.#catchUp();
      },
      this.#resting ? patience.resting : patience.seen,
    );
  }

  #catchUp(): void {
    clearTimeout(this.#timer);
    if (!this.#behind) return;
    this.#behind = false;
    this.#changes += 1;
    this.#distrust();
    void this.#work();
    void this.#count();
  }

  #restart(): void {
    this.#generation += 1;
    this.#working = false;
    this.#behind = false;
    // What is shown is shown until the first page is there.
    this.#over = true;
    this.#hasMore = true;
    this.#seen = { from: 0, to: first - 1 };
    this.loaded = false;
    // Counting takes the longer the more there is: the first page does not wait for it.
    void this.#work().then(() => this.#count());
  }

  async #count(): Promise<void> {
    this.total = await this.#try((gallery) => gallery.count());
  }

  /** Fetches, one after the other, what is missing around what is seen. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    const generation = this.#generation;
    for (let query = this.#next(); query; query = this.#next()) {
      const { apply, ...asked } = query;
      const before = this.#changes;
      const start = performance.now();
      const page = await this.#try((gallery) => gallery.page(asked));
      performance.measure('gallery page', { start });
      if (generation !== this.#generation) return;
      if (!page) break;
      apply(page);
      if (before !== this.#changes) this.#distrust();
      this.loaded = true;
    }
    this.#working = false;
  }

  #next(): (Query & { apply: (page: Page<Listed>) => void }) | null {
    this.#giveBack();
    const query = { sort: this.sort, search: this.search };
    if (this.#over) return { ...query, after: null, limit: first, apply: (page) => this.#beginWith(page) };
    const wanted = this.#around(0).find(({ slot }) => slot.stale || !slot.entries);
    if (wanted) {
      const until = this.#slots[wanted.at + 1]?.after ?? null;
      const { after } = wanted.slot;
      return { ...query, after, until, limit: more, apply: (page) => this.#fill(wanted.at, page) };
    }
    if (!this.#hasMore || this.#seen.to + ahead < this.length) return null;
    const after = this.#after;
    return { ...query, after, limit: more, apply: (page) => this.#append(after, page) };
  }

  /** The cursor behind the last page. */
  #after: string | null = null;

  #beginWith(page: Page<Listed>): void {
    this.#over = false;
    this.#slots = [];
    this.begun += 1;
    this.#append(null, page);
  }

  #append(after: string | null, { data, pagination }: Page<Listed>): void {
    this.#slots = [...this.#slots, { after, size: data.length, entries: data, stale: false }];
    this.#hasMore = pagination.hasMore;
    this.#after = pagination.nextCursor;
  }

  #fill(at: number, { data, pagination }: Page<Listed>): void {
    const filled = this.#slots.map((slot, place) =>
      place === at ? { ...slot, size: data.length, entries: data, stale: false } : slot,
    );
    if (at === filled.length - 1) {
      this.#hasMore = pagination.hasMore;
      this.#after = pagination.nextCursor;
    } else if (pagination.nextCursor) {
      // More has come in between than one page holds: the rest is a page of its own.
      filled.splice(at + 1, 0, { after: pagination.nextCursor, size: 0, entries: null, stale: true });
    }
    this.#slots = filled;
  }

  #distrust(): void {
    this.#slots = this.#slots.map((slot) => ({ ...slot, stale: true }));
  }

  /** The slots within so many entries of what is seen. */
  #around(distance: number): { slot: Slot; at: number }[] {
    const found: { slot: Slot; at: number }[] = [];
    let start = 0;
    for (const [at, slot] of this.#slots.entries()) {
      const end = start + slot.size;
      if (end >= this.#seen.from - distance && start <= this.#seen.to + distance) found.push({ slot, at });
      start = end;
    }
    return found;
  }

  #giveBack(distance = margin): void {
    const near = new Set(this.#around(distance).map(({ slot }) => slot));
    if (this.#slots.some((slot) => slot.entries && !near.has(slot)))
      this.#slots = this.#slots.map((slot) => (near.has(slot) ? slot : { ...slot, entries: null }));
  }
}
