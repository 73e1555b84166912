import { expect, test } from 'vitest';
import { fakeClient, gauges, readiness, reply, settle } from './fake.js';

const picture = new Uint8Array([1, 2, 3]);

async function opened() {
  const { client, worker, workers } = await fakeClient(readiness, { deltas: true });
  const open = client.open(picture);
  const answer = (image: number) =>
    worker().say({
      ...{ type: 'opened', id: worker().heard('open').at(-1)?.id ?? 0, image },
      ...{ width: 1, height: 1, decodeMs: 0, gauges },
    } as never);
  await settle();
  answer(1);
  const image = await open;
  const trace = async (params: Parameters<typeof image.vectorize>[0]) => {
    const result = image.vectorize(params);
    await settle();
    const sent = worker().heard('trace').at(-1);
    return { result, id: sent?.id ?? 0, versioned: sent?.versioned };
  };
  const done = async ({ id, result }: { id: number; result: Promise<unknown> }) => {
    worker().say({ type: 'traced', id, result: reply('<svg/>'), gauges });
    await result;
  };
  return { client, worker, workers, answer, trace, done };
}

test('the first parameters go whole, the next as what changed', async () => {
  const { trace, done } = await opened();
  const first = await trace({ preset: 'photo', fit: { tolerance: 1 } });
  expect(first.versioned).toMatchObject({ version: 1, whole: { preset: 'photo', fit: { tolerance: 1 } } });
  await done(first);
  const second = await trace({ preset: 'photo', write: { precision: 1 } });
  expect(second.versioned).toEqual({
    ...{ stream: expect.any(Number), version: 2, base: 1 },
    ...{ set: { 'write.precision': 1 }, unset: ['fit.tolerance'] },
  });
  await done(second);
  expect((await trace({ preset: 'photo', write: { precision: 1 } })).versioned).toMatchObject({
    set: {},
    unset: [],
  });
});

test('a worker that lacks the base asks for the whole and gets that of the very version', async () => {
  const { worker, trace, done } = await opened();
  await done(await trace({ preset: 'photo' }));
  const second = await trace({ preset: 'logo' });
  const third = await trace({ preset: 'bw' });
  worker().say({ type: 'resync', id: second.id, stream: second.versioned?.stream ?? 0 });
  expect(worker().heard('params')).toMatchObject([
    { id: second.id, versioned: { version: 2, whole: { preset: 'logo' } } },
  ]);
  await done(second);
  await done(third);
});

test('a new worker and a refused version begin anew', async () => {
  const { worker, workers, answer, trace, done } = await opened();
  await done(await trace({ preset: 'photo' }));
  worker().emit('messageerror', {});
  const pending = trace({ preset: 'logo' });
  await settle();
  expect(workers).toHaveLength(2);
  answer(5);
  await settle();
  const again = { ...(await pending), id: worker().heard('trace')[0]?.id ?? 0 };
  expect(worker().heard('trace')[0]?.versioned).toHaveProperty('whole');
  await done(again);

  const wrong = await trace({ fit: { tolerance: -1 } });
  worker().say({
    type: 'failed',
    id: wrong.id,
    error: { kind: 'invalid-params', message: '', problems: [] },
  });
  await expect(wrong.result).rejects.toMatchObject({ kind: 'invalid-params' });
  expect((await trace({ preset: 'logo' })).versioned).toHaveProperty('whole');
});
