/**
 * The dials: a preset and, sparsely, what the person set on top of it.
 *
 * Each value is its own signal, so that turning one dial renders one dial. One object with all values was
 * rejected: every change would touch every control.
 */
import type { Params, ParamValue, Preset, Schema, SchemaField } from 'pathloom';
import { SvelteMap } from 'svelte/reactivity';
import { matters, presetValues, sameValue, settle, toRequest } from './fields';
import type { Recolor, Settings } from './settings';

export class Parameters {
  readonly schema: Schema;
  readonly #byName: ReadonlyMap<string, SchemaField>;
  readonly #set = new SvelteMap<string, ParamValue>();

  /** What the person picked. */
  preset = $state<Preset>('auto');
  /** What `auto` took for the current picture, once it has been traced. */
  chosen = $state<Preset | null>(null);
  /** What is painted otherwise in the finished drawing. */
  recolor = $state.raw<readonly Recolor[]>([]);

  readonly #base = $derived.by(() =>
    presetValues(this.schema, this.preset === 'auto' ? this.chosen : this.preset),
  );
  /** What the engine is asked for. */
  readonly request: Params = $derived.by(() => toRequest(this.preset, this.#entries()));
  /** Whether anything differs from the preset. */
  readonly changed: boolean = $derived(this.#set.size > 0 || this.recolor.length > 0);
  /** Everything as plain data. */
  readonly settings: Settings = $derived({
    preset: this.preset,
    values: Object.fromEntries(this.#entries().map(([{ name }, value]) => [name, value])),
    recolor: this.recolor,
  });

  constructor(schema: Schema) {
    this.schema = schema;
    this.#byName = new Map(schema.fields.map((field) => [field.name, field]));
  }

  /** The value in force: the person's, else the preset's, else the schema's. */
  get = (name: string): ParamValue => {
    const own = this.#set.get(name);
    return own === undefined ? this.base(name) : own;
  };

  /** The value without what the person set. */
  base(name: string): ParamValue {
    return this.#base.get(name) ?? this.#byName.get(name)?.default ?? null;
  }

  isSet(name: string): boolean {
    return this.#set.has(name);
  }

  /** Whether the dial has an effect at the present values. */
  matters(field: SchemaField): boolean {
    return matters(this.schema, field, this.get);
  }

  /** Sets a value; one equal to the base is the same as a reset. */
  set(name: string, value: ParamValue): void {
    const field = this.#byName.get(name);
    if (!field) return;
    const settled = settle(field, value);
    if (sameValue(settled, this.get(name))) return;
    if (sameValue(settled, this.base(name))) this.#set.delete(name);
    else this.#set.set(name, settled);
  }

  reset(name: string): void {
    this.#set.delete(name);
  }

  resetAll(): void {
    this.recolor = [];
    this.#set.clear();
  }

  /** Starts from a preset: what presets decide is taken from it, the rest (a title, a matte) stays. */
  pick(preset: Preset): void {
    for (const { name } of this.schema.presets) {
      for (const decided of presetValues(this.schema, name).keys()) this.#set.delete(decided);
    }
    this.preset = preset;
  }

  /** Puts settings in place of the present ones; dials that do not differ are not touched. */
  restore({ preset, values, recolor }: Settings): void {
    this.preset = preset;
    this.recolor = recolor;
    for (const name of [...this.#set.keys()]) if (values[name] === undefined) this.#set.delete(name);
    for (const [name, value] of Object.entries(values)) {
      const own = this.#set.get(name);
      if (this.#byName.has(name) && (own === undefined || !sameValue(own, value))) this.#set.set(name, value);
    }
  }

  #entries(): [SchemaField, ParamValue][] {
    // In the schema's order, so that equal settings make equal requests.
    return this.schema.fields.flatMap((field): [SchemaField, ParamValue][] => {
      const value = this.#set.get(field.name);
      return value === undefined ? [] : [[field, value]];
    });
  }
}
