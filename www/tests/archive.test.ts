// The archive of a gallery: what goes out comes back, and what comes from elsewhere is checked.
import {
  BlobReader,
  BlobWriter,
  TextReader,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { describe, expect, it } from 'vitest';
import { type Archived, isPlainSvg, read, write } from '../src/gallery/archive';
import type { Entry } from '../src/gallery/entry';

const webp = new Uint8Array([...'RIFF....WEBPVP8 '].map((letter) => letter.charCodeAt(0))).buffer;
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="m0 0h1"/></svg>';

const archived = (at: number, name: string, source: string | null = null): Archived => {
  const entry: Entry = {
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    name,
    created: at,
    modified: at,
    settings: {
      preset: 'logo',
      values: { 'fit.tolerance': 0.5, 'segment.palette': ['#ff0000'] },
      recolor: [],
    },
    stats: { width: 1, height: 1, paths: 1, curves: 1, coordinates: 1, colors: 1, bytes: svg.length },
    source: source === null ? null : { type: 'image/png', bytes: source.length },
    thumbnails: { small: webp, large: webp },
  };
  return { entry, svg: new Blob([svg]), source: source === null ? null : new Blob([source]) };
};

async function* each(entries: Archived[]): AsyncGenerator<Archived> {
  yield* entries;
}

async function all(zip: Blob): Promise<(Archived | null)[]> {
  const found: (Archived | null)[] = [];
  for await (const entry of read(zip, () => {})) found.push(entry);
  return found;
}

/** An archive whose parts were changed by somebody else. */
async function altered(zip: Blob, change: (name: string, text: string) => string | null): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter());
  for (const file of await new ZipReader(new BlobReader(zip)).getEntries()) {
    if (file.directory) continue;
    const blob = await file.getData(new BlobWriter());
    const text = change(file.filename, await blob.text());
    if (text !== null)
      await writer.add(file.filename, text === '' ? new BlobReader(blob) : new TextReader(text));
  }
  return writer.close();
}

describe('out and in', () => {
  it('everything comes back, same names and all', async () => {
    const before = [archived(1, 'map.png', 'pixels'), archived(2, 'map.png'), archived(3, '../map?.png')];
    const shares: number[] = [];
    const zip = await write(each(before), 3, (share) => shares.push(share));
    expect(shares.at(-1)).toBe(1);
    const after = await all(zip);
    expect(after.map((one) => one?.entry)).toEqual(before.map(({ entry }) => entry));
    expect(await after[0]?.source?.text()).toBe('pixels');
    expect(await after[2]?.svg.text()).toBe(svg);
    const names = (await new ZipReader(new BlobReader(zip)).getEntries()).map(({ filename }) => filename);
    expect(names).toContain('drawings/map.svg');
    expect(names).toContain('drawings/map (2).svg');
    expect(names.every((name) => !name.includes('..') && !name.includes('?'))).toBe(true);
  });

  it('an empty gallery', async () => {
    expect(await all(await write(each([]), 0, () => {}))).toEqual([]);
  });
});

describe('what comes from elsewhere', () => {
  const two = (): Promise<Blob> =>
    write(each([archived(1, 'a.png', 'pixels'), archived(2, 'b.png')]), 2, () => {});

  it.each([
    ['a drawing with a script', 'drawings/a.svg', svg.replace('<path', '<script>1</script><path')],
    ['a drawing that is none', 'drawings/a.svg', 'GIF89a'],
    ['a thumbnail that is none', 'thumbnails/00000000-0000-4000-8000-000000000001-96.webp', '<html>'],
  ])('%s is left out, the other entry is not', async (_, broken, text) => {
    const found = await all(await altered(await two(), (name) => (name === broken ? text : '')));
    expect(found.map((one) => one?.entry.name)).toEqual([undefined, 'b.png']);
  });

  it('an entry whose source is missing is left out', async () => {
    const found = await all(await altered(await two(), (name) => (name.startsWith('sources/') ? null : '')));
    expect(found.map((one) => one?.entry.name)).toEqual([undefined, 'b.png']);
  });

  it.each([
    ['an id of its own kind', '"id":"00000000-0000-4000-8000-000000000001"', '"id":"../../x"'],
    ['a path out of its folder', '"drawing":"drawings/a.svg"', '"drawing":"drawings/../../a.svg"'],
    ['settings of another shape', '"preset":"logo"', '"preset":{"logo":1}'],
    ['a time that is none', '"modified":1', '"modified":"soon"'],
  ])('%s is left out', async (_, part, wrong) => {
    const zip = await altered(await two(), (name, text) =>
      name === 'gallery.json' ? text.replace(part, wrong) : '',
    );
    expect((await all(zip)).map((one) => one?.entry.name)).toEqual([undefined, 'b.png']);
  });

  it.each([
    ['no list', (name: string) => (name === 'gallery.json' ? null : '')],
    ['another list', (name: string) => (name === 'gallery.json' ? '{"format":"other"}' : '')],
  ])('a zip with %s is refused', async (_, change) => {
    await expect(all(await altered(await two(), change))).rejects.toMatchObject({ name: 'DataError' });
  });

  it('what is no zip is refused', async () => {
    await expect(all(new Blob(['Dear diary']))).rejects.toMatchObject({ name: 'DataError' });
  });
});

it('only plain SVG passes', () => {
  expect(isPlainSvg(svg)).toBe(true);
  expect(isPlainSvg(`<?xml version="1.0"?>\n${svg}\n`)).toBe(true);
  for (const wrong of [
    svg.replace('<path', '<path onclick="x()"'),
    svg.replace('<path', '<image href="http://a.example/"/><path'),
    svg.replace('<path', '<a xlink:href="javascript:x()"/><path'),
    svg.replace('<path', '<foreignObject/><path'),
    `<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`,
    svg.replace('</svg>', ''),
  ])
    expect(isPlainSvg(wrong), wrong).toBe(false);
});
