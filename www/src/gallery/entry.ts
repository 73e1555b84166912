/**
 * What the gallery keeps, and in which order it shows it.
 *
 * Each order is a key of its own inside the entry, smallest first and unique by the entry's id: a page is then one
 * `getAll` on an index, and a cursor stays where it is whatever is added before it. Skipping a number of
 * entries was rejected: it reads what it skips, and an insert moves every later page.
 */
import type { VectorizeResult } from 'pathloom';
import type { Settings } from '../state/settings';

/** WebP, the long side 96 and 320 px. */
export type Thumbnails = { small: ArrayBuffer; large: ArrayBuffer };

/** One kept result, without its drawing and source. */
export type Entry = {
  id: string;
  /** Name of the picture's file. */
  name: string;
  /** Milliseconds since 1970. */
  created: number;
  modified: number;
  settings: Settings;
  stats: VectorizeResult['stats'];
  /** The picture itself, where it was kept, too. */
  source: { type: string; bytes: number } | null;
  thumbnails: Thumbnails;
};

/** An entry as a list shows it: its large thumbnail is an address that an `<img>` takes. */
export type Listed = Omit<Entry, 'thumbnails'> & { picture: string };

export const sorts = ['newest', 'oldest', 'name', 'largest'] as const;
export type Sort = (typeof sorts)[number];

type Key = [number | string, string];
/** The entry's place in each order. An entry in the bin has none, so no page finds it. */
export type Order = Record<Sort, Key>;

/** For comparing names: without case and accents. */
export function fold(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** For sorting names: as {@link fold}, and 2 comes before 10. */
function natural(folded: string): string {
  return folded.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

/** What places an entry, apart from its name. */
type Placed = Pick<Entry, 'id' | 'name' | 'modified'> & { stats: { bytes: number } };

export function orderOf({ id, name, modified, stats }: Placed): Order {
  return {
    newest: [-modified, id],
    oldest: [modified, id],
    name: [natural(fold(name)), id],
    largest: [-stats.bytes, id],
  };
}

/** What is asked of the gallery. */
export type Query = {
  sort: Sort;
  /** Part of a name; '' for all. */
  search?: string;
  /** Only what comes after this cursor. */
  after?: string | null;
  /** Only what comes up to and with this cursor. */
  until?: string | null;
  /** 20 by default, at most 50. */
  limit?: number;
};

export type Page<Each = Entry> = {
  data: Each[];
  pagination: { hasMore: boolean; nextCursor: string | null; limit: number };
};

export const limits = { standard: 20, most: 50 };

export function limitOf({ limit = limits.standard }: Query): number {
  return Math.min(limits.most, Math.max(1, Math.trunc(limit) || limits.standard));
}

/** The cursor that stands behind an entry. */
export const cursorAt = (entry: Placed, sort: Sort): string => JSON.stringify(orderOf(entry)[sort]);

/** @throws {RangeError} for anything that {@link cursorAt} did not make */
export function readCursor(cursor: string, sort: Sort): Key {
  let key: unknown;
  try {
    key = JSON.parse(cursor);
  } catch {
    key = null;
  }
  const first = sort === 'name' ? 'string' : 'number';
  if (Array.isArray(key) && key.length === 2 && typeof key[0] === first && typeof key[1] === 'string')
    return key as Key;
  throw new RangeError(`Not a cursor of the order "${sort}".`);
}
