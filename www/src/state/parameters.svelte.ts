/**
 * The dials: a preset and, sparsely, what the person set on top of it.
 *
 * Each value is its own signal, so that turning one dial renders one dial. One object with all values was
 * rejected: every change would touch every control.
 */
import type { Params, ParamValue, Preset, Schema, SchemaField } from 'pathloom';
import { presetValues, sameValue, settle, toRequest } from './fields';
import type { Recolor, Settings } from './settings';

class Dial {
  readonly field: SchemaField;
  /** What the person set; undefined for what the preset says. */
  own = $state.raw<ParamValue>();

  constructor(field: SchemaField) {
    this.field = field;
  }
}

export class Parameters {
  readonly schema: Schema;
  /** In the schema's order, so that equal settings make equal requests. */
  readonly #dials: ReadonlyMap<string, Dial>;

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
  readonly changed: boolean = $derived(this.#entries().length > 0 || this.recolor.length > 0);
  /** Everything as plain data. */
  readonly settings: Settings = $derived({
    preset: this.preset,
    values: Object.fromEntries(this.#entries().map(([{ name }, value]) => [name, value])),
    recolor: this.recolor,
  });

  constructor(schema: Schema) {
    this.schema = schema;
    this.#dials = new Map(schema.fields.map((field) => [field.name, new Dial(field)]));
  }

  /** The value in force: the person's, else the preset's, else the schema's. */
  get = (name: string): ParamValue => {
    const own = this.#dials.get(name)?.own;
    return own === undefined ? this.base(name) : own;
  };

  /** The value without what the person set. */
  base(name: string): ParamValue {
    return this.#base.get(name) ?? this.#dials.get(name)?.field.default ?? null;
  }

  isSet(name: string): boolean {
    return this.#dials.get(name)?.own !== undefined;
  }

  /** Sets a value; one equal to the base is the same as a reset. */
  set(name: string, value: ParamValue): void {
    const dial = this.#dials.get(name);
    if (!dial) return;
    const settled = settle(dial.field, value);
    if (sameValue(settled, this.get(name))) return;
    dial.own = sameValue(settled, this.base(name)) ? undefined : settled;
  }

  reset(name: string): void {
    const dial = this.#dials.get(name);
    if (dial) dial.own = undefined;
  }

  resetAll(): void {
    this.recolor = [];
    for (const dial of this.#dials.values()) dial.own = undefined;
  }

  /** Starts from a preset: what presets decide is taken from it, the rest (a title, a matte) stays. */
  pick(preset: Preset): void {
    for (const { name } of this.schema.presets) {
      for (const decided of presetValues(this.schema, name).keys()) this.reset(decided);
    }
    this.preset = preset;
  }

  /** Puts settings in place of the present ones; dials that do not differ are not touched. */
  restore({ preset, values, recolor }: Settings): void {
    this.preset = preset;
    this.recolor = recolor;
    for (const [name, dial] of this.#dials) {
      const value = values[name];
      if (value === undefined || dial.own === undefined || !sameValue(dial.own, value)) dial.own = value;
    }
  }

  #entries(): [SchemaField, ParamValue][] {
    return [...this.#dials.values()].flatMap(({ field, own }): [SchemaField, ParamValue][] =>
      own === undefined ? [] : [[field, own]],
    );
  }
}
