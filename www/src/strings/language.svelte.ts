/**
 * The language of the page: what the person picked, else what the browser prefers, else English.
 *
 * `language.strings` is one signal, so that a component that reads it in `$derived` changes with it and no
 * reload loses a picture. English comes with the page, as it is what missing things fall back to; another
 * language is fetched when it is wanted. A library for translations was rejected: typed objects say at compile
 * time what is missing, and functions are plainer than a template language.
 */
import { en, type Strings } from './en';

const others = { de: async () => (await import('./de')).de } satisfies Record<string, () => Promise<Strings>>;

export type LanguageCode = 'en' | keyof typeof others;

/** Every language in its own name. */
export const languages: Record<LanguageCode, string> = { en: 'English', de: 'Deutsch' };

const key = 'pathloom.language';

const isKnown = (code: string | undefined | null): code is LanguageCode =>
  Boolean(code && Object.hasOwn(languages, code));

/** The first language of the browser that the page speaks. */
export function preferred(wanted: readonly string[]): LanguageCode {
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]).find(isKnown) ?? 'en';
}

function recall(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage can be forbidden; then the browser's preference holds at each visit.
    return null;
  }
}

class Language {
  code = $state<LanguageCode>('en');
  strings = $state.raw<Strings>(en);

  /** Before the page is shown, so that it never shows in two languages. */
  async begin(): Promise<void> {
    const kept = recall();
    await this.#use(isKnown(kept) ? kept : preferred(navigator.languages));
  }

  /** The person's choice; kept for the next visit. */
  async pick(code: LanguageCode): Promise<void> {
    await this.#use(code);
    try {
      localStorage.setItem(key, code);
    } catch {
      // As above.
    }
  }

  async #use(code: LanguageCode): Promise<void> {
    try {
      this.strings = code === 'en' ? en : await others[code]();
      this.code = code;
    } catch {
      // Its file could not be fetched: English is better than nothing.
    }
    document.documentElement.lang = this.code;
    document.title = this.strings.app.documentTitle;
  }
}

export const language = new Language();
