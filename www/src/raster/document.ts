/**
 * An SVG that the engine wrote, as a list of things to paint.
 *
 * Why not `<img>`: a browser reads an SVG's text and lays it out on the page's own thread, a quarter of a second
 * for the drawing of a photo. Workers have no SVG, but they have `Path2D` from the same library that paints
 * `<img>`, and the engine writes a small part of SVG: paths, groups, two kinds of gradient. What else an SVG
 * may hold is passed over here.
 */
import { parse, type TNode } from 'txml/txml';

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
  color: string;
};

const initial: Style = {
  fill: '#000',
  fillOpacity: 1,
  stroke: 'none',
  strokeWidth: 1,
  roundJoins: false,
  color: '#000',
};

type Attributes = Record<string, string | null>;

const numbers = (text: string | null | undefined): number[] =>
  (text?.match(/[-+.\d]+(?:e[-+]?\d+)?/gi) ?? []).map(Number).filter(Number.isFinite);

const number = (text: string | null | undefined, otherwise: number): number => numbers(text)[0] ?? otherwise;

const isElement = (node: TNode | string): node is TNode => typeof node !== 'string';

/** Reads an SVG; null when the text is no SVG. */
export function read(svg: string): Document | null {
  const root = parse(svg)
    .filter(isElement)
    .find(({ tagName }) => tagName === 'svg');
  if (!root) return null;
  const { attributes } = root;
  const [x = 0, y = 0, width = number(attributes.width, 1), height = number(attributes.height, 1)] = numbers(
    attributes.viewBox,
  );
  const gradients = new Map<string, Gradient>();
  const items: Item[] = [];
  visit(root, initial, gradients, items);
  return { box: { x, y, width, height }, items };
}

function visit(parent: TNode, inherited: Style, gradients: Map<string, Gradient>, items: Item[]): void {
  for (const node of parent.children) {
    if (!isElement(node)) continue;
    const { tagName, attributes } = node;
    if (tagName === 'g') visit(node, styled(inherited, attributes), gradients, items);
    else if (tagName === 'defs') visit(node, inherited, gradients, items);
    else if (tagName === 'linearGradient' || tagName === 'radialGradient') {
      if (attributes.id) gradients.set(attributes.id, gradient(node));
    } else if (tagName === 'path' && attributes.d) {
      items.push(item(attributes.d, styled(inherited, attributes), gradients));
    }
  }
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
  const { fillOpacity, strokeWidth, roundJoins } = style;
  return {
    path: new Path2D(data),
    data,
    fill: paint(style.fill),
    fillOpacity,
    stroke: paint(style.stroke),
    strokeWidth,
    roundJoins,
  };
}

function gradient({ tagName, attributes, children }: TNode): Gradient {
  const kind = tagName === 'linearGradient' ? 'linear' : 'radial';
  const names = kind === 'linear' ? ['x1', 'y1', 'x2', 'y2'] : ['cx', 'cy', 'r'];
  const transform = /^matrix\((.*)\)$/.exec(attributes.gradientTransform ?? '');
  return {
    kind,
    at: names.map((name) => number(attributes[name], 0)),
    matrix: transform ? new DOMMatrix(numbers(transform[1])) : null,
    stops: children.filter(isElement).map((stop) => ({
      offset: Math.min(1, Math.max(0, number(stop.attributes.offset, 0))),
      color: translucent(stop.attributes['stop-color'] ?? '#000', number(stop.attributes['stop-opacity'], 1)),
    })),
  };
}

/** A colour with an opacity, in the words of CSS. */
function translucent(color: string, opacity: number): string {
  if (opacity >= 1) return color;
  return `color-mix(in srgb, ${color} ${opacity * 100}%, transparent)`;
}
