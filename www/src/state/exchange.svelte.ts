/** Settings that leave the page as text or link, and come in again: checked by the engine before they hold. */
import type { Problem, Validation } from 'pathloom';
import type { Engine } from './engine.svelte.js';
import { fromText, looksLikeSettings, toFragment } from './link';
import type { Parameters } from './parameters.svelte.js';
import { type Incoming, toJson, toSettings } from './settings';

/** Why settings were not taken: the text holds none, the engine complains, or there is no engine to ask. */
export type Refusal = { why: 'unreadable' | 'invalid' | 'unavailable'; problems: readonly Problem[] };

export class Exchange {
  /** Why a link, or what was pasted into the page, was not taken. */
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

  /** Takes the settings that the page's address holds, if any; the address then goes back to what it was. */
  async takeAddress(): Promise<void> {
    const text = location.hash;
    if (!looksLikeSettings(text)) return;
    history.replaceState(null, '', location.pathname + location.search);
    this.refusal = await this.takeText(text);
  }

  /** Takes pasted text; false when it is meant as something else. */
  paste(text: string): boolean {
    if (!looksLikeSettings(text)) return false;
    void this.takeText(text).then((refusal) => {
      this.refusal = refusal;
    });
    return true;
  }

  /** Takes JSON or a link; null when the settings hold now, else why not. */
  async takeText(text: string): Promise<Refusal | null> {
    try {
      return await this.#take(fromText(this.#parameters.schema, text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { why: 'unreadable', problems: [] };
    }
  }

  async #take({ params, recolor }: Incoming): Promise<Refusal | null> {
    let answer: Validation;
    try {
      answer = await (await this.#engine.ready()).validate(params);
    } catch {
      return { why: 'unavailable', problems: [] };
    }
    if (!answer.ok) return { why: 'invalid', problems: answer.problems };
    this.#parameters.restore(toSettings(this.#parameters.schema, answer.params, recolor));
    return null;
  }
}
