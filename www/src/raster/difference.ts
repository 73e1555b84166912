/**
 * Where a drawing differs from its picture: CIEDE2000 for each pixel, as a heat map and as a mean.
 *
 * CIEDE2000 because it is what people mean by dE: about 1 is the least that an eye sees side by side, above 5 is
 * plain. The distance in OKLab would be quicker, but has no such scale. Formula and conversions: culori.
 */
import { convertRgbToLab65, differenceCiede2000 } from 'culori/fn';
import { heatStops, hottest } from './heat';

export type Difference = {
  /** Mean dE over all pixels. */
  mean: number;
  /** dE that 95 % of the pixels stay below. */
  p95: number;
  /** The heat map: transparent where nothing differs. */
  map: ImageData;
};

/** How long to compare before the worker looks whether anything is to be painted, ms. */
const slice = 3;

const between = differenceCiede2000();

function lab(data: Uint8ClampedArray, at: number) {
  return convertRgbToLab65({
    r: (data[at] as number) / 255,
    g: (data[at + 1] as number) / 255,
    b: (data[at + 2] as number) / 255,
  });
}

/** Compares two pictures of one size, both without transparency. Null when `stale` says that nobody waits. */
export async function difference(
  one: ImageData,
  other: ImageData,
  stale: () => Promise<boolean>,
): Promise<Difference | null> {
  const map = new ImageData(one.width, one.height);
  const counts = new Uint32Array(1024);
  const pixels = one.width * one.height;
  let sum = 0;
  let until = performance.now() + slice;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = 4 * pixel;
    const a = one.data;
    const b = other.data;
    const same = a[at] === b[at] && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2];
    const value = same ? 0 : between(lab(a, at), lab(b, at));
    sum += value;
    const bin = Math.min(1023, Math.round(value * 10));
    counts[bin] = (counts[bin] as number) + 1;
    heat(map.data, at, value / hottest);
    if (pixel % 256 || performance.now() < until) continue;
    if (await stale()) return null;
    until = performance.now() + slice;
  }
  return { mean: sum / pixels, p95: percentile(counts, pixels * 0.95) / 10, map };
}

function percentile(counts: Uint32Array, wanted: number): number {
  let seen = 0;
  for (const [value, count] of counts.entries()) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return counts.length;
}

function heat(data: Uint8ClampedArray, at: number, share: number): void {
  const place = Math.min(1, share) * (heatStops.length - 1);
  const index = Math.min(heatStops.length - 2, Math.floor(place));
  const from = heatStops[index] as readonly number[];
  const to = heatStops[index + 1] as readonly number[];
  for (let channel = 0; channel < 4; channel += 1) {
    const start = from[channel] as number;
    data[at + channel] = start + ((to[channel] as number) - start) * (place - index);
  }
}
