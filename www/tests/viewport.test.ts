import { describe, expect, it } from 'vitest';
import { Viewport } from '../src/state/viewport.svelte.js';

function opened(width: number, height: number): Viewport {
  const viewport = new Viewport();
  viewport.resize(1000, 800);
  viewport.show(width, height);
  return viewport;
}

describe('the viewport', () => {
  it('shows a large picture whole, and a tiny one at a whole multiple', () => {
    const large = opened(4000, 3000);
    expect(large.scale * 4000).toBeLessThanOrEqual(1000);
    expect(large.scale * 3000).toBeLessThanOrEqual(800);
    expect(opened(16, 16).scale).toBe(8);
  });

  it('keeps the point under the pointer where it is', () => {
    const viewport = opened(500, 500);
    const at = { x: 420, y: 300 };
    const under = () => [(at.x - viewport.x) / viewport.scale, (at.y - viewport.y) / viewport.scale];
    const before = under();
    viewport.zoom(3, at);
    expect(under()[0]).toBeCloseTo(before[0] ?? Number.NaN);
    expect(under()[1]).toBeCloseTo(before[1] ?? Number.NaN);
  });

  it('stops at 64 times and never loses the picture', () => {
    const viewport = opened(500, 500);
    viewport.zoom(1e9);
    expect(viewport.scale).toBe(64);
    viewport.pan(1e9, -1e9);
    expect(viewport.x).toBeLessThan(1000);
    expect(viewport.y + 500 * viewport.scale).toBeGreaterThan(0);
  });

  it('stays fitted while the window changes, until the person moves', () => {
    const viewport = opened(2000, 2000);
    const fitted = viewport.scale;
    viewport.resize(500, 400);
    expect(viewport.scale).toBeLessThan(fitted);
    viewport.zoom(2);
    const scale = viewport.scale;
    viewport.resize(1000, 800);
    expect(viewport.scale).toBe(scale);
  });
});
