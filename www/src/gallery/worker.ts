/**
 * The gallery's worker: the only place that opens the database.
 *
 * Compressing, painting thumbnails, reading and writing all happen here, so that the page's thread does nothing
 * but hand over a blob. The database in the page and only the painting in a worker was rejected: structured
 * cloning of pages and requests' callbacks would then run between two frames.
 */
import { expose, transfer } from 'comlink';
import type { Archived, Report } from './archive';
import { announcer } from './changes';
import { gunzip } from './compression';
import { type Database, type Opened, openDatabase } from './database';
import type { Entry, Listed, Page, Query } from './entry';
import * as store from './store';
import { addressOf, thumbnailOfPicture, thumbnailsOf } from './thumbnails';

/** What the page hands over to be kept. */
export type Keep = Pick<Entry, 'id' | 'name' | 'settings' | 'stats'> & { svg: Blob; source: Blob | null };

/** How keeping went: `without` the source, when there was room for the drawing only. */
export type Saved = { without: 'source' | null; thumbnail: ArrayBuffer };

export type Opening = { entry: Entry; svg: Blob; source: Blob | null };

const announce = announcer();
let opening: Promise<Opened> | null = null;

function lost(): void {
  opening = null;
  announce({ kind: 'lost' });
}

async function database(): Promise<Database> {
  opening ??= openDatabase(lost);
  try {
    return (await opening).database;
  } catch (error) {
    opening = null;
    throw error;
  }
}

/** A connection that the browser closed is opened anew, once. */
async function withDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  try {
    return await work(await database());
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
    opening = null;
    return work(await database());
  }
}

const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

async function* all(db: Database): AsyncGenerator<Archived> {
  let after: string | null = null;
  do {
    const page: Page = await store.page(db, { sort: 'oldest', after, limit: 50 });
    for (const { id } of page.data) {
      const kept = await store.read(db, id);
      if (kept) yield { ...kept, svg: await gunzip(kept.drawing, 'image/svg+xml') };
    }
    after = page.pagination.nextCursor;
  } while (after);
}

const gallery = {
  /** Whether the database had to be made: with an earlier visit that kept something, it was thrown away. */
  async created(): Promise<boolean> {
    await database();
    return (await opening)?.created ?? false;
  },

  /** Resolves when the entry lies on the disk. */
  async save({ svg, source, ...keep }: Keep): Promise<Saved> {
    const now = Date.now();
    const thumbnails = await thumbnailsOf(await svg.text());
    const entry: Entry = { ...keep, created: now, modified: now, source: null, thumbnails };
    const written = await store.pack(entry, svg, source);
    const without = await withDatabase((db) => store.put(db, written)).then(
      () => null,
      async (error: unknown) => {
        if (!source || !isFull(error)) throw error;
        await withDatabase((db) => store.put(db, { ...written, source: null }));
        return 'source' as const;
      },
    );
    announce({ kind: 'saved', id: keep.id });
    return transfer({ without, thumbnail: thumbnails.small }, [thumbnails.small]);
  },

  async page(query: Query): Promise<Page<Listed>> {
    const { data, pagination } = await withDatabase((db) => store.page(db, query));
    const listed = data.map(({ thumbnails, ...entry }) => ({
      ...entry,
      picture: addressOf(thumbnails.large),
    }));
    return { data: listed, pagination };
  },

  count: (): Promise<number> => withDatabase((db) => store.count(db)),

  /** Everything of one entry; null when it was deleted. */
  async open(id: string): Promise<Opening | null> {
    const kept = await withDatabase((db) => store.read(db, id));
    if (!kept) return null;
    const { entry, drawing, source } = kept;
    return { entry, source, svg: await gunzip(drawing, 'image/svg+xml') };
  },

  async bin(id: string): Promise<void> {
    if (await withDatabase((db) => store.bin(db, id, Date.now()))) announce({ kind: 'binned', id });
  },

  /** False when it was too late. */
  async restore(id: string): Promise<boolean> {
    const restored = await withDatabase((db) => store.restore(db, id));
    if (restored) announce({ kind: 'restored', id });
    return restored;
  },

  /** Deletes for good what has been in the bin for `ms`. */
  emptyBin: (ms: number): Promise<void> => withDatabase((db) => store.emptyBin(db, Date.now() - ms)),

  async clear(): Promise<void> {
    await withDatabase(store.clear);
    announce({ kind: 'cleared' });
  },

  async exportAll(report: Report): Promise<Blob> {
    const { write } = await import('./archive');
    return withDatabase(async (db) => write(all(db), await store.count(db), report));
  },

  /** Adds what is not there yet or newer than what is; a bad entry is counted and left out. */
  async importAll(file: Blob, report: Report): Promise<{ added: number; bad: number; same: number }> {
    const { read } = await import('./archive');
    const sum = { added: 0, bad: 0, same: 0 };
    try {
      for await (const archived of read(file, report)) {
        if (!archived) {
          sum.bad += 1;
          continue;
        }
        const { entry, svg, source } = archived;
        const present = await withDatabase((db) => store.read(db, entry.id));
        if (present && present.entry.modified >= entry.modified) {
          sum.same += 1;
          continue;
        }
        const written = await store.pack(entry, svg, source);
        await withDatabase((db) => store.put(db, written));
        sum.added += 1;
      }
    } finally {
      if (sum.added > 0) announce({ kind: 'imported' });
    }
    return sum;
  },

  /** One archive of these files; their names must differ. */
  async zip(files: { name: string; blob: Blob }[]): Promise<Blob> {
    const { zip } = await import('./archive');
    return zip(files);
  },

  /** A small WebP of a picture file; null when this browser can't decode it. */
  async thumbnail(file: Blob): Promise<ArrayBuffer | null> {
    const bytes = await thumbnailOfPicture(file);
    return bytes && transfer(bytes, [bytes]);
  },
};

export type GalleryWorker = typeof gallery;

expose(gallery);
