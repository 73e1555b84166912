/** Settings that leave the page as text or link, and come in again: checked by the engine before they hold. */
import type { Problem, Validation } from 'pathloom';
import type { Engine } from './engine.svelte.js';
import { fromText, toFragment } from './link';
import type { Parameters } from './parameters.svelte.js';
import { type Incoming, toJson, toSettings } from './settings';

/** Why settings were not taken: the text holds none, the engine complains, or there is no engine to ask. */
export type Refusal = { why: 'unreadable' | 'invalid' | 'unavailable'; problems: readonly Problem[] };

export class Exchange {
  refusal = $state.raw<Refusal | null>(null);

  readonly #engine: Engine;
  readonly #parameters: Parameters;

  constructor(engine: Engine, parameters: Parameters) {
    this.#engine = engine;
    this.#parameters = parameters;
  }

  get json(): string {
    return toJson(this.#parameters.schema, this.#parameters.settings);
  }

  /** The page's own address with the settings in its fragment. */
  get link(): string {
    const fragment = toFragment(this.#parameters.schema, this.#parameters.settings);
    return `${location.href.split('#')[0]}#${fragment}`;
  }

  /** Takes JSON or a link; true when the settings hold now, else {@link refusal} says why not. */
  async takeText(text: string): Promise<boolean> {
    try {
      return await this.take(fromText(this.#parameters.schema, text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return this.#refuse('unreadable');
    }
  }

  /** As {@link takeText}, for what was read already. */
  async take({ params, recolor }: Incoming): Promise<boolean> {
    let answer: Validation;
    try {
      answer = await (await this.#engine.ready()).validate(params);
    } catch {
      return this.#refuse('unavailable');
    }
    if (!answer.ok) return this.#refuse('invalid', answer.problems);
    this.refusal = null;
    this.#parameters.restore(toSettings(this.#parameters.schema, answer.params, recolor));
    return true;
  }

  #refuse(why: Refusal['why'], problems: readonly Problem[] = []): false {
    this.refusal = { why, problems };
    return false;
  }
}
