import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Hedge } from '../src/recovery/hedge.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

class Gone extends Error {}
const hedge = (onLate?: () => void) => new Hedge((error) => error instanceof Gone, onLate);

/** What becomes of a start: ready or ended after so many ms, or silent for ever. */
type Fate = { after: number; end: 'ready' | 'gone' | 'fails' } | 'silent';

/** Starts with these fates in turn; tells which were begun, when, and which were ended. */
function fated(fates: readonly Fate[]) {
  const begun: number[] = [];
  const ended: number[] = [];
  const start = (signal: AbortSignal) =>
    new Promise<number>((ready, failed) => {
      const number = begun.length;
      begun.push(performance.now());
      signal.addEventListener('abort', () => ended.push(number));
      const fate = fates[number] ?? 'silent';
      if (fate === 'silent') return;
      setTimeout(() => {
        if (fate.end === 'ready') ready(number);
        else failed(fate.end === 'gone' ? new Gone('gone') : new Error('it fails'));
      }, fate.after);
    });
  return { start, begun, ended };
}

/** A hedge that has seen starts take so long. */
async function accustomed(usual: number, onLate?: () => void): Promise<Hedge> {
  const seen = hedge(onLate);
  for (let count = 0; count < 8; count += 1) {
    const run = seen.run(fated([{ after: usual, end: 'ready' }]).start);
    await vi.advanceTimersByTimeAsync(usual);
    await run;
  }
  return seen;
}

describe('a late start', () => {
  test('is not known as late before any was seen', async () => {
    const slow = fated([{ after: 60_000, end: 'ready' }]);
    const run = hedge().run(slow.start);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await run).toBe(0);
    expect(slow.begun).toHaveLength(1);
  });

  test('gets another one beside it, which is ready first', async () => {
    const made = fated(['silent', { after: 60, end: 'ready' }]);
    const onLate = vi.fn();
    const run = (await accustomed(60, onLate)).run(made.start);
    await vi.advanceTimersByTimeAsync(180 + 60);
    expect(await run).toBe(1);
    expect(made.ended).toEqual([0]);
    expect(onLate).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('still wins when it was merely slow', async () => {
    const made = fated([{ after: 330, end: 'ready' }, { after: 400, end: 'ready' }, 'silent']);
    const run = (await accustomed(60)).run(made.start);
    await vi.advanceTimersByTimeAsync(330);
    expect(await run).toBe(0);
    expect(made.ended).toEqual([1]);
  });

  test('is one that takes twice as long as is usual here', async () => {
    expect((await accustomed(2_000)).patienceMs).toBe(4_000);
    expect((await accustomed(10)).patienceMs).toBe(150);
  });
});

test('a start whose worker is gone is made good at once, but not for ever', async () => {
  const gone: Fate = { after: 5, end: 'gone' };
  const made = fated([gone, { after: 5, end: 'ready' }]);
  const run = hedge().run(made.start);
  await vi.advanceTimersByTimeAsync(10);
  expect(await run).toBe(1);

  const cursed = fated([...Array<Fate>(8).fill(gone), { after: 5, end: 'ready' }]);
  const end = hedge().run(cursed.start).catch(String);
  await vi.advanceTimersByTimeAsync(100);
  expect(await end).toBe('Error: gone');
  expect(cursed.begun).toHaveLength(8);
});

test('a start that fails for a reason of its own is not repeated', async () => {
  const made = fated([{ after: 5, end: 'fails' }]);
  const end = hedge().run(made.start).catch(String);
  await vi.advanceTimersByTimeAsync(5);
  expect(await end).toBe('Error: it fails');
  expect(made.begun).toHaveLength(1);
});

test('whatever becomes of the starts: the earliest that is ready wins, all others are ended, none is begun after', async () => {
  const fate: fc.Arbitrary<Fate> = fc.oneof(
    fc.constant('silent' as const),
    fc.record({
      after: fc.integer({ min: 1, max: 2_000 }),
      end: fc.constantFrom('ready' as const, 'gone' as const, 'fails' as const),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 8, maxLength: 8 }), async (fates) => {
      const seen = await accustomed(60);
      const made = fated(fates);
      let outcome: number | string | undefined;
      seen.run(made.start).then(
        (number) => {
          outcome = number;
        },
        (error) => {
          outcome = String(error);
        },
      );
      await vi.advanceTimersByTimeAsync(10_000);
      const readyAt = made.begun.map((at, number) => {
        const own = fates[number];
        return own !== undefined && own !== 'silent' && own.end === 'ready'
          ? at + own.after
          : Number.POSITIVE_INFINITY;
      });
      const first = Math.min(...readyAt);
      if (first < Number.POSITIVE_INFINITY) {
        expect(readyAt[outcome as number]).toBe(first);
        expect(made.begun.every((at) => at <= first)).toBe(true);
        // Those that failed by themselves before need no ending.
        const left = fates.flatMap((own, number) =>
          number < made.begun.length &&
          number !== outcome &&
          (own === 'silent' || (own !== undefined && (made.begun[number] ?? 0) + own.after > first))
            ? [number]
            : [],
        );
        expect(made.ended).toEqual(expect.arrayContaining(left));
      } else if (fates.slice(0, made.begun.length).includes('silent')) expect(outcome).toBeUndefined();
      else expect(outcome).toMatch(/^Error/);
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 100 },
  );
});
