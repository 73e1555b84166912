import { expect, test } from 'vitest';
import { JobQueue } from '../src/runtime/queue.js';
import type { Priority } from '../src/types.js';

const job = (id: number, priority: Priority) => ({ id, priority });

test('classes go before each other, and first come first served within one', () => {
  const queue = new JobQueue<ReturnType<typeof job>>();
  const order: Priority[] = ['batch', 'interactive', 'preview', 'batch', 'preview', 'interactive'];
  for (const [id, priority] of order.entries()) queue.push(job(id, priority));
  const taken: number[] = [];
  for (let next = queue.shift(); next; next = queue.shift()) taken.push(next.id);
  expect(taken).toEqual([2, 4, 1, 5, 0, 3]);
});

test('a job can be taken out of the middle, once', () => {
  const queue = new JobQueue<ReturnType<typeof job>>();
  for (const id of [1, 2, 3]) queue.push(job(id, 'batch'));
  expect(queue.remove(2)?.id).toBe(2);
  expect(queue.remove(2)).toBeUndefined();
  expect([queue.shift()?.id, queue.shift()?.id, queue.shift()]).toEqual([1, 3, undefined]);
});

test('a full queue refuses', () => {
  const queue = new JobQueue<ReturnType<typeof job>>(2);
  expect([1, 2, 3].map((id) => queue.push(job(id, 'preview')))).toEqual([true, true, false]);
  expect(queue.size).toBe(2);
});

test('an unknown class is served as interactive rather than lost', () => {
  const queue = new JobQueue<ReturnType<typeof job>>();
  queue.push(job(1, 'urgent' as Priority));
  expect(queue.shift()?.id).toBe(1);
});
