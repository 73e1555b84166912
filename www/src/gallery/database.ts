/**
 * The database: four stores, because what is listed often must not drag along what is opened seldom.
 *
 * An entry with its thumbnails is small and read in pages; its drawing and source are large and read one at a
 * time; names are keys only, so that a search reads no entry that it does not show.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Entry, Order } from './entry';

/** `order` is absent and `binned` (when, ms) present while an entry waits in the bin. */
export type StoredEntry = Entry & { order?: Order; binned?: number };
/** Folded name, id, modified, bytes: all that a search needs to find and to sort. */
export type NameKey = [string, string, number, number];

export interface GallerySchema extends DBSchema {
  entries: {
    key: string;
    value: StoredEntry;
    indexes: {
      newest: [number, string];
      oldest: [number, string];
      name: [string, string];
      largest: [number, string];
      binned: number;
    };
  };
  /** SVG, gzip. */
  drawings: { key: string; value: Blob };
  /** Pictures as they were opened. */
  sources: { key: string; value: Blob };
  names: { key: NameKey; value: 0 };
}

export type Database = IDBPDatabase<GallerySchema>;
export const stores = ['entries', 'drawings', 'sources', 'names'] as const;

/** `created`: there was none, because this is the first time or the browser has thrown it away. */
export type Opened = { database: Database; created: boolean };

/** `onlost` is called when the browser closes the database by itself: it was cleared or evicted. */
export async function openDatabase(onlost: () => void, name = 'pathloom'): Promise<Opened> {
  let created = false;
  const database: Database = await openDB<GallerySchema>(name, 1, {
    upgrade(db, before) {
      created = before === 0;
      const entries = db.createObjectStore('entries', { keyPath: 'id' });
      for (const sort of ['newest', 'oldest', 'name', 'largest'] as const)
        entries.createIndex(sort, `order.${sort}`);
      entries.createIndex('binned', 'binned');
      db.createObjectStore('drawings');
      db.createObjectStore('sources');
      db.createObjectStore('names');
    },
    // A tab with a newer page wants to change the stores.
    blocking: () => database.close(),
    terminated: onlost,
  });
  return { database, created };
}
