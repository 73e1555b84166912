/**
 * The points of a drawing: anchors where curves meet, and the handles that bend them.
 *
 * Kept as flat arrays of numbers: a photo's drawing has half a million of them, and an object for each
 * would be slower to go through than to paint.
 */
import svgpath from 'svgpath';
import type { Document } from './document';
import { breath, type Context, place, type Size } from './paint';
import type { Region } from './region';

/** At most so many anchors in view are painted with their handles; more would hide the drawing. */
const handlesUpTo = 2500;
/** At most so many anchors in view are painted at all. */
const anchorsUpTo = 40_000;

/** How much of the nodes a painting shows. */
export type NodesShown = { anchors: number; inView: number; handles: boolean; dense: boolean };

export class Nodes {
  /** x y of each anchor, in document units. */
  readonly anchors: Float32Array;
  /** x y of an anchor, then of its handle. */
  readonly handles: Float32Array;

  private constructor(anchors: number[], handles: number[]) {
    this.anchors = new Float32Array(anchors);
    this.handles = new Float32Array(handles);
  }

  static async of({ items }: Document): Promise<Nodes> {
    const anchors: number[] = [];
    const handles: number[] = [];
    let until = performance.now() + 12;
    for (const { data } of items) {
      let begin = 0;
      svgpath(data)
        .abs()
        .unshort()
        .iterate(([command, ...at], _, x, y) => {
          const n = at as number[];
          const last = n.length;
          if (command === 'M') begin = anchors.length;
          if (command === 'Z') {
            // A contour that has come back to its first anchor has it once.
            const { length } = anchors;
            const back = anchors[length - 2] === anchors[begin] && anchors[length - 1] === anchors[begin + 1];
            if (back && length > begin + 2) anchors.length -= 2;
            return;
          }
          const endX = command === 'V' ? x : (n[command === 'H' ? 0 : last - 2] ?? x);
          const endY = command === 'H' ? y : (n[last - 1] ?? y);
          anchors.push(endX, endY);
          if (command === 'C' || command === 'Q') {
            handles.push(x, y, n[0] ?? x, n[1] ?? y);
            handles.push(endX, endY, n[last - 4] ?? endX, n[last - 3] ?? endY);
          }
        });
      if (performance.now() < until) continue;
      await breath();
      until = performance.now() + 12;
    }
    return new Nodes(anchors, handles);
  }

  get count(): number {
    return this.anchors.length / 2;
  }

  /** Paints outlines and what nodes there is room for. `pixel` is a CSS pixel in pixels of the canvas. */
  paint(
    context: Context,
    document: Document,
    picture: Size,
    region: Region,
    pixel: number,
    colors: { anchor: string; handle: string; halo: string },
  ): NodesShown {
    place(context, document, picture, region);
    const { a, d, e, f } = context.getTransform();
    const { width, height } = context.canvas;
    const inView = within(this.anchors, 2, a, d, e, f, width, height);
    const count = inView.length / 2;
    const handles = count <= handlesUpTo;
    if (count <= anchorsUpTo) {
      context.strokeStyle = colors.handle;
      context.lineWidth = (0.75 * pixel) / a;
      context.globalAlpha = 0.55;
      for (const { path } of document.items) context.stroke(path);
      context.globalAlpha = 1;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (handles)
      paintHandles(context, within(this.handles, 4, a, d, e, f, width, height), pixel, colors.handle);
    if (count <= anchorsUpTo) paintAnchors(context, inView, (handles ? 2.5 : 1) * pixel, handles, colors);
    return { anchors: this.count, inView: count, handles, dense: count > anchorsUpTo };
  }
}

/** The points that fall on the canvas, in its pixels; `step` numbers belong together and the first two decide. */
function within(
  points: Float32Array,
  step: 2 | 4,
  a: number,
  d: number,
  e: number,
  f: number,
  width: number,
  height: number,
): number[] {
  const found: number[] = [];
  for (let at = 0; at < points.length; at += step) {
    const x = (points[at] as number) * a + e;
    const y = (points[at + 1] as number) * d + f;
    if (x < 0 || y < 0 || x > width || y > height) continue;
    found.push(x, y);
    if (step === 4) found.push((points[at + 2] as number) * a + e, (points[at + 3] as number) * d + f);
  }
  return found;
}

function paintHandles(context: Context, lines: number[], pixel: number, color: string): void {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = pixel;
  context.beginPath();
  for (let at = 0; at < lines.length; at += 4) {
    const [x = 0, y = 0, toX = 0, toY = 0] = lines.slice(at, at + 4);
    context.moveTo(x, y);
    context.lineTo(toX, toY);
  }
  context.stroke();
  context.beginPath();
  for (let at = 2; at < lines.length; at += 4) {
    const x = lines[at] as number;
    const y = lines[at + 1] as number;
    context.moveTo(x + 2 * pixel, y);
    context.arc(x, y, 2 * pixel, 0, 7);
  }
  context.fill();
}

function paintAnchors(
  context: Context,
  points: number[],
  half: number,
  outlined: boolean,
  colors: { anchor: string; halo: string },
): void {
  context.beginPath();
  for (let at = 0; at < points.length; at += 2) {
    context.rect((points[at] as number) - half, (points[at + 1] as number) - half, 2 * half, 2 * half);
  }
  context.fillStyle = colors.anchor;
  context.fill();
  if (!outlined) return;
  context.strokeStyle = colors.halo;
  context.lineWidth = half * 0.4;
  context.stroke();
}
