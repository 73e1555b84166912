import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callOf, understood } from '../src/runtime/messages.js';

const good: object[] = [
  { type: 'reserve', id: 1, bytes: 5e9 },
  { type: 'release', slot: 64 },
  { type: 'open', id: 1, source: { kind: 'blob', blob: new Blob([]) }, priority: 'batch' },
  {
    type: 'trace',
    id: 1,
    target: { image: 3 },
    params: { preset: 'photo' },
    priority: 'preview',
    latest: true,
  },
  {
    type: 'trace',
    id: 1,
    target: { source: { kind: 'slot', slot: 64, size: { width: 4, height: 4 } } },
    versioned: { stream: 1, version: 2, base: 1, set: { 'write.precision': 1 }, unset: ['preset'] },
    priority: 'interactive',
    alone: true,
  },
  { type: 'params', id: 1, versioned: { stream: 1, version: 2, whole: null } },
  { type: 'validate', id: 1, params: 5 },
  { type: 'close', image: 1 },
  { type: 'cancel', id: 1 },
  { type: 'prioritise', id: 1, priority: 'preview' },
  { type: 'visibility', hidden: true },
  { type: 'stats', id: 1 },
];

test.each(good)('$type is understood', (message) => {
  expect(understood(message)).toBe(message);
});

test.each([
  undefined,
  null,
  5,
  'open',
  [],
  {},
  { type: 'toString' },
  { type: '__proto__' },
  { type: 'cancel' },
  { type: 'cancel', id: -1 },
  { type: 'cancel', id: 1.5 },
  { type: 'cancel', id: 2 ** 32 },
  { type: 'cancel', id: '1' },
  { type: 'reserve', id: 1, bytes: Number.NaN },
  { type: 'release', slot: { valueOf: () => 1 } },
  { type: 'open', id: 1, priority: 'batch', source: { kind: 'blob', blob: 'text' } },
  { type: 'open', id: 1, priority: 'batch', source: { kind: 'constructor' } },
  {
    type: 'open',
    id: 1,
    priority: 'batch',
    source: { kind: 'slot', slot: 1, size: { width: '4', height: 4 } },
  },
  { type: 'trace', id: 1, priority: 'batch', target: {}, params: {} },
  { type: 'trace', id: 1, priority: 'batch', target: { image: 1 }, versioned: { stream: 1 } },
  { type: 'params', id: 1, versioned: { stream: 1, version: 1, base: 0, set: null, unset: [] } },
  { type: 'params', id: 1, versioned: { stream: 1, version: 1, base: 0, set: {}, unset: [1] } },
  { type: 'visibility', hidden: 'yes' },
  { type: 'start' },
])('no message of ours: %j', (data) => {
  expect(understood(data)).toBeUndefined();
});

test('whatever arrives, it is understood or not, and never more than that', () => {
  const field = fc.oneof(fc.anything(), fc.nat(), fc.boolean(), fc.constantFrom('blob', 'slot', 'batch'));
  const type = fc.constantFrom(...good.map((message) => (message as { type: string }).type));
  const shaped = fc.record(
    { type, id: field, target: field, source: field, priority: field, versioned: field, slot: field },
    { requiredKeys: ['type'] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), shaped), (data) => {
      const message = understood(data);
      expect(message === undefined || message === data).toBe(true);
      const id = callOf(data);
      expect(id === undefined || Number.isInteger(id)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
