/**
 * The colours of a drawing: which there are, and painting some of them otherwise.
 *
 * Works on the text: the SVG is our own plain output, whose colours stand in four attributes of three elements.
 * A DOM was rejected: parsing a photo's 10,000 paths blocks the page, and building the text anew changes it.
 */
import { differenceEuclidean, formatHex, modeOklab, modeRgb, type Oklab, parse, useMode } from 'culori/fn';
import type { Recolor } from './settings';

useMode(modeRgb);
const toOklab = useMode(modeOklab);

/** Only ever asked for hex codes, which always parse. */
const oklab = (color: string): Oklab => toOklab(color) ?? { mode: 'oklab', l: 0, a: 0, b: 0 };
const distance = differenceEuclidean('oklab');
/** How far a colour may have moved by tracing anew and still be the one that was meant (Oklab; 0.02 is just seen). */
const reach = 0.08;

/** Any CSS hex code or name as '#rrggbb'; null for `none`, `url(…)` and the like. */
function toHex(paint: string): string | null {
  const color = parse(paint);
  return color ? formatHex(color) : null;
}

const element = /<(\/?)(g|path|stop)\b([^>]*?)(\/?)>/g;
const paint = / (fill|stroke|color|stop-color)="([^"]+)"/g;

/** Gives a colour, '#rrggbb', another one or itself. */
type Mapping = (color: string, inGradient: boolean) => string;

/**
 * Hands every colour to `map` and returns the text with what it gives; attributes that are left out mean black
 * and are written only when black becomes something else. Pauses now and then, for whoever runs it.
 */
function* mapPaints(svg: string, map: Mapping): Generator<undefined, string> {
  const known = new Map<string, string | null>();
  const hexOf = (written: string): string | null => {
    if (!known.has(written)) known.set(written, toHex(written));
    return known.get(written) ?? null;
  };
  const mapped = (written: string, element: string): string => {
    const from = hexOf(written);
    const to = from && map(from, element === 'stop');
    return to && to !== from ? to : written;
  };
  // Whether each open group names the colour of the paths in it.
  const groups: boolean[] = [];
  let out = '';
  let copied = 0;
  let seen = 0;
  for (const found of svg.matchAll(element)) {
    const [tag, closing, name = '', attributes = '', empty = ''] = found;
    if (++seen % 500 === 0) yield;
    if (closing) {
      if (name === 'g') groups.pop();
      continue;
    }
    let named = false;
    const painted = attributes.replace(paint, (attribute, key: string, value: string) => {
      named ||= key === 'stop-color' || value.startsWith('url(') || hexOf(value) !== null;
      const to = mapped(value, name);
      return to === value ? attribute : ` ${key}="${to}"`;
    });
    let implied = '';
    if (name === 'g') {
      if (!empty) groups.push(named);
    } else if (!named && !groups.includes(true)) {
      const to = mapped('#000', name);
      if (to !== '#000') implied = ` ${name === 'stop' ? 'stop-color' : 'fill'}="${to}"`;
    }
    if (painted === attributes && implied === '') continue;
    out += `${svg.slice(copied, found.index)}<${name}${implied}${painted}${empty}>`;
    copied = found.index + tag.length;
  }
  return copied === 0 ? svg : out + svg.slice(copied);
}

/** At a stretch, ms: a photo's drawing can have megabytes, and the page must not stand still over them. */
const stretch = 8;

/** Runs what pauses without holding the page up. */
async function unhurried(work: Generator<undefined, string>): Promise<string> {
  for (let until = performance.now() + stretch; ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + stretch;
  }
}

/** A colour of a drawing. */
export type Paint = {
  /** '#rrggbb'. */
  readonly color: string;
  /** How many elements name it. */
  readonly count: number;
  /** Nothing but gradients have it. */
  readonly inGradient: boolean;
};

/** Every colour of the drawing: flat ones before those of gradients, the most frequent first. */
export async function paintsOf(svg: string): Promise<Paint[]> {
  const paints = new Map<string, Paint>();
  const count: Mapping = (color, inGradient) => {
    const before = paints.get(color) ?? { color, count: 0, inGradient };
    paints.set(color, {
      color,
      count: before.count + 1,
      inGradient: before.inGradient && inGradient,
    });
    return color;
  };
  await unhurried(mapPaints(svg, count));
  return [...paints.values()].sort(
    (a, b) => Number(a.inGradient) - Number(b.inGradient) || b.count - a.count,
  );
}

/** The nearest of `colors` and how far it is; null when there are none. */
export function nearest(color: string, colors: Iterable<string>): { color: string; distance: number } | null {
  const from = oklab(color);
  let best: { color: string; distance: number } | null = null;
  for (const each of colors) {
    const away = distance(from, oklab(each));
    if (!best || away < best.distance) best = { color: each, distance: away };
  }
  return best;
}

/**
 * The rule for each colour of a drawing that has one. A rule means the colour it names or, where tracing anew has moved it,
 * the nearest one within reach that no other rule names; a rule whose colour is gone does nothing.
 */
export function matchRules(
  found: readonly string[],
  rules: readonly Recolor[],
): ReadonlyMap<string, Recolor> {
  const matched = new Map<string, Recolor>();
  const here = new Set(found);
  const moved: Recolor[] = [];
  for (const rule of rules) {
    if (here.has(rule.from)) matched.set(rule.from, rule);
    else moved.push(rule);
  }
  for (const rule of moved) {
    const free = found.filter((color) => !matched.has(color));
    const near = nearest(rule.from, free);
    if (near && near.distance <= reach) matched.set(near.color, rule);
  }
  return matched;
}

/** Colours of a drawing that become others, '#rrggbb' each. */
export type Changes = ReadonlyMap<string, string>;

/** The colours of a drawing, and what the rules make of them. */
export async function changesOf(
  svg: string,
  rules: readonly Recolor[],
): Promise<{ paints: Paint[]; changes: Changes }> {
  const paints = await paintsOf(svg);
  const matched = matchRules(
    paints.map(({ color }) => color),
    rules,
  );
  const changes = [...matched]
    .map(([from, { to }]) => [from, to] as const)
    .filter(([from, to]) => from !== to);
  return { paints, changes: new Map(changes) };
}

/** Whether two colours of areas become one. */
export function unites(paints: readonly Paint[], changes: Changes): boolean {
  const flat = paints.filter(({ inGradient }) => !inGradient);
  return new Set(flat.map(({ color }) => changes.get(color) ?? color)).size < flat.length;
}

/** The drawing in other colours; of gradients only, where the areas have theirs already. */
export function recolored(svg: string, changes: Changes, gradientsOnly = false): Promise<string> {
  const change: Mapping = (color, inGradient) =>
    gradientsOnly && !inGradient ? color : (changes.get(color) ?? color);
  return unhurried(mapPaints(svg, change));
}
