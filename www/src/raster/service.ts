/**
 * What the raster worker does: decode pictures, paint drawings, compare the two. Bitmaps are given away.
 *
 * Work of more than a few milliseconds is done in slices, so that a small order need not wait for a large one.
 */
import { transfer } from 'comlink';
import { type Document, read } from './document';
import { hasGraphicsCard } from './graphics';
import type { Nodes, NodesShown } from './nodes';
import { canvas, type Look, looksLikePicture, Original } from './original';
import { breath, paint, type Size } from './paint';
import type { Region } from './region';

/** What can be painted of a part of a picture. */
export type Order = {
  region: Region;
  /** Size of the bitmap, px. */
  width: number;
  height: number;
};

export type NodesOrder = Order & {
  /** A CSS pixel in pixels of the bitmap. */
  pixel: number;
  colors: { anchor: string; handle: string; halo: string };
};

/** An answer to {@link RasterService.compare}. */
export type Compared = { mean: number; p95: number; map: ImageBitmap };

/** Pictures are compared at this many pixels, at most. */
const comparedPixels = 360_000;
/** What nobody looks at waits so long for a drawing that was read to be painted, ms: some ways of looking show none. */
const awaitedMs = 100;
/** So many bytes are compressed at a time, a millisecond or two. */
const weighedBytes = 1 << 15;

type Drawn = {
  document: Document;
  picture: Size;
  nodes: Promise<Nodes> | null;
  /** How often its paintings were given up: those that were begun before the last time end. */
  givenUp: number;
  /** Another has taken its place on the screen: how far it is from the picture, nobody wants to know any more. */
  replaced: boolean;
};

const originals = new Map<number, Original>();
const drawings = new Map<number, Drawn>();
/** Counts comparisons: only the newest is wanted. */
let comparison = 0;
/** Paintings under way: what nobody looks at waits for them. */
let painting = 0;
/** Drawings that were read just now, which the page has painted as soon as it hears of that, if anybody looks at them. */
const awaited = new Set<number>();

/** Does work that somebody looks at. */
async function watched<T>(work: () => Promise<T>): Promise<T> {
  painting += 1;
  try {
    return await work();
  } finally {
    painting -= 1;
  }
}

/** Waits until nothing that somebody looks at is painted, or is just about to be. */
async function unwatched(): Promise<void> {
  do await breath();
  while (painting > 0 || awaited.size > 0);
}

const given = (bitmap: ImageBitmap): ImageBitmap => transfer(bitmap, [bitmap]);

const service = {
  hasGraphicsCard,

  /** Whether the first bytes are those of a picture; soon to be had. */
  async isPicture(file: Blob): Promise<boolean> {
    return looksLikePicture(file);
  },

  /** A first look at a picture; null when the browser can't read it. It stays until it is forgotten. */
  async look(picture: number, file: Blob): Promise<Look | null> {
    const original = new Original(file);
    try {
      const look = await original.look();
      originals.set(picture, original);
      return transfer(look, look.proxy ? [look.bitmap, look.proxy.data.buffer] : [look.bitmap]);
    } catch {
      return null;
    }
  },

  /** Reads an SVG that is as large as the picture; false when it is none. It stays until it is forgotten. */
  async read(drawing: number, svg: string, picture: Size): Promise<boolean> {
    const document = read(svg);
    if (document) {
      drawings.set(drawing, { document, picture, nodes: null, givenUp: 0, replaced: false });
      awaited.add(drawing);
      setTimeout(() => awaited.delete(drawing), awaitedMs);
    }
    return document !== null;
  },

  async paintOriginal(picture: number, order: Order): Promise<ImageBitmap | null> {
    const context = canvas(order);
    const original = originals.get(picture);
    if (!original) return null;
    try {
      await original.paint(context, order.region);
    } catch {
      return null;
    }
    return given(context.canvas.transferToImageBitmap());
  },

  /** Null when it is not known, or was given up. */
  async paintDrawing(drawing: number, order: Order): Promise<ImageBitmap | null> {
    const drawn = drawings.get(drawing);
    if (!drawn) return null;
    const { document, picture, givenUp } = drawn;
    awaited.delete(drawing);
    const context = canvas(order);
    const stale = async (): Promise<boolean> => {
      await breath();
      return drawn.givenUp !== givenUp || !drawings.has(drawing);
    };
    const done = await watched(() => paint(context, document, picture, order.region, stale));
    return done ? given(context.canvas.transferToImageBitmap()) : null;
  },

  /** Ends what is being painted of a drawing: something newer is to be seen. */
  giveUpDrawing(drawing: number): void {
    const drawn = drawings.get(drawing);
    if (drawn) drawn.givenUp += 1;
  },

  async paintNodes(
    drawing: number,
    order: NodesOrder,
  ): Promise<{ bitmap: ImageBitmap; shown: NodesShown } | null> {
    const drawn = drawings.get(drawing);
    if (!drawn) return null;
    // What few look at is fetched when they do, like the comparison below.
    drawn.nodes ??= import('./nodes').then(({ Nodes }) => Nodes.of(drawn.document));
    const nodes = await drawn.nodes;
    const context = canvas(order);
    const { region, pixel, colors } = order;
    const shown = nodes.paint(context, drawn.document, drawn.picture, region, pixel, colors);
    const bitmap = context.canvas.transferToImageBitmap();
    return transfer({ bitmap, shown }, [bitmap]);
  },

  /** How far the drawing is from the picture, on white where they are transparent. */
  async compare(picture: number, drawing: number): Promise<Compared | null> {
    comparison += 1;
    const mine = comparison;
    const stale = async (): Promise<boolean> => {
      await unwatched();
      return mine !== comparison || drawn?.replaced !== false || !drawings.has(drawing);
    };
    const original = originals.get(picture);
    const drawn = drawings.get(drawing);
    if (!original || !drawn) return null;
    const { width, height } = drawn.picture;
    const scale = Math.min(1, Math.sqrt(comparedPixels / (width * height)));
    const size = { width: Math.round(width * scale) || 1, height: Math.round(height * scale) || 1 };
    const all = { x: 0, y: 0, width, height };
    const [one, other] = [canvas(size), canvas(size)];
    try {
      await original.paint(one, all);
    } catch {
      return null;
    }
    if (!(await paint(other, drawn.document, drawn.picture, all, stale))) return null;
    const { difference } = await import('./difference');
    const found = await difference(onWhite(one, size), onWhite(other, size), stale);
    if (!found) return null;
    const map = await createImageBitmap(found.map);
    return transfer({ mean: found.mean, p95: found.p95, map }, [map]);
  },

  /** Size after gzip, as a server would send it. */
  async weigh(svg: Blob): Promise<number> {
    let bytes = 0;
    const count = new WritableStream<Uint8Array>({
      write: (chunk) => {
        bytes += chunk.byteLength;
      },
    });
    const patient = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      async transform(chunk, controller) {
        for (let at = 0; at < chunk.byteLength; at += weighedBytes) {
          await unwatched();
          controller.enqueue(chunk.subarray(at, at + weighedBytes));
        }
      },
    });
    await svg.stream().pipeThrough(patient).pipeThrough(new CompressionStream('gzip')).pipeTo(count);
    return bytes;
  },

  forgetPicture(picture: number): void {
    originals.get(picture)?.close();
    originals.delete(picture);
  },

  /** Another has taken its place, and is never taken back. */
  replaceDrawing(drawing: number): void {
    const drawn = drawings.get(drawing);
    if (drawn) drawn.replaced = true;
  },

  forgetDrawing(drawing: number): void {
    drawings.delete(drawing);
  },
};

export type RasterService = typeof service;
export default service;

function onWhite(context: OffscreenCanvasRenderingContext2D, { width, height }: Size): ImageData {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
