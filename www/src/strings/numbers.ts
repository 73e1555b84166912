/** Numbers, sizes and times as a language writes them. */

export type Numbers = {
  /** A whole number: 12,345. */
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
};

/** `locale` is a BCP 47 tag such as `de`. */
export function numbers(locale: string): Numbers {
  const whole = new Intl.NumberFormat(locale);
  const rounded = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const short = (value: number): string => rounded.format(value);
  return {
    count: (value) => whole.format(value),
    short,
    date: (ms) => dates.format(ms),
    percent: (share) => `${whole.format(Math.round(share * 100))} %`,
    size(bytes) {
      if (bytes < 1000) return `${bytes} B`;
      if (bytes < 1e6) return `${short(bytes / 1000)} kB`;
      return bytes < 1e9 ? `${short(bytes / 1e6)} MB` : `${short(bytes / 1e9)} GB`;
    },
    duration(ms) {
      if (ms >= 1000) return `${short(ms / 1000)} s`;
      return ms < 10 ? `${tenths.format(ms)} ms` : `${Math.round(ms)} ms`;
    },
  };
}
