/**
 * Reading and writing the gallery: each entry is written in one transaction, each page read by one query.
 *
 * Deleting puts an entry into the bin, where no index finds it, so that undoing can't fail for want of room and
 * another tab's undo works as well. Deleting at once and keeping a copy in memory was the simpler choice; it
 * loses the entry when the tab is closed in between.
 */
import { gzip } from './compression';
import { type Database, type NameKey, type StoredEntry, stores } from './database';
import {
  cursorAt,
  type Entry,
  fold,
  limitOf,
  orderOf,
  type Page,
  type Query,
  readCursor,
  type Sort,
} from './entry';

/** What is written of an entry; `source` is left as it is where the entry already has one. */
export type Written = { entry: Entry; drawing: Blob; source: Blob | null };

const nameKey = ({ id, name, modified, stats }: Entry): NameKey => [fold(name), id, modified, stats.bytes];

/** Ready to be written: the drawing compressed. */
export async function pack(entry: Entry, svg: Blob, source: Blob | null): Promise<Written> {
  return { entry, drawing: await gzip(svg), source };
}

/**
 * Writes an entry, new or again, and resolves when it lies on the disk.
 *
 * Rejects with a `QuotaExceededError` when there is no room; what was kept before is then kept still.
 */
export async function put(db: Database, { entry, drawing, source }: Written): Promise<void> {
  const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
  const work = async (): Promise<void> => {
    const entries = tx.objectStore('entries');
    const before = await entries.get(entry.id);
    const kept = before?.source ?? null;
    const described = source && !kept ? { type: source.type, bytes: source.size } : kept;
    const created = before?.created ?? entry.created;
    const stored: StoredEntry = { ...entry, created, source: described, order: orderOf(entry) };
    await entries.put(stored);
    await Promise.all([
      before && tx.objectStore('names').delete(nameKey(before)),
      tx.objectStore('drawings').put(drawing, entry.id),
      source && !kept && tx.objectStore('sources').put(source, entry.id),
      tx.objectStore('names').put(0, nameKey(entry)),
    ]);
  };
  await settle(tx, work());
}

/** One page, by one query. */
export async function page(db: Database, query: Query): Promise<Page> {
  const limit = limitOf(query);
  const found = query.search?.trim()
    ? await matching(db, query, limit + 1)
    : await db.getAllFromIndex('entries', query.sort, range(query), limit + 1);
  const data = found.slice(0, limit).map(({ order: _, ...entry }): Entry => entry);
  const last = data.at(-1);
  const hasMore = found.length > limit;
  const nextCursor = hasMore && last ? cursorAt(last, query.sort) : null;
  return { data, pagination: { hasMore, nextCursor, limit } };
}

function range({ sort, after, until }: Query): IDBKeyRange | undefined {
  const low = after ? readCursor(after, sort) : null;
  const high = until ? readCursor(until, sort) : null;
  if (low && high) return IDBKeyRange.bound(low, high, true, false);
  if (low) return IDBKeyRange.lowerBound(low, true);
  return high ? IDBKeyRange.upperBound(high) : undefined;
}

/** Finds by names alone, then reads the entries of the page. */
async function matching(db: Database, query: Query, most: number): Promise<StoredEntry[]> {
  const tx = db.transaction(['names', 'entries']);
  const wanted = fold(query.search?.trim() ?? '');
  const within = range(query);
  const keys = (await tx.objectStore('names').getAllKeys())
    .filter(([name]) => name.includes(wanted))
    .map(([name, id, modified, bytes]) => ({
      id,
      key: orderOf({ id, name, modified, stats: { bytes } })[query.sort],
    }))
    .filter(({ key }) => !within || within.includes(key))
    .sort((a, b) => indexedDB.cmp(a.key, b.key))
    .slice(0, most);
  const found = await Promise.all(keys.map(({ id }) => tx.objectStore('entries').get(id)));
  return found.filter((entry) => entry !== undefined);
}

/** An entry with what is opened of it; undefined when it was deleted. */
export type Kept = { entry: Entry; drawing: Blob; source: Blob | null };

export async function read(db: Database, id: string): Promise<Kept | undefined> {
  const tx = db.transaction(['entries', 'drawings', 'sources']);
  const [entry, drawing, source] = await Promise.all([
    tx.objectStore('entries').get(id),
    tx.objectStore('drawings').get(id),
    tx.objectStore('sources').get(id),
  ]);
  if (!entry?.order || !drawing) return undefined;
  const { order: _, ...plain } = entry;
  return { entry: plain, drawing, source: source ?? null };
}

export const count = (db: Database, sort: Sort = 'newest'): Promise<number> =>
  db.countFromIndex('entries', sort);

/** Moves an entry into the bin; false when there is none. */
export async function bin(db: Database, id: string, now: number): Promise<boolean> {
  const tx = db.transaction(['entries', 'names'], 'readwrite');
  const work = async (): Promise<boolean> => {
    const found = await tx.objectStore('entries').get(id);
    if (!found?.order) return false;
    const { order: _, ...entry } = found;
    await tx.objectStore('names').delete(nameKey(entry));
    await tx.objectStore('entries').put({ ...entry, binned: now });
    return true;
  };
  return settle(tx, work());
}

/** Takes an entry out of the bin; false when the bin has been emptied. */
export async function restore(db: Database, id: string): Promise<boolean> {
  const tx = db.transaction(['entries', 'names'], 'readwrite');
  const work = async (): Promise<boolean> => {
    const found = await tx.objectStore('entries').get(id);
    if (!found?.binned) return false;
    const { binned: _, ...entry } = found;
    await tx.objectStore('names').put(0, nameKey(entry));
    await tx.objectStore('entries').put({ ...entry, order: orderOf(entry) });
    return true;
  };
  return settle(tx, work());
}

/** Empties the bin of what was put there until `before`. */
export async function emptyBin(db: Database, before: number): Promise<void> {
  const tx = db.transaction(stores, 'readwrite');
  const work = async (): Promise<void> => {
    const ids = await tx.objectStore('entries').index('binned').getAllKeys(IDBKeyRange.upperBound(before));
    const large = ['entries', 'drawings', 'sources'] as const;
    await Promise.all(ids.flatMap((id) => large.map((name) => tx.objectStore(name).delete(id))));
  };
  await settle(tx, work());
}

/** Deletes everything, at once and for good. */
export async function clear(db: Database): Promise<void> {
  const tx = db.transaction(stores, 'readwrite');
  await settle(tx, Promise.all(stores.map((name) => tx.objectStore(name).clear())));
}

/**
 * Waits for the work and for the commit. A request that fails tells less than the transaction does (an abort
 * instead of its reason), and a failure outside a request must not commit half of the work.
 */
async function settle<Result>(
  tx: { done: Promise<void>; abort: () => void; error: DOMException | null },
  work: Promise<Result>,
): Promise<Result> {
  const done = tx.done.then(
    () => null,
    (error: unknown) => error,
  );
  const result = await work.catch((error: unknown) => {
    try {
      tx.abort();
    } catch {
      // It has already ended; its own reason comes below.
    }
    return Promise.reject(tx.error ?? error);
  });
  const failed = await done;
  if (failed) throw failed;
  return result;
}
