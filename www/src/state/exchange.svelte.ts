/** Settings that leave the page as text or link, and come in again: checked by the engine before they hold. */
import type { Problem, Validation } from 'pathloom';
import type { Engine } from './engine.svelte.js';
import type { Parameters } from './parameters.svelte.js';
import { looksLikeSettings } from './settings';
import type { Incoming } from './settings-json';

/** Why settings were not taken: the text holds none, the engine complains, or there is no engine to ask. */
export type Refusal = { why: 'unreadable' | 'invalid' | 'unavailable'; problems: readonly Problem[] };

export class Exchange {
  /** Why a link, or what was pasted into the page, was not taken. */
  refusal = $state.raw<Refusal | null>(null);

  readonly #engine: Engine;
  readonly parameters: Parameters;

  constructor(engine: Engine, parameters: Parameters) {
    this.#engine = engine;
    this.parameters = parameters;
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
    const { parameters } = this;
    let answer: Validation;
    let incoming: Incoming;
    try {
      const { fromText } = await import('./link');
      incoming = fromText(parameters.schema, text);
      answer = await (await this.#engine.ready()).validate(incoming.params);
    } catch (error) {
      return { why: error instanceof SyntaxError ? 'unreadable' : 'unavailable', problems: [] };
    }
    if (!answer.ok) return { why: 'invalid', problems: answer.problems };
    const { toSettings } = await import('./settings-json');
    parameters.restore(toSettings(parameters.schema, answer.params, incoming.recolor));
    return null;
  }
}
