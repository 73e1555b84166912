import type { VectorizeResult } from 'pathloom';
import { describe, expect, it } from 'vitest';
import { Estimate } from '../src/state/estimate';

const result = (timings: Partial<VectorizeResult['timings']>) =>
  ({
    timings: {
      decode: 0,
      prepare: 0,
      segment: 0,
      trace: 0,
      fit: 0,
      write: 0,
      queue: 0,
      total: 0,
      ...timings,
    },
  }) as VectorizeResult;

describe('how long a trace will take', () => {
  it('is unknown before the first', () => {
    expect(new Estimate().of({ preset: 'photo' })).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the time of the changed stage and those after it', () => {
    const estimate = new Estimate();
    estimate.learn({ preset: 'photo' }, result({ prepare: 10, segment: 100, trace: 20, fit: 30, write: 4 }));
    expect(estimate.of({ preset: 'photo' })).toBe(0);
    expect(estimate.of({ preset: 'photo', write: { precision: 1 } })).toBe(4);
    expect(estimate.of({ preset: 'photo', fit: { tolerance: 1 }, write: { precision: 1 } })).toBe(34);
    expect(estimate.of({ preset: 'photo', segment: { detail: 1 } })).toBe(154);
    expect(estimate.of({ preset: 'logo' })).toBe(164);
  });

  it('remembers stages that a later trace did not run', () => {
    const estimate = new Estimate();
    estimate.learn({ preset: 'photo' }, result({ segment: 100, trace: 20, fit: 30, write: 4 }));
    estimate.learn({ preset: 'photo', write: { precision: 1 } }, result({ write: 6 }));
    expect(estimate.of({ preset: 'photo', segment: { detail: 1 }, write: { precision: 1 } })).toBe(156);
  });
});
