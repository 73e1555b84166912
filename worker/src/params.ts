/**
 * Parameters that never change: a changed copy shares every group that is the same, and what lies
 * between two of them is a value that can be applied, turned round and kept (for undo, or for a
 * message that carries only the change).
 *
 * Two levels are all there is, and a list (a palette) changes as one value. Libraries for trees of
 * any depth (immer, mutative, microdiff) were rejected for that: their deltas reach into lists, which
 * the engine's do not.
 */
import type { Params, ParamValue } from './generated/params.js';

/** One changed parameter. */
export interface ParamChange {
  /** The full name, such as `fit.tolerance`. */
  readonly name: string;
  /** The value before; absent when there was none. */
  readonly from?: ParamValue;
  /** The value after; absent when there is none. */
  readonly to?: ParamValue;
}

/** What changed between two sets of parameters. Plain data. */
export type ParamsDelta = readonly ParamChange[];

type Group = Readonly<Record<string, ParamValue>>;
type Tree = Readonly<Record<string, ParamValue | Group | undefined>>;

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((item, at) => Object.is(item, b[at]));
}

/** Every parameter that is set, by its full name. */
function flat(params: Params): Map<string, ParamValue> {
  const values = new Map<string, ParamValue>();
  for (const [name, value] of Object.entries(params as Tree)) {
    if (!isGroup(value)) {
      if (value !== undefined) values.set(name, value);
      continue;
    }
    for (const [key, inner] of Object.entries(value))
      if (inner !== undefined) values.set(`${name}.${key}`, inner);
  }
  return values;
}

/** A copy in which one key is another value, or is absent when that is `undefined`. */
function replaced<T extends Readonly<Record<string, unknown>>>(tree: T, key: string, value: unknown): T {
  const { [key]: _, ...rest } = tree;
  return Object.freeze(value === undefined ? rest : { ...rest, [key]: value }) as T;
}

/**
 * The parameters with one value changed: `withParam(params, 'fit.tolerance', 0.5)`; `undefined` unsets it.
 *
 * @returns the same object when nothing changes; otherwise a frozen one that shares all other groups
 */
export function withParam(params: Params, name: string, value: ParamValue | undefined): Params {
  const [group = '', key] = name.split('.');
  const tree = params as Tree;
  if (key === undefined) return same(tree[group], value) ? params : (replaced(tree, group, value) as Params);
  const before = tree[group];
  const inner: Group = isGroup(before) ? before : {};
  if (same(inner[key], value)) return params;
  const after = replaced(inner, key, value);
  return replaced(tree, group, Object.keys(after).length > 0 ? after : undefined) as Params;
}

/** What turns `from` into `to`; empty when both mean the same. */
export function diffParams(from: Params, to: Params): ParamsDelta {
  if (from === to) return [];
  const before = flat(from);
  const after = flat(to);
  const changes: ParamChange[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(name), after.get(name)];
    if (same(a, b)) continue;
    changes.push({ name, ...(a === undefined ? {} : { from: a }), ...(b === undefined ? {} : { to: b }) });
  }
  return changes;
}

/** The parameters after a change. What the delta does not name stays, and is shared. */
export function applyDelta(params: Params, delta: ParamsDelta): Params {
  return delta.reduce((now, { name, to }) => withParam(now, name, to), params);
}

/** The change that takes back a change. */
export function invertDelta(delta: ParamsDelta): ParamsDelta {
  return delta.map(({ name, from, to }) => ({
    name,
    ...(to === undefined ? {} : { from: to }),
    ...(from === undefined ? {} : { to: from }),
  }));
}
