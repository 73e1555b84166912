/**
 * What the engine says, in another language: found by the English sentence, as gettext does it.
 *
 * `{}` stands for whatever the engine puts there (figures, the name of a format); such a part may itself be
 * a sentence that is known. Codes in the engine were rejected: it would carry the same list again, in a file that
 * everybody downloads, and the command line and other pages want words.
 */

/** Turns English into the other language; what is not known stays as it is. */
export function sayIn(sentences: Readonly<Record<string, string>>): (english: string) => string {
  const known = Object.entries(sentences).map(([english, own]) => {
    const parts = english.split('{}').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return { pattern: new RegExp(`^${parts.join('(.+?)')}$`, 's'), own };
  });
  const say = (english: string): string => {
    for (const { pattern, own } of known) {
      const found = pattern.exec(english);
      if (!found) continue;
      let at = 0;
      return own.replaceAll('{}', () => {
        at += 1;
        return say(found[at] ?? '');
      });
    }
    return english;
  };
  return say;
}
