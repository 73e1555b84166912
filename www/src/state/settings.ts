/**
 * Settings as plain data: what undo, links, files and the store hold.
 *
 * Sparse, like the request: a preset and only what the person set on top of it, by full field name. Complete
 * values were rejected: a link would freeze every default of the day it was made.
 */
import type { ParamValue, Preset } from 'pathloom';
import { sameValue } from './fields';

/** Paints that replace others in the finished drawing; `to` equal to `from` holds a colour in place. */
export type Recolor = { readonly from: string; readonly to: string };

export type Settings = {
  readonly preset: Preset;
  readonly values: Readonly<Record<string, ParamValue>>;
  readonly recolor: readonly Recolor[];
};

export const untouched: Settings = { preset: 'auto', values: {}, recolor: [] };

const sameRecolor = (a: Settings, b: Settings): boolean =>
  a.recolor.length === b.recolor.length &&
  a.recolor.every(({ from, to }, at) => from === b.recolor[at]?.from && to === b.recolor[at]?.to);

/** The names of what differs, `preset` and `recolor` among them; empty for equal settings. */
export function differences(a: Settings, b: Settings): string[] {
  const names = new Set([...Object.keys(a.values), ...Object.keys(b.values)]);
  const found = [...names].filter((name) => {
    const [one, other] = [a.values[name], b.values[name]];
    return one === undefined || other === undefined ? one !== other : !sameValue(one, other);
  });
  if (a.preset !== b.preset) found.unshift('preset');
  if (!sameRecolor(a, b)) found.push('recolor');
  return found;
}

const color = /^#[0-9a-f]{6}$/;

/** The pairs of an object `{ '#from': '#to' }`; throws a `SyntaxError` that names what is no colour. */
export function readRecolor(pairs: unknown): Recolor[] {
  if (typeof pairs !== 'object' || pairs === null || Array.isArray(pairs)) throw new SyntaxError('recolor');
  return Object.entries(pairs).map(([from, to]) => {
    for (const each of [from, to])
      if (typeof each !== 'string' || !color.test(each)) throw new SyntaxError(`recolor: ${String(each)}`);
    return { from, to };
  });
}

/** Whether a pasted text is meant as settings rather than as something else. */
export const looksLikeSettings = (text: string): boolean => /^\s*\{|#s=[a-z]/.test(text);
