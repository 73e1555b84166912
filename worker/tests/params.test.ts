import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Params, ParamValue } from '../src/generated/params.js';
import { applyDelta, diffParams, invertDelta, withParam } from '../src/params.js';

const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true }),
  fc.string(),
  fc.array(fc.string(), { maxLength: 3 }),
) as fc.Arbitrary<ParamValue>;
const name = fc.constantFrom(
  'preset',
  'engine',
  'fit.tolerance',
  'fit.corners',
  'write.precision',
  'segment.detail',
);
/** Built as a page builds them: by setting and unsetting. */
const params = fc
  .array(fc.tuple(name, fc.option(value, { nil: undefined })), { maxLength: 12 })
  .map((steps) => steps.reduce<Params>((now, [field, next]) => withParam(now, field, next), {}));

test('a delta leads from one to the other, and its inverse back', () => {
  fc.assert(
    fc.property(params, params, (a, b) => {
      const delta = diffParams(a, b);
      expect(applyDelta(a, delta)).toEqual(b);
      expect(applyDelta(b, invertDelta(delta))).toEqual(a);
      expect(invertDelta(invertDelta(delta))).toEqual(delta);
      expect(diffParams(a, structuredClone(a))).toEqual([]);
    }),
  );
});

test('setting never touches the original, shares what is the same, and returns the same object for no change', () => {
  fc.assert(
    fc.property(params, name, value, (before, field, next) => {
      const copy = structuredClone(before);
      const after = withParam(before, field, next);
      expect(before).toEqual(copy);
      expect(withParam(after, field, next)).toBe(after);
      for (const group of ['fit', 'write', 'segment'] as const)
        if (!field.startsWith(group)) expect(after[group]).toBe(before[group]);
    }),
  );
});

test('what is unset is gone, with its group when that was the last', () => {
  const set = withParam(withParam({}, 'fit.tolerance', 1), 'fit.tolerance', undefined);
  expect(set).toEqual({});
  expect(Object.isFrozen(withParam({ preset: 'logo' }, 'fit.tolerance', 1).fit)).toBe(true);
  expect(diffParams({ fit: { tolerance: undefined } }, {})).toEqual([]);
});
