/**
 * Settings as a link: `#s=photo&fit.tolerance=0.4&segment.palette=ff0000.ffffff`.
 *
 * In the fragment, so that it never reaches a server; in words, so that a person can read what a link will do
 * before it does it. Packed JSON was rejected: it is shorter only for settings that hardly anybody makes.
 */
import type { Schema, SchemaField } from 'pathloom';
import { readRecolor, type Settings } from './settings';
import { fromJson, type Incoming } from './settings-json';

const bare = (color: string): string => color.replace('#', '');

/** The fragment without its '#'. */
export function toFragment(schema: Schema, settings: Settings): string {
  const parts = new URLSearchParams({ s: settings.preset });
  for (const { name } of schema.fields) {
    const value = settings.values[name];
    if (value === undefined) continue;
    parts.set(name, Array.isArray(value) ? value.map(bare).join('.') : bare(String(value ?? '')));
  }
  if (settings.recolor.length > 0)
    parts.set('recolor', settings.recolor.map(({ from, to }) => `${bare(from)}-${bare(to)}`).join('.'));
  return parts.toString();
}

/** The page's own address with the settings in its fragment. */
export const toLink = (schema: Schema, settings: Settings): string =>
  `${location.href.split('#')[0]}#${toFragment(schema, settings)}`;

const list = (text: string): string[] => text.split('.').filter(Boolean);

function valueFrom(field: SchemaField | undefined, text: string): unknown {
  switch (field?.type) {
    case 'integer':
    case 'number':
      // What is no number goes on as it is: the engine says so, with what is allowed.
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : text);
    case 'color':
      return text === '' ? null : `#${bare(text)}`;
    case 'color-list':
      return list(text).map((each) => `#${bare(each)}`);
    default:
      return text;
  }
}

/** Reads a fragment; null when it holds no settings at all. Throws a `SyntaxError` for a wrong `recolor`. */
export function fromFragment(schema: Schema, fragment: string): Incoming | null {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  const preset = parts.get('s');
  if (preset === null) return null;
  const params: Record<string, unknown> = { preset };
  for (const [name, text] of parts) {
    if (name === 's' || name === 'recolor') continue;
    const field = schema.fields.find((each) => each.name === name);
    const [group = '', key] = name.split('.');
    const value = valueFrom(field, text);
    if (key === undefined) params[group] = value;
    else params[group] = { ...(params[group] as object | undefined), [key]: value };
  }
  const pairs = list(parts.get('recolor') ?? '').map((pair) =>
    pair.split('-').map((each) => `#${each.toLowerCase()}`),
  );
  return { params, recolor: readRecolor(Object.fromEntries(pairs)) };
}

/** Settings from whatever a person pastes: JSON, a link, or a fragment; throws a `SyntaxError` for the rest. */
export function fromText(schema: Schema, text: string): Incoming {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return fromJson(trimmed);
  const found = fromFragment(schema, trimmed.slice(trimmed.indexOf('#') + 1));
  if (!found) throw new SyntaxError(trimmed.slice(0, 40));
  return found;
}
