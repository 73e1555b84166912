/**
 * The whole gallery as one zip, and back: `gallery.json` lists the entries, the drawings lie beside it as plain SVG
 * under readable names, so that the archive is of use without Pathloom, too.
 *
 * Both directions stream: one entry is in memory at a time. What comes from outside is checked before it is kept,
 * entry by entry, and one bad entry spoils none of the others.
 */
import {
  BlobReader,
  BlobWriter,
  configure,
  type FileEntry,
  TextReader,
  TextWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import * as v from 'valibot';
import type { Settings } from '../state/settings';
import type { Entry, Thumbnails } from './entry';
import { safeName, unique } from './names';

// This runs in a worker already, and the page's policy allows none from data: addresses.
configure({ useWebWorkers: false });

const listName = 'gallery.json';
const largest = { list: 64e6, svg: 128e6, source: 512e6, thumbnail: 512e3 };

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const short = v.pipe(v.string(), v.maxLength(1000));
const value = v.union([v.number(), v.boolean(), v.null(), short, v.pipe(v.array(short), v.maxLength(1000))]);
const color = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));
/** Only the shape: the engine checks values when they are used. */
const settings = v.object({
  preset: short as v.GenericSchema<Settings['preset']>,
  values: v.record(v.pipe(v.string(), v.maxLength(64)), value),
  recolor: v.pipe(v.array(v.object({ from: color, to: color })), v.maxLength(1000)),
});
const path = v.pipe(v.string(), v.regex(/^(drawings|sources|thumbnails)\/[^/]+$/), v.maxLength(260));

const listedEntry = v.object({
  id: v.pipe(v.string(), v.uuid()),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  created: whole,
  modified: whole,
  settings,
  stats: v.object({
    width: whole,
    height: whole,
    paths: whole,
    curves: whole,
    coordinates: whole,
    colors: whole,
    bytes: whole,
  }),
  source: v.nullable(v.object({ type: v.pipe(v.string(), v.maxLength(100)), file: path })),
  drawing: path,
  thumbnails: v.object({ small: path, large: path }),
});
const list = v.object({
  format: v.literal('pathloom-gallery'),
  version: v.literal(1),
  entries: v.pipe(v.array(v.unknown()), v.maxLength(1_000_000)),
});

type Listed = Omit<v.InferOutput<typeof listedEntry>, 'settings'> & Pick<Entry, 'settings'>;

/** An entry as it goes in and comes out: the drawing is plain SVG. */
export type Archived = { entry: Entry; svg: Blob; source: Blob | null };

/** Share of the work that is done, 0 to 1. */
export type Report = (share: number) => void;

/** Files in a zip, under the names given; those must differ. */
export async function zip(files: Iterable<{ name: string; blob: Blob }>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 6 });
  for (const { name, blob } of files) await writer.add(name, new BlobReader(blob));
  return writer.close();
}

export async function write(entries: AsyncIterable<Archived>, total: number, report: Report): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 6 });
  const listed: Listed[] = [];
  const name = unique();
  const stored = { level: 0 };
  for await (const { entry, svg, source } of entries) {
    const { id, thumbnails, source: described, ...rest } = entry;
    const original = safeName(entry.name);
    const files: Listed = {
      ...rest,
      id,
      drawing: name(`drawings/${original.replace(/\.[^.]+$/, '')}.svg`),
      source: source && described ? { type: described.type, file: name(`sources/${original}`) } : null,
      thumbnails: { small: `thumbnails/${id}-96.webp`, large: `thumbnails/${id}-320.webp` },
    };
    await writer.add(files.drawing, new BlobReader(svg));
    if (source && files.source) await writer.add(files.source.file, new BlobReader(source), stored);
    for (const size of ['small', 'large'] as const)
      await writer.add(files.thumbnails[size], new BlobReader(new Blob([thumbnails[size]])), stored);
    listed.push(files);
    report(listed.length / Math.max(1, total));
  }
  const contents: v.InferInput<typeof list> = { format: 'pathloom-gallery', version: 1, entries: listed };
  await writer.add(listName, new TextReader(JSON.stringify(contents)));
  return writer.close();
}

/**
 * Reads an archive, entry by entry; `null` stands for one that can't be kept.
 *
 * @throws {DOMException} `DataError` when it is no archive of a gallery
 */
export async function* read(file: Blob, report: Report): AsyncGenerator<Archived | null> {
  const reader = new ZipReader(new BlobReader(file));
  try {
    const files = new Map<string, FileEntry>();
    for await (const each of reader.getEntriesGenerator())
      if (!each.directory) files.set(each.filename, each);
    const entries = await readList(files.get(listName));
    for (const [at, each] of entries.entries()) {
      yield await readEntry(each, files).catch(() => null);
      report((at + 1) / entries.length);
    }
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new DOMException('This is not an archive of a gallery.', 'DataError');
  } finally {
    await reader.close();
  }
}

async function readList(file: FileEntry | undefined): Promise<unknown[]> {
  if (!file || file.uncompressedSize > largest.list) throw new TypeError('no list');
  const text = await file.getData(new TextWriter(), { checkSignature: true });
  return v.parse(list, JSON.parse(text)).entries;
}

async function readEntry(listed: unknown, files: ReadonlyMap<string, FileEntry>): Promise<Archived> {
  const { drawing, source, thumbnails, settings, ...rest } = v.parse(listedEntry, listed);
  const get = async (name: string, most: number, type: string): Promise<Blob> => {
    const file = files.get(name);
    if (!file || file.uncompressedSize > most) throw new TypeError(`no ${name}`);
    const blob = await file.getData(new BlobWriter(type), { checkSignature: true });
    if (blob.size > most) throw new TypeError(`${name} is larger than it says`);
    return blob;
  };
  const thumbnail = async (name: string): Promise<ArrayBuffer> => {
    const bytes = await (await get(name, largest.thumbnail, '')).arrayBuffer();
    if (!isPicture(new Uint8Array(bytes))) throw new TypeError(`${name} is no thumbnail`);
    return bytes;
  };
  const svg = await get(drawing, largest.svg, 'image/svg+xml');
  if (!isPlainSvg(await svg.text())) throw new TypeError(`${drawing} is not a plain SVG`);
  const original = source ? await get(source.file, largest.source, source.type) : null;
  const small = await thumbnail(thumbnails.small);
  const both: Thumbnails = { small, large: await thumbnail(thumbnails.large) };
  const described = original && source ? { type: source.type, bytes: original.size } : null;
  const stats = { ...rest.stats, bytes: svg.size };
  return { entry: { ...rest, stats, settings, source: described, thumbnails: both }, svg, source: original };
}

/** WebP, or PNG from a browser that writes no WebP. */
function isPicture(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return /^RIFF.{4}WEBP/s.test(text) || text.startsWith('\x89PNG');
}

/** Only ever shown through `<img>`, but a person may save it and open it elsewhere. */
export function isPlainSvg(text: string): boolean {
  const active =
    /<(script|foreignObject|iframe|image|use|a|animate\w*|set|style)\b|<!|<\?(?!xml )|\s(on\w+|(xlink:)?href)\s*=/i;
  return /^\s*(<\?xml [^>]*\?>\s*)?<svg\b/.test(text) && /<\/svg>\s*$/.test(text) && !active.test(text);
}
