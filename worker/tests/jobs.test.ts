import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JobList, type JobStep, nextState } from '../src/client/jobs.js';
import type { JobSnapshot, JobState } from '../src/types.js';
import { fakeClient, gauges, reply, settle } from './fake.js';

const picture = new Uint8Array([1, 2, 3]);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('whatever happens in whatever order, a job ends once and stays ended', () => {
  const step = fc.constantFrom<JobStep>('begin', 'wait', 'finish', 'fail', 'cancel');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state: JobState = 'queued';
      let ends = 0;
      for (const taken of steps) {
        const next = nextState(state, taken);
        const final = ['done', 'failed', 'cancelled'].includes(state);
        // The model: nothing after an end; work begins only from the queue and goes back only to it.
        if (final) expect(next).toBeUndefined();
        else if (taken === 'begin') expect(next).toBe(state === 'queued' ? 'processing' : undefined);
        else if (taken === 'wait') expect(next).toBe(state === 'processing' ? 'queued' : undefined);
        else expect(['done', 'failed', 'cancelled']).toContain(next);
        if (next && ['done', 'failed', 'cancelled'].includes(next)) ends += 1;
        state = next ?? state;
      }
      expect(ends).toBeLessThanOrEqual(1);
    }),
  );
});

test('a submitted job tells its states, also across the loss of its worker', async () => {
  const { client, worker } = await fakeClient();
  const told: JobSnapshot[] = [];
  client.on('job', (snapshot) => told.push(snapshot));
  const job = client.submit(picture, { preset: 'logo' }, { name: 'cat.png', priority: 'batch' });
  const own: JobState[] = [];
  job.on('statechange', ({ state }) => own.push(state));
  expect(job.snapshot()).toMatchObject({
    id: 1,
    name: 'cat.png',
    priority: 'batch',
    state: 'queued',
    attempts: 0,
  });
  await settle();
  worker().say({ type: 'started', id: worker().heard('trace')[0]?.id ?? 0, words: 0 });
  worker().say({ type: 'progress', id: worker().heard('trace')[0]?.id ?? 0, stage: 2, permille: 500 });
  expect(client.jobs()).toMatchObject([{ state: 'processing', progress: { stage: 'segment', share: 0.5 } }]);
  worker().say({ type: 'broken', error: { kind: 'internal', message: 'A trap.' } });
  await settle();
  const [again] = worker().heard('trace');
  expect(again?.alone).toBe(true);
  worker().say({ type: 'started', id: again?.id ?? 0, words: 0 });
  worker().say({ type: 'traced', id: again?.id ?? 0, result: reply('<svg/>'), gauges });
  await expect(job.result).resolves.toMatchObject({ svg: '<svg/>' });
  await settle();
  expect(own).toEqual(['processing', 'queued', 'processing', 'done']);
  expect(told.map(({ state }) => state)).toEqual(own);
  expect(client.jobs()).toMatchObject([{ id: 1, state: 'done', attempts: 2, stats: { paths: 1 } }]);
  expect(client.job(1)).toBeUndefined();
});

test('a job that fails or is cancelled says so in its snapshot, and nobody has to catch it', async () => {
  const { client, worker } = await fakeClient();
  const failed = client.submit(picture);
  const stopped = client.submit(picture);
  await settle();
  const [first, second] = worker().heard('trace');
  worker().say({ type: 'failed', id: first?.id ?? 0, error: { kind: 'malformed', message: 'Broken.' } });
  stopped.cancel('enough');
  stopped.cancel('again');
  await settle();
  expect(failed.snapshot()).toMatchObject({
    state: 'failed',
    error: { kind: 'malformed', message: 'Broken.' },
  });
  expect(stopped.snapshot()).toMatchObject({ state: 'cancelled', error: { kind: 'cancelled' } });
  expect(worker().heard('cancel')).toEqual([{ type: 'cancel', id: second?.id }]);
});

test('a job that waits can be moved to another class, and is sent again in it', async () => {
  const { client, worker } = await fakeClient();
  const job = client.submit(picture, {}, { priority: 'batch' });
  await settle();
  job.prioritise('interactive');
  expect(worker().heard('prioritise')).toEqual([
    { type: 'prioritise', id: worker().heard('trace')[0]?.id, priority: 'interactive' },
  ]);
  worker().emit('messageerror', {});
  await settle();
  expect(worker().heard('trace')[0]?.priority).toBe('interactive');
  job.cancel();
});

test('the list keeps what is in flight and the last 256 that ended', async () => {
  const list = new JobList(() => {});
  for (let job = 0; job < 300; job += 1) list.add({}, async () => reply('') as never);
  list.add({}, () => new Promise(() => {}));
  await settle();
  const ids = list.snapshots().map(({ id }) => id);
  expect(ids).toHaveLength(257);
  expect([ids[0], ids.at(-1)]).toEqual([45, 301]);
});

test('a listener that throws harms nobody else, and is reported as uncaught', async () => {
  const thrown: unknown[] = [];
  const { client, worker } = await fakeClient();
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
    try {
      task();
    } catch (error) {
      thrown.push(error);
    }
  });
  client.on('job', () => {
    throw new Error('of the page');
  });
  const job = client.submit(picture);
  await settle();
  worker().say({ type: 'traced', id: worker().heard('trace')[0]?.id ?? 0, result: reply('<svg/>'), gauges });
  await expect(job.result).resolves.toMatchObject({ svg: '<svg/>' });
  await settle();
  vi.restoreAllMocks();
  expect(thrown).toEqual([new Error('of the page')]);
});
