/**
 * Which dials there are, in groups, and which of them matter now.
 *
 * Pure functions over the schema, which come with the dials. A hand-written list of controls was rejected: it would
 * lag behind the engine's table.
 */
import type { ParamValue, Schema, SchemaField } from 'pathloom';

/** Set by the palette, which shows what it does; a dial for it would be a list of codes. */
const ofThePalette = 'segment.recolor';

/** The fields of one group, the everyday ones apart from the advanced ones. */
export type FieldGroup = { name: string; basic: SchemaField[]; advanced: SchemaField[] };

/** The schema's fields by the first word of their name, in the schema's order; '' holds ungrouped ones. */
export function groupFields(fields: readonly SchemaField[]): FieldGroup[] {
  const groups = new Map<string, FieldGroup>();
  for (const field of fields) {
    if (field.name === ofThePalette) continue;
    const name = field.path.length > 1 ? (field.path[0] ?? '') : '';
    const group = groups.get(name) ?? { name, basic: [], advanced: [] };
    groups.set(name, group);
    (field.advanced ? group.advanced : group.basic).push(field);
  }
  return [...groups.values()];
}

/** What VTracer honours of the dials that both engines share; it has its own for the rest. */
const honouredByVtracer = new Set([
  'segment.method',
  'segment.level',
  'segment.maxColors',
  'segment.palette',
  'trace.layering',
  'fit.shape',
]);
const tracing = new Set(['segment', 'trace', 'fit']);

/** Whether a dial has an effect at the present values. */
export function matters(schema: Schema, field: SchemaField, read: (name: string) => ParamValue): boolean {
  if (
    read('engine') === 'vtracer' &&
    tracing.has(field.path[0] ?? '') &&
    !honouredByVtracer.has(field.name)
  ) {
    return false;
  }
  if (!field.onlyFor) return true;
  const { field: name, values } = field.onlyFor;
  const other = schema.fields.find((each) => each.name === name);
  return values.includes(String(read(name))) && (!other || matters(schema, other, read));
}
