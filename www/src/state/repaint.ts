/**
 * Applies the person's colours to a result; what it takes is fetched with the first rule.
 *
 * Where two colours become one, the engine is asked again, with the pairs: only it can make one shape of what they
 * divided. Every other change is painted into the SVG, which is at once and keeps gradients. Leaving all of it to the
 * engine was rejected: it looks for a colour as it wrote it, while a rule follows one that a dial has moved.
 */
import type { Params, VectorizeResult } from 'pathloom';
import type { Recolor } from './settings';

/** The same request with other colours, pair by pair. */
export const withColors = (request: Params, recolor: string[]): Params => ({
  ...request,
  segment: { ...request.segment, recolor },
});

/** The result in the person's colours; the same object when there are none. */
export async function repainted(
  result: VectorizeResult,
  rules: readonly Recolor[],
  retrace: (pairs: string[]) => Promise<VectorizeResult>,
): Promise<VectorizeResult> {
  if (rules.length === 0) return result;
  const { changesOf, recolored, unites } = await import('./paints');
  const { paints, changes } = await changesOf(result.svg, rules);
  if (changes.size === 0) return result;
  const united = unites(paints, changes) ? await retrace([...changes].flat()) : result;
  // What the engine has painted already must not become a third colour: gradients are all that is left. VTracer's
  // leaves the pairs alone.
  const svg = await recolored(united.svg, changes, united.svg !== result.svg);
  if (svg === united.svg) return united;
  // A change writes ASCII in place of ASCII.
  const bytes = united.stats.bytes + svg.length - united.svg.length;
  return { ...united, svg, stats: { ...united.stats, bytes } };
}
