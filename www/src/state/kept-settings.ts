/**
 * Keeps the settings for the next visit: asynchronously, and only what changed since the last time.
 *
 * Never fails: without storage the page begins afresh each time, which needs no message.
 */
import type { Params, ParamValue, Preset, Schema } from 'pathloom';
import { toRequest } from './fields';
import { differences, type Incoming, readRecolor, type Settings, untouched } from './settings';

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

  /** What was kept, still to be validated: the page may have become a newer one. Null when there is nothing. */
  async recall(): Promise<Incoming | null> {
    try {
      const { preset, recolor, ...values } = await (await store()).readSettings();
      if (preset === undefined && recolor === undefined && Object.keys(values).length === 0) return null;
      this.#written = {
        preset: (preset ?? 'auto') as Preset,
        values: values as Record<string, ParamValue>,
        recolor: recolor === undefined ? [] : readRecolor(recolor),
      };
      return { params: this.#params(this.#written), recolor: this.#written.recolor };
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

  #params({ preset, values }: Settings): Params {
    const entries = this.#schema.fields.flatMap((field) => {
      const value = values[field.name];
      return value === undefined ? [] : [[field, value] as const];
    });
    return toRequest(preset, entries);
  }
}
