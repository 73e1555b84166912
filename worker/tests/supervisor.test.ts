import { describe, expect, test } from 'vitest';
import { Supervisor } from '../src/recovery/supervisor.js';

const limits = { deathsPerJob: 2, losses: 3, windowMs: 1000 };

function supervisor() {
  const clock = { now: 0 };
  return { clock, books: new Supervisor(() => clock.now, limits) };
}

describe('a lost worker', () => {
  test('costs bystanders nothing, however often it happens', () => {
    const { clock, books } = supervisor();
    books.admit(1);
    for (let loss = 0; loss < 10; loss += 1) {
      clock.now += 2000;
      expect(books.lost()).toEqual({ replay: [1], giveUp: [], restart: true });
    }
  });

  test('is forgiven once to the job that ran in it, not twice', () => {
    const { books } = supervisor();
    books.admit(1);
    books.admit(2);
    books.began(1);
    expect(books.lost()).toEqual({ replay: [1, 2], giveUp: [], restart: true });
    books.began(1);
    expect(books.lost()).toEqual({ replay: [2], giveUp: [1], restart: true });
  });

  test('is nobody’s fault when we ended it ourselves', () => {
    const { books } = supervisor();
    books.admit(1);
    books.began(1);
    for (let stop = 0; stop < 10; stop += 1) {
      expect(books.lost(true)).toEqual({ replay: [1], giveUp: [], restart: true });
      books.began(1);
    }
  });

  test('again and again within the window ends the replacing', () => {
    const { clock, books } = supervisor();
    expect(books.lost().restart).toBe(true);
    clock.now += 400;
    expect(books.lost().restart).toBe(true);
    clock.now += 400;
    expect(books.lost().restart).toBe(false);
  });

  test('counts afresh after a job was done', () => {
    const { books } = supervisor();
    for (let round = 0; round < 10; round += 1) {
      expect(books.lost().restart).toBe(true);
      books.works();
    }
  });
});

test('a job that has settled is forgotten', () => {
  const { books } = supervisor();
  books.admit(1);
  books.began(1);
  expect(books.isRunning(1)).toBe(true);
  books.ended(1);
  expect(books.isRunning(1)).toBe(false);
  expect(books.lost()).toEqual({ replay: [], giveUp: [], restart: true });
});
