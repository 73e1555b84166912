/**
 * The palette of a drawing and what a person does to it, as rules for the finished drawing.
 *
 * Rules, because they act at once, keep gradients, work for any number of colours and can be taken back one by
 * one. Tracing anew with a fixed palette for each edit was rejected: taking one red away would redraw all edges.
 */
import { matchRules, nearest, type Paint } from '../../state/paints';
import type { Recolor } from '../../state/settings';

/** A colour as it shows; several of the engine's may have become one. */
export type Swatch = {
  readonly color: string;
  /** The engine's colours that show as this one, and the rules that make them. */
  readonly sources: readonly string[];
  readonly rules: readonly Recolor[];
  readonly inGradient: boolean;
  /** Held in place, whatever tracing anew makes of it. */
  readonly locked: boolean;
  /** Shows otherwise than the engine drew it. */
  readonly changed: boolean;
};

/** The palette that shows, in the order of the paints. */
export function swatchesOf(paints: readonly Paint[], rules: readonly Recolor[]): Swatch[] {
  const matched = matchRules(
    paints.map(({ color }) => color),
    rules,
  );
  const swatches = new Map<string, Swatch>();
  for (const { color: source, inGradient } of paints) {
    const rule = matched.get(source);
    const color = rule?.to ?? source;
    const before = swatches.get(color);
    swatches.set(color, {
      color,
      sources: [...(before?.sources ?? []), source],
      rules: [...(before?.rules ?? []), ...(rule ? [rule] : [])],
      inGradient: inGradient && (before?.inGradient ?? true),
      locked: (before?.locked ?? false) || (rule !== undefined && rule.from === rule.to),
      changed: (before?.changed ?? false) || (rule !== undefined && rule.from !== rule.to),
    });
  }
  return [...swatches.values()];
}

const without = (rules: readonly Recolor[], swatch: Swatch): Recolor[] =>
  rules.filter((rule) => !swatch.rules.includes(rule));

/** Shows a colour as another one; with one that is there already, the two become one. */
export const replaced = (rules: readonly Recolor[], swatch: Swatch, to: string): Recolor[] => [
  ...without(rules, swatch),
  ...swatch.sources.map((from) => ({ from, to })),
];

/** Takes a colour out: what had it takes the nearest of the others. Null when there is no other. */
export function deleted(rules: readonly Recolor[], swatch: Swatch, all: readonly Swatch[]): Recolor[] | null {
  const others = all.map(({ color }) => color).filter((color) => color !== swatch.color);
  const near = nearest(swatch.color, others);
  return near && replaced(rules, swatch, near.color);
}

/** Holds a colour in place. */
export const locked = (rules: readonly Recolor[], swatch: Swatch): Recolor[] => [
  ...without(rules, swatch),
  ...swatch.sources.map((from) => ({ from, to: swatch.color })),
];

/** Takes back whatever was done to a colour. */
export const restored = (rules: readonly Recolor[], swatch: Swatch): Recolor[] => without(rules, swatch);

/**
 * What to trace anew with so that only these colours are left: a palette for the engine, and rules for those of
 * them that show otherwise.
 */
export function fixed(all: readonly Swatch[]): { palette: string[]; rules: Recolor[] } {
  const kept = all.map(({ color, sources, locked }) => {
    const from = sources.includes(color) ? color : (sources[0] ?? color);
    return { from, to: color, held: locked };
  });
  return {
    palette: kept.map(({ from }) => from),
    rules: kept.filter(({ from, to, held }) => held || from !== to).map(({ from, to }) => ({ from, to })),
  };
}
