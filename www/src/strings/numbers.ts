/**
 * Numbers, sizes, times and lists as a language writes them.
 *
 * By hand, as two languages differ in two marks and a word: the first `Intl.NumberFormat` of a page takes its thread
 * 50 ms, and the first `Intl.ListFormat` another ten, of which nearly all is bringing the tables of all languages into
 * memory. Dates are not so simple; they are left to `Intl`, when the first is wanted.
 */

export type Numbers = {
  /** A number to three decimals: 12,345 or 0.125. */
  count: (value: number) => string;
  /** A number to three significant digits: 1.41. */
  short: (value: number) => string;
  /** A share, 0 to 1: 42 %. */
  percent: (share: number) => string;
  /** A size in bytes: 812 B, 45.2 kB, 3.1 MB, 1.2 GB. */
  size: (bytes: number) => string;
  /** A time in milliseconds: 0.4 ms, 12 ms, 1.4 s. */
  duration: (ms: number) => string;
  /** A day and a time, from milliseconds since 1970: 22 Nov 2026, 18:30. */
  date: (ms: number) => string;
  /** Words one after the other: fit, trace and write. */
  list: (words: readonly string[]) => string;
};

/** Between thousands, before decimals, before the last of a list. */
const marks = { en: [',', '.', 'and'], de: ['.', ',', 'und'] } as const;

/** Decimals beyond which a number is taken for zero. */
const mostDecimals = 20;

/** A locale is a BCP 47 tag. */
export function numbers(locale: keyof typeof marks): Numbers {
  const [group, point, and] = marks[locale];
  let dates: Intl.DateTimeFormat | undefined;
  const written = (value: number, decimals: number): string => {
    const [whole = '', rest] = value.toFixed(decimals).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return rest === undefined ? grouped : `${grouped}${point}${rest}`;
  };
  /** Without the zeros that say nothing. */
  const plain = (value: number, decimals: number): string => {
    const text = written(value, decimals);
    return decimals > 0 ? text.replace(/(\D\d*?)0+$/, '$1').replace(/\D$/, '') : text;
  };
  const count = (value: number): string => plain(value, 3);
  const short = (value: number): string => {
    const rounded = Number(value.toPrecision(3));
    const above = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)));
    return plain(rounded, Math.min(mostDecimals, Math.max(0, 2 - above)));
  };
  return {
    count,
    short,
    percent: (share) => `${count(Math.round(share * 100))} %`,
    size(bytes) {
      if (bytes < 1000) return `${bytes} B`;
      if (bytes < 1e6) return `${short(bytes / 1000)} kB`;
      return bytes < 1e9 ? `${short(bytes / 1e6)} MB` : `${short(bytes / 1e9)} GB`;
    },
    duration(ms) {
      if (ms >= 1000) return `${short(ms / 1000)} s`;
      return ms < 10 ? `${written(ms, 1)} ms` : `${Math.round(ms)} ms`;
    },
    date(ms) {
      dates ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
      return dates.format(ms);
    },
    list: (words) =>
      words.length > 1 ? `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}` : words.join(''),
  };
}
