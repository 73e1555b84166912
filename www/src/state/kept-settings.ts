/**
 * Keeps the settings for the next visit: asynchronously, and only what changed since the last time.
 *
 * Never fails: without storage the page begins afresh each time, which needs no message.
 */
import type { ParamValue, Schema } from 'pathloom';
import { mayHaveSettings } from '../gallery/settings-present';
import { fits } from './fields';
import { differences, readRecolor, type Settings, untouched } from './settings';

/** How long a change rests before it is written, ms. */
const rest = 400;

const store = () => import('../gallery/settings');

export class KeptSettings {
  readonly #schema: Schema;
  #written: Settings = untouched;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** What was kept, as far as this page still knows it; null when there is nothing. */
  async recall(): Promise<Settings | null> {
    try {
      if (!(await mayHaveSettings())) return null;
      const { preset, recolor, ...values } = await (await store()).readSettings();
      const known = this.#schema.fields.filter((field) => fits(field, values[field.name]));
      const settings: Settings = {
        preset: this.#schema.presets.find(({ name }) => name === preset)?.name ?? 'auto',
        values: Object.fromEntries(known.map(({ name }) => [name, values[name] as ParamValue])),
        recolor: recolor === undefined ? [] : readRecolor(recolor),
      };
      this.#written = settings;
      return differences(untouched, settings).length > 0 ? settings : null;
    } catch {
      return null;
    }
  }

  /** Hears every state of the settings and writes the last one. */
  follow(settings: Settings): void {
    clearTimeout(this.#timer);
    if (differences(this.#written, settings).length > 0)
      this.#timer = setTimeout(() => void this.#write(settings), rest);
  }

  async #write(settings: Settings): Promise<void> {
    const changes: Record<string, unknown> = {};
    for (const name of differences(this.#written, settings)) {
      if (name === 'preset') changes.preset = settings.preset;
      else if (name === 'recolor')
        changes.recolor = Object.fromEntries(settings.recolor.map(({ from, to }) => [from, to]));
      else {
        const value = settings.values[name];
        // A list in a signal is a proxy, which the store cannot clone.
        changes[name] = Array.isArray(value) ? [...value] : value;
      }
    }
    this.#written = settings;
    try {
      await (await store()).writeSettings(changes);
    } catch {
      // Said above.
    }
  }
}
