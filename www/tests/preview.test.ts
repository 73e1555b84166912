import { STAGES } from 'pathloom';
import { describe, expect, it } from 'vitest';
import { flames } from '../src/performance/flame';
import { around, arrange, type Box, modes, origins, viewSize } from '../src/preview/modes';
import { forProxy } from '../src/state/proxy';

const pane = { width: 800, height: 600 };
const area = (boxes: readonly Box[]): number =>
  boxes.reduce((sum, { width, height }) => sum + width * height, 0);

describe('the ways of looking', () => {
  it('divides the pane without gap or overlap', () => {
    for (const split of [0, 0.3, 1]) {
      const clips = arrange({ mode: 'compare', split, onion: 0 }, pane).map(({ clip }) => clip);
      expect(area(clips)).toBeCloseTo(area([{ x: 0, y: 0, ...pane }]));
    }
    const side = arrange({ mode: 'side', split: 0, onion: 0 }, pane).map(({ clip }) => clip);
    expect(area(side)).toBe(800 * 600);
  });

  it('puts the second view beside the first, or beneath it where the pane is tall', () => {
    expect(origins('side', pane)[1]).toEqual({ x: 400, y: 0 });
    expect(viewSize('side', pane)).toEqual({ width: 400, height: 600 });
    expect(origins('side', { width: 300, height: 700 })[1]).toEqual({ x: 0, y: 350 });
  });

  it('shows something in each', () => {
    for (const mode of modes)
      expect(arrange({ mode, split: 0.5, onion: 0.5 }, pane).length).toBeGreaterThan(0);
  });
});

describe('what lies around a hole', () => {
  const box = { x: 0, y: 0, width: 100, height: 80 };
  it.each([
    ['inside', { x: 10, y: 20, width: 30, height: 40 }, 8000 - 1200],
    ['over an edge', { x: -10, y: -10, width: 30, height: 40 }, 8000 - 20 * 30],
    ['all of it', { x: -5, y: -5, width: 200, height: 200 }, 0],
    ['none of it', { x: 200, y: 10, width: 10, height: 10 }, 8000],
    ['above', { x: 0, y: -50, width: 100, height: 20 }, 8000],
  ])('%s', (_, hole, left) => {
    expect(area(around(box, hole))).toBe(left);
  });
});

describe('a request for a proxy', () => {
  it('shrinks what the person set in pixels, and nothing else', () => {
    const request = {
      preset: 'photo',
      segment: { minArea: 64, detail: 40 },
      fit: { tolerance: 2, cornerAngle: 50 },
    } as const;
    expect(forProxy(request, 0.25)).toEqual({
      preset: 'photo',
      segment: { minArea: 4, detail: 40 },
      fit: { tolerance: 0.5, cornerAngle: 50 },
    });
    expect(forProxy({ preset: 'auto' }, 0.1)).toEqual({ preset: 'auto' });
    expect(forProxy({ fit: { tolerance: 0.05 } }, 0.1).fit?.tolerance).toBeGreaterThanOrEqual(0.05);
  });
});

describe('the flame chart', () => {
  it('is the whole time, in the order of the stages', () => {
    const timings = {
      decode: 0,
      prepare: 5,
      segment: 50,
      trace: 10,
      fit: 20,
      write: 5,
      queue: 4,
      total: 100,
    };
    const chart = flames(timings);
    expect(chart.map(({ name }) => name)).toEqual([...STAGES.slice(1), 'rest']);
    expect(chart.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(chart.at(-1)?.ms).toBeCloseTo(10);
  });
});
