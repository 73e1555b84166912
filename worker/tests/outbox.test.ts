import { expect, test } from 'vitest';
import type { FromWorker } from '../src/protocol.js';
import { Outbox } from '../src/runtime/outbox.js';

function box(batching: boolean) {
  const posted: FromWorker[] = [];
  const clock = { now: 1000 };
  const outbox = new Outbox(
    (message) => posted.push(message),
    batching,
    () => clock.now,
  );
  return { posted, clock, outbox };
}

const progress = (permille: number) => ({ type: 'progress', id: 1, stage: 2, permille }) as const;
const failed = { type: 'failed', id: 1, error: { kind: 'internal', message: 'no' } } as const;

test('progress waits for company: fifty, or a tenth of a second', () => {
  const { posted, clock, outbox } = box(true);
  for (let step = 0; step < 49; step += 1) outbox.progress(progress(step));
  expect(posted).toEqual([]);
  outbox.progress(progress(49));
  expect(posted).toHaveLength(1);
  expect(posted[0]).toMatchObject({ type: 'batch', messages: { length: 50 } });
  outbox.progress(progress(50));
  clock.now += 99;
  outbox.progress(progress(51));
  expect(posted).toHaveLength(1);
  clock.now += 1;
  outbox.progress(progress(52));
  expect(posted[1]).toEqual({ type: 'batch', messages: [50, 51, 52].map(progress) });
  expect(outbox.counts).toEqual({ sent: 53, batched: 53 });
});

test('results and errors leave at once, after the progress before them', () => {
  const { posted, outbox } = box(true);
  outbox.send(failed);
  outbox.progress(progress(1));
  outbox.send(failed);
  expect(posted).toEqual([failed, { type: 'batch', messages: [progress(1), failed] }]);
  expect(outbox.counts).toEqual({ sent: 3, batched: 2 });
});

test('without batches progress is one message, now and then', () => {
  const { posted, clock, outbox } = box(false);
  outbox.progress(progress(1));
  outbox.progress(progress(2));
  clock.now += 50;
  outbox.progress(progress(3));
  expect(posted).toEqual([progress(1), progress(3)]);
});
