import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Slots } from '../src/client/slots.js';

const FREE = 1;
const HOST = 2;
const ENGINE = 3;
const GONE = 0;

/** An engine of three slots, played by hand: words at 0, 16, 32; bytes from 1024 on. */
function engine() {
  const memory = new WebAssembly.Memory({ initial: 8, maximum: 8, shared: true });
  const slots = [0, 16, 32].map((number, index) => {
    const words = new Uint32Array(memory.buffer, number, 4);
    words.set([FREE, 1024 + index * 131_072, 65_536 * (index + 1), 0]);
    return { number, words };
  });
  const client = new Slots(memory, true);
  for (const { number } of slots) client.learn(number);
  return { memory, slots, client };
}

test('a claim is a slot that was free, is ours alone and fits; what it is filled with is the engine’s', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('claim' as const), bytes: fc.integer({ min: 1, max: 250_000 }) }),
    fc.record({ do: fc.constantFrom('fill' as const, 'free' as const, 'vanish' as const), slot: fc.nat(2) }),
    fc.record({
      do: fc.constant('resize' as const),
      slot: fc.nat(2),
      bytes: fc.integer({ min: 1, max: 200_000 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { slots, client } = engine();
      const ours = new Map<number, { claim: { slot: number; address: number }; bytes: number }>();
      const states = [FREE, FREE, FREE];
      for (const event of steps) {
        if (event.do === 'claim') {
          const given: number[] = [];
          const claim = client.claim(event.bytes, (slot) => given.push(slot));
          for (const slot of given) states[slot / 16] = HOST;
          if (!claim) continue;
          const index = claim.slot / 16;
          expect(states[index]).toBe(FREE);
          expect(slots[index]?.words[2]).toBeGreaterThanOrEqual(event.bytes);
          expect(claim.address).toBe(slots[index]?.words[1]);
          states[index] = HOST;
          ours.set(index, { claim, bytes: event.bytes });
          continue;
        }
        const words = slots[event.slot]?.words as Uint32Array;
        const held = ours.get(event.slot);
        if (event.do === 'fill' && held) {
          client.fill(held.claim, new Uint8Array(held.bytes));
          states[event.slot] = ENGINE;
          ours.delete(event.slot);
          expect(words[3]).toBe(held.bytes);
        } else if (event.do === 'free' && !held) {
          words[0] = FREE;
          states[event.slot] = FREE;
        } else if (event.do === 'vanish' && states[event.slot] === FREE) {
          words[0] = GONE;
          states[event.slot] = GONE;
        } else if (event.do === 'resize' && !held) words[2] = event.bytes;
        expect(words[0]).toBe(states[event.slot]);
      }
    }),
  );
});

test('without recycling no slot is claimed', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  new Uint32Array(memory.buffer, 16, 4).set([FREE, 1024, 4096, 0]);
  const slots = new Slots(memory, false);
  slots.learn(16);
  expect(slots.claim(16, () => {})).toBeUndefined();
});
