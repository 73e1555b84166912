/** Numbers, sizes and times as a language writes them. */

export type Numbers = {
  /** A whole number: 12,345. */
  count: (value: number) => string;
  /** A number to three significant digits: 1.41. */
  short: (value: number) => string;
  /** A share, 0 to 1: 42 %. */
  percent: (share: number) => string;
  /** A size in bytes: 812 B, 45.2 kB, 3.1 MB. */
  size: (bytes: number) => string;
  /** A time in milliseconds: 0.4 ms, 12 ms, 1.4 s. */
  duration: (ms: number) => string;
};

/** `locale` is a BCP 47 tag such as `de`. */
export function numbers(locale: string): Numbers {
  const whole = new Intl.NumberFormat(locale);
  const rounded = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const short = (value: number): string => rounded.format(value);
  return {
    count: (value) => whole.format(value),
    short,
    percent: (share) => `${whole.format(Math.round(share * 100))} %`,
    size(bytes) {
      if (bytes < 1000) return `${bytes} B`;
      return bytes < 1e6 ? `${short(bytes / 1000)} kB` : `${short(bytes / 1e6)} MB`;
    },
    duration(ms) {
      if (ms >= 1000) return `${short(ms / 1000)} s`;
      return ms < 10 ? `${tenths.format(ms)} ms` : `${Math.round(ms)} ms`;
    },
  };
}
