/** Applies the person's colours to a result; what it takes is fetched with the first rule. */
import type { VectorizeResult } from 'pathloom';
import type { Recolor } from './settings';

/** The result in the person's colours; the same object when there are none. */
export async function repainted(
  result: VectorizeResult,
  rules: readonly Recolor[],
): Promise<VectorizeResult> {
  if (rules.length === 0) return result;
  const { paintsOf, recolored } = await import('./paints');
  const svg = await recolored(result.svg, rules);
  if (svg === result.svg) return result;
  // Paints that have become one; gradients count as they did.
  const [before, after] = await Promise.all([paintsOf(result.svg), paintsOf(svg)]);
  const merged = before.length - after.length;
  const { bytes, colors } = result.stats;
  const stats = {
    ...result.stats,
    // A rule writes ASCII in place of ASCII.
    bytes: bytes + svg.length - result.svg.length,
    colors: Math.max(1, colors - Math.max(0, merged)),
  };
  return { ...result, svg, stats };
}
