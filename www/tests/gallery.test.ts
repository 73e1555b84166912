// The gallery's store against an IndexedDB in memory: orders, cursors, the bin, and what a failed write leaves.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { gunzip } from '../src/gallery/compression';
import { type Database, openDatabase } from '../src/gallery/database';
import { type Entry, fold, type Page, type Query, sorts } from '../src/gallery/entry';
import { failureOf } from '../src/gallery/failures';
import { safeName, unique } from '../src/gallery/names';
import * as store from '../src/gallery/store';

let db: Database;
let turn = 0;

beforeEach(async () => {
  turn += 1;
  db = (await openDatabase(() => {}, `gallery-${turn}`)).database;
});

const id = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

const entry = (at: number, more: Partial<Entry> & { bytes?: number } = {}): Entry => ({
  id: id(at),
  name: `picture ${at}.png`,
  created: at,
  modified: at,
  settings: { preset: 'photo', values: {}, recolor: [] },
  stats: { width: 1, height: 1, paths: 1, curves: 1, coordinates: 1, colors: 1, bytes: more.bytes ?? 100 },
  source: null,
  thumbnails: { small: new ArrayBuffer(2), large: new ArrayBuffer(4) },
  ...more,
});

async function keep(of: Entry, svg = '<svg></svg>', source: Blob | null = null): Promise<void> {
  await store.put(db, await store.pack(of, new Blob([svg]), source));
}

const names = ({ data }: Page): string[] => data.map(({ name }) => name);

/** Every page of a query, one after the other. */
async function walk(query: Query): Promise<Page[]> {
  const pages = [await store.page(db, query)];
  for (let after = pages[0]?.pagination.nextCursor; after; ) {
    const next = await store.page(db, { ...query, after });
    pages.push(next);
    after = next.pagination.nextCursor;
  }
  return pages;
}

describe('pages', () => {
  it('hold 20 by default, 50 at most, and say whether more follow', async () => {
    for (let at = 0; at < 60; at += 1) await keep(entry(at));
    const first = await store.page(db, { sort: 'newest' });
    expect(first.data).toHaveLength(20);
    expect(first.pagination).toMatchObject({ hasMore: true, limit: 20 });
    expect(first.data[0]?.thumbnails.small.byteLength).toBe(2);
    expect(first.data[0]).not.toHaveProperty('order');
    const most = await store.page(db, { sort: 'newest', limit: 1000 });
    expect(most.data).toHaveLength(50);
    const rest = await store.page(db, { sort: 'newest', limit: 50, after: most.pagination.nextCursor });
    expect(rest.data).toHaveLength(10);
    expect(rest.pagination).toEqual({ hasMore: false, nextCursor: null, limit: 50 });
  });

  it.each(sorts)('by %s: each entry once, in order, whatever is equal', async (sort) => {
    for (let at = 0; at < 30; at += 1)
      await keep(entry(at, { modified: at % 3, name: `n${at % 4}`, bytes: at % 5 }));
    const seen = (await walk({ sort, limit: 7 })).flatMap(({ data }) => data);
    expect(new Set(seen.map((each) => each.id)).size).toBe(30);
    const ranked = seen.map(({ modified, name, stats }) =>
      sort === 'newest' ? -modified : sort === 'oldest' ? modified : sort === 'name' ? name : -stats.bytes,
    );
    expect(ranked).toEqual([...ranked].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });

  it('a cursor stays where it is when entries are added and deleted before it', async () => {
    for (let at = 10; at < 30; at += 1) await keep(entry(at));
    const first = await store.page(db, { sort: 'newest', limit: 5 });
    await keep(entry(99));
    await store.bin(db, id(28), 1);
    const after = first.pagination.nextCursor;
    expect(names(await store.page(db, { sort: 'newest', limit: 2, after }))).toEqual([
      'picture 24.png',
      'picture 23.png',
    ]);
    const again = await store.page(db, { sort: 'newest', until: after, limit: 50 });
    expect(names(again)).toEqual([99, 29, 27, 26, 25].map((at) => `picture ${at}.png`));
  });

  it('a cursor of another order is refused', async () => {
    await expect(store.page(db, { sort: 'name', after: '[1,"a"]' })).rejects.toThrow(RangeError);
    await expect(store.page(db, { sort: 'newest', after: 'rubbish' })).rejects.toThrow(RangeError);
  });

  it('names sort as people count, without case and accents', async () => {
    for (const [at, name] of ['b10.png', 'B2.png', 'Ärger.png', 'apfel.png'].entries())
      await keep(entry(at, { name }));
    expect(names(await store.page(db, { sort: 'name' }))).toEqual([
      'apfel.png',
      'Ärger.png',
      'B2.png',
      'b10.png',
    ]);
  });

  it('a search finds parts of names, in the chosen order, by pages', async () => {
    for (let at = 0; at < 25; at += 1)
      await keep(entry(at, { name: at % 2 ? `Café ${at}.png` : `tea ${at}.png` }));
    const pages = await walk({ sort: 'newest', search: ' CAFE', limit: 5 });
    expect(pages.map(({ data }) => data.length)).toEqual([5, 5, 2]);
    expect(names(pages[0] as Page)[0]).toBe('Café 23.png');
    await keep(entry(1, { name: 'tea after all.png' }));
    await store.bin(db, id(3), 1);
    expect((await walk({ sort: 'oldest', search: 'café' })).flatMap(names)).toHaveLength(10);
    expect(names(await store.page(db, { sort: 'name', search: 'nothing' }))).toEqual([]);
  });
});

describe('an entry', () => {
  it('comes back as it was, its drawing compressed in between', async () => {
    const svg = `<svg>${'<path d="m0 0h1"/>'.repeat(500)}</svg>`;
    await keep(entry(1), svg, new Blob(['pixels'], { type: 'image/png' }));
    const kept = await store.read(db, id(1));
    expect(kept?.drawing.size).toBeLessThan(svg.length / 10);
    expect(await (await gunzip(kept?.drawing as Blob, 'image/svg+xml')).text()).toBe(svg);
    expect(kept?.entry.source).toEqual({ type: 'image/png', bytes: 6 });
    expect(await kept?.source?.text()).toBe('pixels');
  });

  it('is replaced while it is tuned; its first date and its source stay', async () => {
    await keep(entry(1), '<svg>1</svg>', new Blob(['pixels']));
    await keep(
      entry(1, { modified: 50, created: 50, settings: { preset: 'logo', values: {}, recolor: [] } }),
      '<svg>2</svg>',
    );
    expect(await store.count(db)).toBe(1);
    const kept = await store.read(db, id(1));
    expect(kept?.entry).toMatchObject({
      created: 1,
      modified: 50,
      settings: { preset: 'logo', values: {}, recolor: [] },
    });
    expect(await kept?.source?.text()).toBe('pixels');
    expect((await walk({ sort: 'newest', search: 'picture' })).flatMap(names)).toHaveLength(1);
  });

  it('in the bin is nowhere to be seen; undone, it is as before; emptied, it is gone', async () => {
    await keep(entry(1), '<svg>1</svg>', new Blob(['pixels']));
    await keep(entry(2));
    expect(await store.bin(db, id(1), 500)).toBe(true);
    expect(await store.bin(db, id(1), 500)).toBe(false);
    expect(await store.read(db, id(1))).toBeUndefined();
    expect(await store.count(db)).toBe(1);
    await store.emptyBin(db, 499);
    expect(await store.restore(db, id(1))).toBe(true);
    expect(await (await store.read(db, id(1)))?.source?.text()).toBe('pixels');
    expect((await store.read(db, id(1)))?.entry).not.toHaveProperty('binned');

    await store.bin(db, id(1), 500);
    await store.emptyBin(db, 500);
    expect(await store.restore(db, id(1))).toBe(false);
    expect(await db.getAllKeys('drawings')).toEqual([id(2)]);
    expect(await db.getAllKeys('sources')).toEqual([]);
    expect(await db.getAllKeys('names')).toHaveLength(1);
  });

  it('that can’t be written leaves nothing behind, and the one before untouched', async () => {
    await keep(entry(1), '<svg>before</svg>');
    const broken = {
      ...entry(1, { modified: 9 }),
      settings: { preset: (() => {}) as never, values: {}, recolor: [] },
    };
    await expect(keep(broken, '<svg>after</svg>')).rejects.toThrow();
    const kept = await store.read(db, id(1));
    expect(kept?.entry.modified).toBe(1);
    expect(await (await gunzip(kept?.drawing as Blob, '')).text()).toBe('<svg>before</svg>');
    expect(await db.getAllKeys('names')).toHaveLength(1);
  });
});

it('everything can be cleared', async () => {
  await keep(entry(1), '<svg/>', new Blob(['pixels']));
  await store.clear(db);
  for (const name of ['entries', 'drawings', 'sources', 'names'] as const)
    expect(await db.count(name)).toBe(0);
});

it('a database that was not there before says so', async () => {
  expect((await openDatabase(() => {}, 'once')).created).toBe(true);
  expect((await openDatabase(() => {}, 'once')).created).toBe(false);
});

describe('names', () => {
  it('are numbered where they repeat', () => {
    const name = unique();
    expect(['a.svg', 'A.svg', 'a (2).svg', 'a.svg', 'b', 'b'].map(name)).toEqual([
      'a.svg',
      'A (2).svg',
      'a (2) (2).svg',
      'a (3).svg',
      'b',
      'b (2)',
    ]);
  });

  it('are made fit for any file system', () => {
    expect(safeName('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(safeName('a:b\u0000?.png. ')).toBe('a_b__.png');
    expect(safeName('...')).toBe('picture');
  });

  it('are compared without case and accents', () => {
    expect(fold('Žluťoučký KŮŇ')).toBe('zlutoucky kun');
  });
});

it('errors are told apart by what a person can do', () => {
  expect(failureOf(new DOMException('', 'QuotaExceededError'))).toBe('full');
  expect(failureOf(Object.assign(new Error(''), { name: 'InvalidStateError' }))).toBe('lost');
  expect(failureOf('what?')).toBe('internal');
});
