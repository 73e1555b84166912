/**
 * Settings as JSON, in the package's own shape: what is copied and pasted as text.
 *
 * Apart from {@link Settings} itself, as few visits need it: it is fetched with the first text that is read or shown.
 */
import type { Params, Schema } from 'pathloom';
import { toRequest, valuesOf } from './fields';
import { type Recolor, readRecolor, type Settings } from './settings';

/** Settings as the package takes them, with `recolor` beside the groups. */
export function toJson(schema: Schema, settings: Settings): string {
  const entries = schema.fields.flatMap((field) => {
    const value = settings.values[field.name];
    return value === undefined ? [] : [[field, value] as const];
  });
  const request: Record<string, unknown> = { ...toRequest(settings.preset, entries) };
  if (settings.recolor.length > 0)
    request.recolor = Object.fromEntries(settings.recolor.map(({ from, to }) => [from, to]));
  return JSON.stringify(request, null, 2);
}

/** Settings that came from outside: `params` still to be validated by the engine. */
export type Incoming = { params: unknown; recolor: readonly Recolor[] };

/** Reads what {@link toJson} wrote; throws a `SyntaxError` on any other text. */
export function fromJson(text: string): Incoming {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError('{ }');
  const { recolor, ...params } = parsed as Record<string, unknown>;
  return { params, recolor: recolor === undefined ? [] : readRecolor(recolor) };
}

/** Validated parameters as settings. */
export function toSettings(schema: Schema, params: Params, recolor: readonly Recolor[]): Settings {
  return { preset: params.preset ?? 'auto', values: Object.fromEntries(valuesOf(schema, params)), recolor };
}
