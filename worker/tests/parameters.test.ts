import { expect, test, vi } from 'vitest';
import type { Engine } from '../src/runtime/glue.js';
import { readParams } from '../src/runtime/parameters.js';

function engine() {
  const calls = { read: vi.fn(), begin: vi.fn(), change: vi.fn() };
  return { calls, engine: calls as unknown as Engine };
}

test('parameters travel as text, whole or as a change', () => {
  const { calls, engine: fake } = engine();
  readParams(fake, { params: { preset: 'photo', write: { precision: undefined } } });
  readParams(fake, { params: undefined });
  readParams(fake, { versioned: { stream: 7, version: 2, whole: { preset: 'logo' } } });
  readParams(fake, {
    versioned: { stream: 7, version: 3, base: 2, set: { 'write.precision': 1 }, unset: [] },
  });
  expect(calls.read.mock.calls).toEqual([['{"preset":"photo","write":{}}'], ['null']]);
  expect(calls.begin.mock.calls).toEqual([[7, 2, '{"preset":"logo"}']]);
  expect(calls.change.mock.calls).toEqual([[7, 3, 2, '{"set":{"write.precision":1},"unset":[]}']]);
});

test('what cannot be text is a wrong parameter', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  let deep: unknown = 0;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  for (const params of [circle, deep, { level: 10n }]) {
    const read = () => readParams(engine().engine, { params });
    expect(read).toThrow(expect.objectContaining({ kind: 'invalid-params' }));
  }
});
