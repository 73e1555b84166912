import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isOpen, Lives } from '../src/recovery/breaker.js';
import { Watchdog } from '../src/recovery/watchdog.js';
import { fakeClient, gauges, readiness, reply, settle } from './fake.js';

const picture = new Uint8Array([1, 2, 3]);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the watchdog', () => {
  const look = (position: number, limitMs = 3_000) => [{ job: 1, position, limitMs }];

  test('finds a job that stands still, and no other', () => {
    const dog = new Watchdog(2_000);
    for (let now = 0; now < 3_000; now += 1_000)
      expect(dog.look(now, [...look(5), { job: 2, position: now, limitMs: 3_000 }])).toEqual([]);
    expect(dog.look(3_000, [...look(5), { job: 2, position: 3_000, limitMs: 3_000 }])).toEqual([1]);
  });

  test('counts a sleep of the machine as one short step', () => {
    const dog = new Watchdog(2_000);
    dog.look(0, look(5));
    expect(dog.look(3_600_000, look(5))).toEqual([]);
    expect(dog.look(3_601_000, look(5))).toEqual([1]);
  });

  test('agrees with a model: hung is who has not moved for the limit of watched time', () => {
    const step = fc.record({ passed: fc.integer({ min: 0, max: 5_000 }), moves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const dog = new Watchdog(2_000);
        let [now, position, still] = [0, 0, 0];
        dog.look(now, look(position));
        for (const { passed, moves } of steps) {
          now += passed;
          if (moves) position += 1;
          still = moves ? 0 : still + Math.min(passed, 2_000);
          expect(dog.look(now, look(position))).toEqual(still >= 3_000 ? [1] : []);
        }
      }),
    );
  });
});

describe('a job that does not move', () => {
  test('costs its worker, is sent again alone, and leaves the others in peace', async () => {
    const { client, workers, worker } = await fakeClient(readiness, { hangMs: 5_000 });
    const results = [client.vectorize(picture), client.vectorize(picture)];
    await settle();
    const [first, second] = worker().heard('trace');
    worker().say({ type: 'started', id: first?.id ?? 0, words: 0 });
    worker().say({ type: 'started', id: second?.id ?? 0, words: 0 });
    for (let second_ = 0; second_ < 6; second_ += 1) {
      worker().say({ type: 'progress', id: second?.id ?? 0, stage: 2, permille: second_ });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(workers).toHaveLength(2);
    expect(client.stats().worker.lostBy.hang).toBe(1);
    expect(
      worker()
        .heard('trace')
        .map(({ alone }) => alone ?? false),
    ).toEqual([true, false]);
    for (const { id } of worker().heard('trace'))
      worker().say({ type: 'traced', id, result: reply('<svg/>'), gauges });
    await Promise.all(results);
  });

  test('is left alone for longer when its picture is large', async () => {
    const { client, workers, worker } = await fakeClient(readiness, { hangMs: 5_000 });
    const pixels = {
      data: new Uint8ClampedArray(4),
      width: 8_000,
      height: 8_000,
      [Symbol.toStringTag]: 'ImageData',
    };
    client.vectorize(pixels as unknown as ImageData).catch(() => {});
    await settle();
    worker().say({ type: 'started', id: worker().heard('trace')[0]?.id ?? 0, words: 0 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(workers).toHaveLength(2);
    await client.dispose();
  });

  test('a worker that says nothing at all is replaced too', async () => {
    const { client, workers } = await fakeClient(readiness, { hangMs: 5_000 });
    client.vectorize(picture).catch(() => {});
    await vi.advanceTimersByTimeAsync(7_000);
    expect(workers).toHaveLength(2);
    await client.dispose();
  });
});

test('no timer runs while nothing is asked for', async () => {
  const { client, worker } = await fakeClient();
  expect(vi.getTimerCount()).toBe(0);
  const result = client.vectorize(picture);
  await settle();
  expect(vi.getTimerCount()).toBe(1);
  worker().say({ type: 'traced', id: worker().heard('trace')[0]?.id ?? 0, result: reply('<svg/>'), gauges });
  await result;
  expect(vi.getTimerCount()).toBe(0);
});

test('an idle worker is ended, and comes back with the next call', async () => {
  const { client, workers, worker } = await fakeClient();
  worker().say({ type: 'idle' });
  expect(workers[0]?.terminated).toBe(true);
  const result = client.vectorize(picture);
  await settle();
  expect(workers).toHaveLength(2);
  // What an idle worker said too late to be meant.
  worker().say({ type: 'idle' });
  expect(worker().terminated).toBe(false);
  worker().say({ type: 'traced', id: worker().heard('trace')[0]?.id ?? 0, result: reply('<svg/>'), gauges });
  await result;
  expect(client.stats().worker).toMatchObject({ lost: 0, idleEnds: 1, starts: 2 });
});

test('memory that ran out is met with a smaller picture, once', async () => {
  const { client, worker } = await fakeClient();
  const result = client.vectorize(picture, { preset: 'photo', fit: { tolerance: 1 } });
  await settle();
  const error = { kind: 'out-of-memory', message: 'Full.' } as const;
  worker().say({ type: 'failed', id: worker().heard('trace')[0]?.id ?? 0, error });
  await settle();
  const again = worker().heard('trace')[1];
  expect(again).toMatchObject({
    alone: true,
    params: { preset: 'photo', fit: { tolerance: 1 }, prepare: { maxPixels: 1_000_000 } },
  });
  worker().say({ type: 'traced', id: again?.id ?? 0, result: reply('<svg/>'), gauges });
  await expect(result).resolves.toMatchObject({ reduced: { maxPixels: 1_000_000 } });

  const small = client.vectorize(picture, { prepare: { maxPixels: 5_000 } });
  await settle();
  worker().say({ type: 'failed', id: worker().heard('trace')[2]?.id ?? 0, error });
  await expect(small).rejects.toMatchObject({ kind: 'out-of-memory' });
});

test('messages that make no sense are counted and passed over', async () => {
  const { client, workers, worker } = await fakeClient();
  const result = client.vectorize(picture);
  await settle();
  for (const nonsense of [
    null,
    undefined,
    7,
    'x',
    [],
    {},
    { type: 'nonsense' },
    { type: 'failed' },
    { id: 1 },
  ])
    worker().emit('message', { data: nonsense });
  const id = worker().heard('trace')[0]?.id ?? 0;
  worker().say({ type: 'traced', id, result: reply('<svg/>'), gauges });
  await expect(result).resolves.toMatchObject({ svg: '<svg/>' });
  expect(workers).toHaveLength(1);
  expect(client.stats().messages.malformed).toBeGreaterThan(6);
});

describe('lives', () => {
  const never = () => false;

  test('follow a model: ten fruitless ones in a row open the breaker, a fruitful one closes it', async () => {
    const event = fc.oneof(
      { weight: 5, arbitrary: fc.constant('fruitless' as const) },
      { weight: 1, arbitrary: fc.constantFrom('fruitful' as const, 'wait' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
        const lives = new Lives(never);
        let [row, openedAt] = [0, Number.NEGATIVE_INFINITY];
        for (const what of events) {
          if (what === 'wait') {
            vi.setSystemTime(Date.now() + 6_000);
            continue;
          }
          const open = row >= 10;
          const refused = open && Date.now() - openedAt < 10_000;
          const end = await lives
            .run(
              async () => {},
              () => (what === 'fruitful' ? Promise.resolve() : Promise.reject(new Error('lost'))),
            )
            .then(
              () => 'lived',
              (error) => (isOpen(error) ? 'refused' : 'died'),
            );
          expect(end).toBe(refused ? 'refused' : what === 'fruitful' ? 'lived' : 'died');
          if (refused) continue;
          row = what === 'fruitful' ? 0 : row + 1;
          if (row >= 10) openedAt = Date.now();
          expect(lives.state).toBe(row >= 10 ? 'open' : 'closed');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('begin again after a pause when files do not load, and only then', async () => {
    let attempts = 0;
    const lives = new Lives((error) => error.message === 'load');
    const start = async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('load');
    };
    const life = lives.run(start, async () => {});
    await settle();
    expect(attempts).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    await life;
    expect(attempts).toBe(3);
    await expect(
      lives.run(
        () => Promise.reject(new Error('other')),
        async () => {},
      ),
    ).rejects.toThrow('other');
  });
});
