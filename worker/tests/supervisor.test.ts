import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLAME, QUARANTINE } from '../src/recovery/causes.js';
import { Supervisor } from '../src/recovery/supervisor.js';
import type { LossCause } from '../src/types.js';

describe('a lost worker', () => {
  test('costs bystanders nothing, however often it happens', () => {
    const books = new Supervisor();
    books.admit(1);
    for (let loss = 0; loss < 10; loss += 1) expect(books.lost('trap')).toEqual({ replay: [1], giveUp: [] });
  });

  test('is forgiven once to the job that ran in it, not twice, when the engine said why', () => {
    for (const cause of ['trap', 'out-of-memory', 'crash', 'hang'] as const) {
      const books = new Supervisor();
      books.admit(1);
      books.admit(2);
      books.began(1);
      expect(books.lost(cause)).toEqual({ replay: [1, 2], giveUp: [] });
      books.began(1);
      expect(books.lost(cause)).toEqual({ replay: [2], giveUp: [1] });
    }
  });

  test('that vanished says little about the job, and is forgiven seven times', () => {
    const books = new Supervisor();
    books.admit(1);
    for (let loss = 0; loss < 7; loss += 1) {
      books.began(1);
      expect(books.lost('vanished').giveUp).toEqual([]);
    }
    books.began(1);
    expect(books.lost('vanished').giveUp).toEqual([1]);
  });

  test('is nobody’s fault when we ended it ourselves', () => {
    const books = new Supervisor();
    books.admit(1);
    for (let stop = 0; stop < 10; stop += 1) {
      books.began(1);
      expect(books.lost('stopped')).toEqual({ replay: [1], giveUp: [] });
    }
    expect(books.isSuspect(1)).toBe(false);
  });

  test('blames the one that hangs and not those that ran beside it', () => {
    const books = new Supervisor();
    for (const job of [1, 2]) {
      books.admit(job);
      books.began(job);
    }
    books.lost('hang', [2]);
    expect([books.isSuspect(1), books.isSuspect(2)]).toEqual([false, true]);
  });
});

/** One poisonous job among many, run side by side where nobody is suspected. */
test('a job that kills its worker is given up, and no other, whatever runs beside it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.uniqueArray(fc.nat(29), { maxLength: 6 }),
      fc.integer({ min: 1, max: 8 }),
      (count, poisoned, width) => {
        const poison = new Set(poisoned.filter((job) => job < count));
        const books = new Supervisor();
        let waiting = Array.from({ length: count }, (_, job) => job);
        for (const job of waiting) books.admit(job);
        const givenUp: number[] = [];
        const done: number[] = [];
        for (let round = 0; waiting.length > 0; round += 1) {
          expect(round).toBeLessThan(10 * count + 10);
          const free = waiting.filter((job) => !books.isSuspect(job));
          const batch = free.length > 0 ? free.slice(0, width) : waiting.slice(0, 1);
          for (const job of batch) books.began(job);
          if (batch.some((job) => poison.has(job))) {
            const { replay, giveUp } = books.lost('trap');
            for (const job of giveUp) books.ended(job);
            givenUp.push(...giveUp);
            waiting = replay;
          } else {
            for (const job of batch) books.ended(job);
            done.push(...batch);
            waiting = waiting.filter((job) => !batch.includes(job));
          }
        }
        expect(new Set(givenUp)).toEqual(poison);
        expect(done.length + givenUp.length).toBe(count);
      },
    ),
  );
});

type Step = { do: 'admit' | 'began' | 'paused' | 'ended'; job: number } | { do: 'lost'; cause: LossCause };

test('the books agree with a model after any row of events', () => {
  const job = fc.integer({ min: 1, max: 4 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constantFrom('admit', 'began', 'paused', 'ended'), job }),
    fc.record({ do: fc.constant('lost'), cause: fc.constantFrom(...(Object.keys(BLAME) as LossCause[])) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const books = new Supervisor();
      const model = new Map<number, { blame: number; running: boolean }>();
      for (const event of steps) {
        if (event.do === 'lost') {
          const expected = { replay: [] as number[], giveUp: [] as number[] };
          for (const [id, known] of model) {
            if (known.running) known.blame += BLAME[event.cause];
            known.running = false;
            (known.blame >= QUARANTINE ? expected.giveUp : expected.replay).push(id);
          }
          expect(books.lost(event.cause)).toEqual(expected);
          continue;
        }
        const known = model.get(event.job);
        books[event.do](event.job);
        if (event.do === 'admit' && !known) model.set(event.job, { blame: 0, running: false });
        if (event.do === 'began' && known) known.running = true;
        if (event.do === 'paused' && known) known.running = false;
        if (event.do === 'ended') model.delete(event.job);
        for (const id of [1, 2, 3, 4]) {
          expect(books.isRunning(id)).toBe(model.get(id)?.running ?? false);
          expect(books.isSuspect(id)).toBe((model.get(id)?.blame ?? 0) > 0);
        }
      }
    }),
  );
});
