/**
 * An SVG that the engine wrote, as a list of things to paint.
 *
 * Why not `<img>`: a browser reads an SVG's text and lays it out on the page's own thread, a quarter of a second
 * for the drawing of a photo. Workers have no SVG, but they have `Path2D` from the same library that paints
 * `<img>`, and the engine writes a small part of SVG: paths, groups, two kinds of gradient. What else an SVG
 * may hold is passed over here.
 *
 * Two regular expressions read that part, in a fifth of the time of the small parser that was here before them: each
 * turn of a dial waits for it. The first of them knows whole the path that nearly all are, of a colour and its data,
 * so that the megabytes of a photo's data are gone through once.
 */

/** A colour as in the SVG, or a gradient. */
export type Paint = string | Gradient;

export type Gradient = {
  kind: 'linear' | 'radial';
  /** x1 y1 x2 y2, or cx cy r. */
  at: number[];
  /** From the gradient's space to the document's, when they differ. */
  matrix: DOMMatrix | null;
  stops: { offset: number; color: string }[];
};

export type Item = {
  path: Path2D;
  /** The path's data as text, for whoever wants its points. */
  data: string;
  fill: Paint | null;
  fillOpacity: number;
  stroke: Paint | null;
  strokeWidth: number;
  roundJoins: boolean;
  /** Of fill and stroke together. */
  opacity: number;
};

export type Document = {
  /** Extent of the coordinates: the viewBox. */
  box: { x: number; y: number; width: number; height: number };
  items: Item[];
};

/** What elements inherit. */
type Style = {
  fill: string;
  fillOpacity: number;
  stroke: string;
  strokeWidth: number;
  roundJoins: boolean;
  /** Of the element and the groups around it together: the engine's shapes hardly lie upon each other in a group. */
  opacity: number;
  color: string;
};

const initial: Style = {
  fill: '#000',
  fillOpacity: 1,
  stroke: 'none',
  strokeWidth: 1,
  roundJoins: false,
  opacity: 1,
  color: '#000',
};

type Attributes = Record<string, string | undefined>;

const markup =
  /<!--[\s\S]*?-->|<path (fill|color)="(#[0-9a-f]+)" d="([^"]+)"\/>|<(\/?)([A-Za-z]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function attributesIn(text: string): Attributes {
  const found: Attributes = {};
  for (const [, name = '', quoted, single] of text.matchAll(attribute)) found[name] = quoted ?? single;
  return found;
}

const numbers = (text: string | undefined): number[] =>
  text ? (text.match(/[-+.\d]+(?:e[-+]?\d+)?/gi) ?? []).map(Number).filter(Number.isFinite) : [];

const number = (text: string | undefined, otherwise: number): number =>
  text ? (numbers(text)[0] ?? otherwise) : otherwise;

/** Reads an SVG; null when the text is no SVG. */
export function read(svg: string): Document | null {
  let box: Document['box'] | null = null;
  const items: Item[] = [];
  const gradients = new Map<string, Gradient>();
  /** The one that is being read, which stops are of. */
  let open: Gradient | null = null;
  /** Of the groups around. */
  const styles = [initial];
  for (const [, paint, color, data, closing, name, text = '', empty] of svg.matchAll(markup)) {
    if (paint && color && data) {
      items.push(item(data, { ...(styles.at(-1) ?? initial), [paint]: color }, gradients));
      continue;
    }
    if (name === undefined) continue;
    if (closing) {
      if (name === 'g') styles.pop();
      continue;
    }
    const attributes = attributesIn(text);
    const style = styles.at(-1) ?? initial;
    if (name === 'svg') box ??= boxOf(attributes);
    else if (name === 'g') {
      if (!empty) styles.push(styled(style, attributes));
    } else if (name === 'linearGradient' || name === 'radialGradient') {
      open = gradient(name, attributes);
      if (attributes.id) gradients.set(attributes.id, open);
    } else if (name === 'stop') open?.stops.push(stop(attributes));
    else if (name === 'path' && attributes.d)
      items.push(item(attributes.d, styled(style, attributes), gradients));
  }
  return box && { box, items };
}

function boxOf({ width: w, height: h, viewBox }: Attributes): Document['box'] {
  const [x = 0, y = 0, width = number(w, 1), height = number(h, 1)] = numbers(viewBox);
  return { x, y, width, height };
}

function styled(inherited: Style, attributes: Attributes): Style {
  return {
    fill: attributes.fill ?? inherited.fill,
    fillOpacity: number(attributes['fill-opacity'], inherited.fillOpacity),
    stroke: attributes.stroke ?? inherited.stroke,
    strokeWidth: number(attributes['stroke-width'], inherited.strokeWidth),
    roundJoins: attributes['stroke-linejoin']
      ? attributes['stroke-linejoin'] === 'round'
      : inherited.roundJoins,
    opacity: inherited.opacity * number(attributes.opacity, 1),
    color: attributes.color ?? inherited.color,
  };
}

function item(data: string, style: Style, gradients: Map<string, Gradient>): Item {
  const paint = (text: string): Paint | null => {
    if (text === 'none') return null;
    if (text === 'currentColor') return style.color;
    const name = /^url\(#(.*)\)$/.exec(text)?.[1];
    return name === undefined ? text : (gradients.get(name) ?? null);
  };
  const { fillOpacity, strokeWidth, roundJoins, opacity } = style;
  return {
    path: new Path2D(data),
    data,
    fill: paint(style.fill),
    fillOpacity,
    stroke: paint(style.stroke),
    strokeWidth,
    roundJoins,
    opacity,
  };
}

function gradient(name: 'linearGradient' | 'radialGradient', attributes: Attributes): Gradient {
  const kind = name === 'linearGradient' ? 'linear' : 'radial';
  const names = kind === 'linear' ? ['x1', 'y1', 'x2', 'y2'] : ['cx', 'cy', 'r'];
  const transform = /^matrix\((.*)\)$/.exec(attributes.gradientTransform ?? '');
  return {
    kind,
    at: names.map((name) => number(attributes[name], 0)),
    matrix: transform ? new DOMMatrix(numbers(transform[1])) : null,
    stops: [],
  };
}

function stop(attributes: Attributes): Gradient['stops'][number] {
  return {
    offset: Math.min(1, Math.max(0, number(attributes.offset, 0))),
    color: translucent(attributes['stop-color'] ?? '#000', number(attributes['stop-opacity'], 1)),
  };
}

/** A colour with an opacity, in the words of CSS. */
function translucent(color: string, opacity: number): string {
  if (opacity >= 1) return color;
  return `color-mix(in srgb, ${color} ${opacity * 100}%, transparent)`;
}
