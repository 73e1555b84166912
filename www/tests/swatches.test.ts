import { describe, expect, it } from 'vitest';
import {
  deleted,
  fixed,
  locked,
  replaced,
  restored,
  type Swatch,
  swatchesOf,
} from '../src/controls/palette/swatches';
import type { Paint } from '../src/state/paints';
import type { Recolor } from '../src/state/settings';

const paints: Paint[] = ['#ff0000', '#ee1111', '#0000ff', '#ffffff'].map((color) => ({
  color,
  count: 1,
  inGradient: false,
}));
const shown = (rules: readonly Recolor[]) => swatchesOf(paints, rules).map(({ color }) => color);
const pick = (rules: readonly Recolor[], color: string): Swatch => {
  const found = swatchesOf(paints, rules).find((swatch) => swatch.color === color);
  if (!found) throw new Error(`no ${color}`);
  return found;
};

describe('a colour', () => {
  it('can be replaced, again, and put back', () => {
    const once = replaced([], pick([], '#0000ff'), '#00ff00');
    expect(shown(once)).toEqual(['#ff0000', '#ee1111', '#00ff00', '#ffffff']);
    const twice = replaced(once, pick(once, '#00ff00'), '#123456');
    expect(shown(twice)).toEqual(['#ff0000', '#ee1111', '#123456', '#ffffff']);
    expect(twice).toHaveLength(1);
    expect(restored(twice, pick(twice, '#123456'))).toEqual([]);
  });

  it('merged with another moves with it from then on', () => {
    const merged = replaced([], pick([], '#ee1111'), '#ff0000');
    expect(shown(merged)).toEqual(['#ff0000', '#0000ff', '#ffffff']);
    const moved = replaced(merged, pick(merged, '#ff0000'), '#aa0000');
    expect(shown(moved)).toEqual(['#aa0000', '#0000ff', '#ffffff']);
    expect(pick(moved, '#aa0000').sources).toEqual(['#ff0000', '#ee1111']);
  });

  it('that is deleted becomes the nearest of the others', () => {
    const rules = deleted([], pick([], '#ee1111'), swatchesOf(paints, []));
    expect(rules).toEqual([{ from: '#ee1111', to: '#ff0000' }]);
    const only = swatchesOf(paints.slice(0, 1), []);
    expect(deleted([], only[0] as Swatch, only)).toBeNull();
  });

  it('that is locked stays when tracing anew moves it', () => {
    const rules = locked([], pick([], '#0000ff'));
    const anew = swatchesOf([{ color: '#0808f4', count: 1, inGradient: false }], rules);
    expect(anew).toMatchObject([{ color: '#0000ff', locked: true, changed: false }]);
  });
});

it('a fixed palette has one colour for each that shows, and keeps what they show as', () => {
  let rules = replaced([], pick([], '#ee1111'), '#ff0000');
  rules = replaced(rules, pick(rules, '#0000ff'), '#00ff00');
  rules = locked(rules, pick(rules, '#ffffff'));
  expect(fixed(swatchesOf(paints, rules))).toEqual({
    palette: ['#ff0000', '#0000ff', '#ffffff'],
    rules: [
      { from: '#0000ff', to: '#00ff00' },
      { from: '#ffffff', to: '#ffffff' },
    ],
  });
});
