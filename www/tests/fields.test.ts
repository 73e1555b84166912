import { SCHEMA } from 'pathloom';
import { describe, expect, it } from 'vitest';
import { groupFields, matters } from '../src/state/dials';
import { fits, presetValues, settle, toRequest } from '../src/state/fields';

function field(name: string) {
  const found = SCHEMA.fields.find((each) => each.name === name);
  if (!found) throw new Error(`the schema has no ${name}`);
  return found;
}

describe('the schema as the page uses it', () => {
  it('loses no field to grouping, but for what the palette sets', () => {
    const grouped = groupFields(SCHEMA.fields).flatMap(({ basic, advanced }) => [...basic, ...advanced]);
    const dials = SCHEMA.fields.filter(({ name }) => name !== 'segment.recolor');
    expect(new Set(grouped)).toEqual(new Set(dials));
  });

  it('gives a preset by full names', () => {
    expect(presetValues(SCHEMA, 'pixel-art').get('fit.shape')).toBe('pixel');
    expect(presetValues(SCHEMA, 'auto').size).toBe(0);
  });

  it('asks for what was set and nothing else', () => {
    const request = toRequest('photo', [
      [field('segment.detail'), 40],
      [field('segment.minArea'), 8],
      [field('write.title'), 'Boat'],
    ]);
    expect(request).toEqual({
      preset: 'photo',
      segment: { detail: 40, minArea: 8 },
      write: { title: 'Boat' },
    });
  });

  it('keeps numbers in range', () => {
    expect(settle(field('write.precision'), 9)).toBe(4);
    expect(settle(field('segment.minArea'), 2.6)).toBe(3);
    expect(settle(field('fit.tolerance'), 0.123)).toBe(0.123);
  });

  it('hides a dial whose condition hangs on a hidden dial', () => {
    const values: Record<string, string> = {
      engine: 'pathloom',
      'segment.method': 'regions',
      'segment.threshold': 'fixed',
    };
    const read = (name: string) => values[name] ?? null;
    expect(matters(SCHEMA, field('segment.level'), read)).toBe(false);
    values['segment.method'] = 'threshold';
    expect(matters(SCHEMA, field('segment.level'), read)).toBe(true);
  });
});

it('what an older page kept is told from what still fits', () => {
  expect(fits(field('fit.tolerance'), 0.5)).toBe(true);
  for (const value of [99, '0.5', Number.NaN, null, undefined])
    expect(fits(field('fit.tolerance'), value)).toBe(false);
  expect(fits(field('fit.shape'), 'spline')).toBe(true);
  expect(fits(field('fit.shape'), 'star')).toBe(false);
  expect(fits(field('segment.gradients'), 1)).toBe(false);
  expect(fits(field('prepare.matte'), null)).toBe(true);
  expect(fits(field('segment.palette'), ['#fff'])).toBe(true);
  expect(fits(field('segment.palette'), '#fff')).toBe(false);
  expect(fits(field('write.title'), 'Boat')).toBe(true);
});
