/**
 * Paints a {@link Document} into a canvas: any part of it, at any scale.
 *
 * Paths outside the canvas cost next to nothing (their bounds are compared first), so that a small part of a large
 * drawing at 64 times its size is quick. The simpler way, one bitmap of the whole drawing to be enlarged, is
 * what the view shows while it moves.
 */
import type { Document, Gradient, Item, Paint } from './document';
import type { Region } from './region';

export type Context = OffscreenCanvasRenderingContext2D;

/** Where the document lies: the size of its picture, px. */
export type Size = { width: number; height: number };

/** Strokes thinner than this on the canvas, px, are left out: they only close seams, which are thinner still. */
const leastStroke = 0.12;
/**
 * How long to give orders before the worker looks whether anything newer was asked for, ms. A canvas takes them down
 * and follows them when its pixels are wanted, which takes two or three times as long.
 */
const slice = 2;

/** An opening for other messages to be heard. */
export const breath = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });

/**
 * Paints what of the document lies in the region (in pixels of the picture) over the whole canvas.
 *
 * @param stale is asked between slices, and may take its time to answer
 * @returns false when it was stopped half-way because `stale` said so
 */
export async function paint(
  context: Context,
  document: Document,
  picture: Size,
  region: Region,
  stale: () => Promise<boolean> = async () => {
    await breath();
    return false;
  },
): Promise<boolean> {
  place(context, document, picture, region);
  let until = performance.now() + slice;
  const leastWidth = leastStroke / context.getTransform().a;
  for (const item of document.items) {
    if (item.opacity < 1) paintAsOne(context, item, leastWidth);
    else paintItem(context, item, leastWidth);
    if (performance.now() < until) continue;
    // Else all is painted at the end, in one piece that nothing ends and every message waits for.
    context.getImageData(0, 0, 1, 1);
    if (await stale()) return false;
    until = performance.now() + slice;
  }
  return true;
}

/** Sets the canvas up so that coordinates of the document land where they belong. */
export function place(context: Context, { box }: Document, picture: Size, region: Region): void {
  const { width, height } = context.canvas;
  const x = width / region.width;
  const y = height / region.height;
  const scaleX = (x * picture.width) / box.width;
  const scaleY = (y * picture.height) / box.height;
  context.setTransform(scaleX, 0, 0, scaleY, -region.x * x - box.x * scaleX, -region.y * y - box.y * scaleY);
}

/** Where {@link paintAsOne} paints first: kept, since a turn of a dial comes by several times. */
let layer: Context | null = null;

/** Paints what is translucent as a whole: its stroke lies half upon its fill, and must not show there. */
function paintAsOne(context: Context, item: Item, leastWidth: number): void {
  const { width, height } = context.canvas;
  layer ??= new OffscreenCanvas(width, height).getContext('2d');
  if (!layer) return;
  // A new size clears the canvas as well.
  if (layer.canvas.width !== width) layer.canvas.width = width;
  if (layer.canvas.height !== height) layer.canvas.height = height;
  layer.resetTransform();
  layer.clearRect(0, 0, width, height);
  layer.setTransform(context.getTransform());
  paintItem(layer, item, leastWidth);
  context.save();
  context.resetTransform();
  context.globalAlpha = item.opacity;
  context.drawImage(layer.canvas, 0, 0);
  context.restore();
}

function paintItem(context: Context, item: Item, leastWidth: number): void {
  if (item.fill) {
    context.globalAlpha = item.fillOpacity;
    withPaint(context, item.fill, item.path, (path, style) => {
      context.fillStyle = style;
      context.fill(path);
    });
    context.globalAlpha = 1;
  }
  if (item.stroke && item.strokeWidth >= leastWidth) {
    // The engine strokes with flat colours, and with gradients that need no matrix of their own.
    context.strokeStyle =
      typeof item.stroke === 'string' ? item.stroke : canvasGradient(context, item.stroke);
    context.lineWidth = item.strokeWidth;
    context.lineJoin = item.roundJoins ? 'round' : 'miter';
    context.stroke(item.path);
  }
}

type Style = string | CanvasGradient;

function withPaint(
  context: Context,
  paint: Paint,
  path: Path2D,
  draw: (path: Path2D, style: Style) => void,
): void {
  if (typeof paint === 'string') {
    draw(path, paint);
    return;
  }
  const style = canvasGradient(context, paint);
  if (!paint.matrix) {
    draw(path, style);
    return;
  }
  // A canvas's gradient has no matrix: the canvas takes it on, and the path is taken back by as much.
  const back = paint.matrix.inverse();
  if (!Number.isFinite(back.a)) return;
  const local = new Path2D();
  local.addPath(path, back);
  context.save();
  const { a, b, c, d, e, f } = paint.matrix;
  context.transform(a, b, c, d, e, f);
  draw(local, style);
  context.restore();
}

function canvasGradient(context: Context, { kind, at, stops }: Gradient): CanvasGradient {
  const [a = 0, b = 0, c = 0, d = 0] = at;
  const made =
    kind === 'linear'
      ? context.createLinearGradient(a, b, c, d)
      : context.createRadialGradient(a, b, 0, a, b, Math.max(0, c));
  for (const { offset, color } of stops) made.addColorStop(offset, color);
  return made;
}
