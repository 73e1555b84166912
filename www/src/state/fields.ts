/**
 * What the page makes of the schema's fields: values by name, and requests.
 *
 * Pure functions over the schema. A hand-written list of controls was rejected: it would lag behind the
 * engine's table.
 */
import type { Params, ParamValue, Schema, SchemaField } from 'pathloom';

/** Whether two values mean the same to the engine. */
export function sameValue(a: ParamValue, b: ParamValue): boolean {
  if (!isList(a) || !isList(b)) return a === b;
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

function isList(value: ParamValue): value is readonly string[] {
  return Array.isArray(value);
}

/** A number put into the field's range, whole where it must be; anything else is left as it is. */
export function settle(field: SchemaField, value: ParamValue): ParamValue {
  if (typeof value !== 'number') return value;
  const ranged = Math.min(field.max ?? value, Math.max(field.min ?? value, value));
  return field.type === 'integer' ? Math.round(ranged) : ranged;
}

/** Whether a value that was kept by an older page still is one for the field. */
export function fits(field: SchemaField, value: unknown): value is ParamValue {
  switch (field.type) {
    case 'integer':
    case 'number':
      return typeof value === 'number' && settle(field, value) === value;
    case 'enum':
      return field.choices.some((choice) => choice.value === value);
    case 'color-list':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'color':
      return typeof value === 'string' || (value === null && field.nullable);
    default:
      return typeof value === field.type;
  }
}

/** Nested values (`{ fit: { tolerance: 1 } }`) by full field name. */
export function valuesOf(schema: Schema, nested: object): ReadonlyMap<string, ParamValue> {
  const found = new Map<string, ParamValue>();
  for (const { name, path } of schema.fields) {
    const value = path.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      nested,
    );
    if (value !== undefined) found.set(name, value as ParamValue);
  }
  return found;
}

/** A preset's values by full field name. */
export function presetValues(schema: Schema, preset: string | null): ReadonlyMap<string, ParamValue> {
  return valuesOf(schema, schema.presets.find(({ name }) => name === preset)?.values ?? {});
}

/** The request for the engine: the preset, and only what the person set. */
export function toRequest(preset: string, values: Iterable<readonly [SchemaField, ParamValue]>): Params {
  const request: Record<string, unknown> = { preset };
  for (const [{ path }, value] of values) {
    const [group, key] = path;
    if (group === undefined) continue;
    if (key === undefined) request[group] = value;
    else request[group] = { ...(request[group] as object | undefined), [key]: value };
  }
  return request as Params;
}
