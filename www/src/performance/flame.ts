/** A trace's time as a flame chart: what ran, for how long, in which order. */
import { STAGES, type Stage, type VectorizeResult } from 'pathloom';

export type Flame = {
  name: Stage | 'rest';
  /** Where it begins and how wide it is, shares of the whole. */
  from: number;
  share: number;
  ms: number;
};

/** The stages in their order; what is left of the total is waiting and transfer, at the end. */
export function flames(timings: VectorizeResult['timings']): Flame[] {
  const ran = STAGES.map((name) => ({ name, ms: timings[name] })).filter(({ ms }) => ms > 0);
  const sum = ran.reduce((all, { ms }) => all + ms, 0);
  const whole = Math.max(timings.total, sum, 0.001);
  const parts: { name: Flame['name']; ms: number }[] = [...ran, { name: 'rest', ms: whole - sum }];
  let from = 0;
  return parts.map(({ name, ms }) => {
    const flame = { name, from, share: ms / whole, ms };
    from += flame.share;
    return flame;
  });
}
