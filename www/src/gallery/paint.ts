/**
 * Paints one of our SVGs on a canvas, in a worker, for thumbnails.
 *
 * A browser decodes SVG for `<img>` only, in the page's thread: 20 to 75 ms for a photo, for each result of a
 * queue. So the thumbnails are painted here from what the engine writes: paths, groups, gradients. Libraries that
 * paint any SVG (canvg) bring an XML parser and a CSS engine for what never occurs in our drawings. A test
 * compares the outcome with the browser's own, so that a new word of the writer is noticed.
 */

type Attributes = Record<string, string>;
type Context = OffscreenCanvasRenderingContext2D;
type Ramp = { gradient: CanvasGradient; matrix: DOMMatrix | null };

/** What children inherit. */
const inherited = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-linejoin',
  'color',
  'fill-opacity',
  'stroke-opacity',
];

const element = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;
const attribute = /([\w:-]+)="([^"]*)"/g;

function attributes(text: string): Attributes {
  return Object.fromEntries([...text.matchAll(attribute)].map(([, name, value]) => [name, value]));
}

const numberIn = (text: string | undefined, otherwise: number): number => {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : otherwise;
};

/** `matrix(…)` and `translate(…)`, the two that are written. */
function matrixOf(text: string | undefined): DOMMatrix | null {
  const [, kind, inside] = /^\s*(matrix|translate)\(([^)]*)\)/.exec(text ?? '') ?? [];
  if (!kind || inside === undefined) return null;
  const numbers = inside.split(/[\s,]+/).map(Number);
  if (!numbers.every(Number.isFinite)) return null;
  return kind === 'matrix'
    ? new DOMMatrix(numbers)
    : new DOMMatrix().translate(numbers[0] ?? 0, numbers[1] ?? 0);
}

/** Width and height of the drawing's own units. */
export function extent(svg: string): { width: number; height: number } {
  const [, head = ''] = /<svg\b([^>]*)>/.exec(svg) ?? [];
  const { viewBox = '', width, height } = attributes(head);
  const box = viewBox.split(/[\s,]+/).map(Number);
  return {
    width: box[2] || numberIn(width, 0) || 1,
    height: box[3] || numberIn(height, 0) || 1,
  };
}

/** Paints the whole drawing over the whole canvas. */
export function paint(svg: string, context: Context): void {
  const { width, height } = extent(svg);
  const ramps = new Map<string, Ramp>();
  const above: Attributes[] = [];
  let now: Attributes = { fill: '#000', stroke: 'none', color: '#000' };
  let ramp: Ramp | null = null;
  context.save();
  context.scale(context.canvas.width / width, context.canvas.height / height);
  for (const [, closing, name = '', text = '', empty] of svg.matchAll(element)) {
    if (closing) {
      if (name === 'g') now = above.pop() ?? now;
      continue;
    }
    const own = attributes(text);
    if (name === 'g') {
      if (!empty) above.push(now);
      if (!empty) now = { ...now, ...own };
    } else if (name === 'path') {
      drawPath(context, { ...pick(now), ...own }, ramps);
    } else if (name === 'stop') {
      const opacity = numberIn(own['stop-opacity'], 1);
      const offset = Math.min(1, Math.max(0, numberIn(own.offset, 0)));
      ramp?.gradient.addColorStop(offset, withAlpha(own['stop-color'] ?? '#000', opacity));
    } else if (name.endsWith('Gradient')) {
      ramp = { gradient: gradientOf(context, name, own), matrix: matrixOf(own.gradientTransform) };
      ramps.set(own.id ?? '', ramp);
    }
  }
  context.restore();
}

const pick = (from: Attributes): Attributes =>
  Object.fromEntries(inherited.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

function gradientOf(context: Context, name: string, own: Attributes): CanvasGradient {
  const at = (key: string): number => numberIn(own[key], 0);
  return name === 'linearGradient'
    ? context.createLinearGradient(at('x1'), at('y1'), at('x2'), at('y2'))
    : context.createRadialGradient(at('cx'), at('cy'), 0, at('cx'), at('cy'), at('r'));
}

const withAlpha = (color: string, alpha: number): string =>
  alpha >= 1 ? color : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;

function drawPath(context: Context, own: Attributes, ramps: ReadonlyMap<string, Ramp>): void {
  const path = new Path2D(own.d ?? '');
  const moved = matrixOf(own.transform);
  context.save();
  if (moved) context.transform(moved.a, moved.b, moved.c, moved.d, moved.e, moved.f);
  for (const part of ['fill', 'stroke'] as const) {
    const paint = own[part] === 'currentColor' ? own.color : own[part];
    if (!paint || paint === 'none') continue;
    context.globalAlpha = numberIn(own[`${part}-opacity`], 1);
    if (part === 'stroke') {
      context.lineWidth = numberIn(own['stroke-width'], 1);
      context.lineJoin = own['stroke-linejoin'] === 'round' ? 'round' : 'miter';
    }
    const ramp = ramps.get(/^url\(#([^)]*)\)$/.exec(paint)?.[1] ?? '');
    const rule = own['fill-rule'] === 'evenodd' ? 'evenodd' : 'nonzero';
    if (!ramp) {
      context[`${part}Style`] = paint;
      part === 'fill' ? context.fill(path, rule) : context.stroke(path);
    } else if (part === 'fill') {
      context.fillStyle = ramp.gradient;
      fillWithin(context, path, rule, ramp.matrix);
    } else {
      // A stroke under a gradient only closes seams: the untransformed ramp is near enough.
      context.strokeStyle = ramp.gradient;
      context.stroke(path);
    }
  }
  context.restore();
}

/** A canvas has no gradient transform: the context is transformed, and the path back. */
function fillWithin(context: Context, path: Path2D, rule: CanvasFillRule, matrix: DOMMatrix | null): void {
  if (!matrix) {
    context.fill(path, rule);
    return;
  }
  const back = matrix.inverse();
  if (Number.isNaN(back.a)) return;
  const moved = new Path2D();
  moved.addPath(path, back);
  context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
  context.fill(moved, rule);
}
