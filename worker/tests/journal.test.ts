import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { Journal } from '../src/recovery/journal.js';
import { fakeClient, gauges, readiness, reply } from './fake.js';

const picture = new Uint8Array([1, 2, 3]);
const pause = () => new Promise((resume) => setTimeout(resume, 20));

/** Web Locks of one browser; a tab that dies gives its own back. */
const held = new Set<string>();
vi.stubGlobal('navigator', {
  locks: {
    request: (name: string, taken: () => Promise<void>) => {
      held.add(name);
      return taken().then(() => held.delete(name));
    },
    query: async () => ({ held: [...held].map((name) => ({ name })) }),
  },
});
const tabDies = () => held.clear();

afterEach(() => vi.restoreAllMocks());

function journal(name: string) {
  const warn = vi.fn();
  return { warn, journal: new Journal(name, warn) };
}

test('nothing is written while all goes well', async () => {
  const open = vi.spyOn(indexedDB, 'open');
  const { client, worker } = await fakeClient(readiness, journal('well'));
  const job = client.submit(picture);
  await pause();
  worker().say({ type: 'traced', id: worker().heard('trace')[0]?.id ?? 0, result: reply('<svg/>'), gauges });
  await job.result;
  await pause();
  expect(open).not.toHaveBeenCalled();
});

test('after a lost worker the jobs in flight survive the tab, and are forgotten as they end', async () => {
  const { client, worker } = await fakeClient(readiness, journal('lost'));
  const jobs = ['a.png', 'b.png', 'c.png'].map((name) =>
    client.submit(picture, { preset: 'logo' }, { name, priority: 'batch' }),
  );
  await pause();
  worker().say({ type: 'broken', error: { kind: 'internal', message: 'A trap.' } });
  await pause();
  worker().say({ type: 'traced', id: worker().heard('trace')[0]?.id ?? 0, result: reply('<svg/>'), gauges });
  await jobs[0]?.result;
  await pause();

  const { client: next, worker: nextWorker } = await fakeClient(readiness, journal('lost'));
  // Not while their owner lives.
  expect(await next.resume()).toEqual([]);
  tabDies();
  const resumed = await next.resume();
  expect(resumed.map((job) => job.snapshot())).toMatchObject([
    { name: 'b.png', priority: 'batch' },
    { name: 'c.png', priority: 'batch' },
  ]);
  await pause();
  const [trace] = nextWorker().heard('trace');
  expect(trace).toMatchObject({ params: { preset: 'logo' }, target: { source: { bytes: picture } } });
  expect(await next.resume()).toEqual([]);
});

test('what cannot be stored is told and passed over', async () => {
  const { warn, journal: book } = journal('odd');
  const { client, worker } = await fakeClient(readiness, { journal: book });
  const odd = { [Symbol.toStringTag]: 'HTMLCanvasElement', draw: () => {} };
  client.submit(odd as unknown as HTMLCanvasElement).result.catch(() => {});
  client.submit(picture);
  await pause();
  worker().emit('messageerror', {});
  await pause();
  tabDies();
  // The canvas failed by itself meanwhile; the other is kept.
  expect(await journal('odd').journal.abandoned()).toHaveLength(1);
  expect(warn.mock.calls.length).toBeLessThanOrEqual(1);
});
