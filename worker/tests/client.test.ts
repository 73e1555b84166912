import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeClient, gauges, readiness, reply, settle } from './fake.js';

const picture = new Uint8Array([1, 2, 3]);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a trace', () => {
  test('carries a copy of the bytes and resolves with the reply', async () => {
    const { client, worker } = await fakeClient();
    const result = client.vectorize(picture, { preset: 'logo' });
    await settle();
    const [sent] = worker().heard('trace');
    expect(sent).toMatchObject({ params: { preset: 'logo' }, priority: 'interactive' });
    expect(sent?.target).toEqual({ source: { kind: 'bytes', bytes: picture } });
    expect(picture.byteLength).toBe(3);
    worker().say({ type: 'traced', id: sent?.id ?? 0, result: reply('<svg/>'), gauges });
    await expect(result).resolves.toMatchObject({ svg: '<svg/>', timings: { total: expect.any(Number) } });
    expect(client.stats().jobs).toMatchObject({
      submitted: 1,
      done: 1,
      failed: 0,
      cancelled: 0,
      inFlight: 0,
    });
  });

  test('is written into shared memory where there is one', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const { client, worker } = await fakeClient({ ...readiness, build: 'threads', memory });
    void client.vectorize(picture);
    await settle();
    const [asked] = worker().heard('reserve');
    expect(asked?.bytes).toBe(3);
    // State `host`, at 64, with room for 4096 bytes.
    const words = new Uint32Array(memory.buffer, 16, 4);
    words.set([2, 64, 4096, 0]);
    worker().say({ type: 'reserved', id: asked?.id ?? 0, slot: 16, address: 64 });
    await settle();
    expect([...new Uint8Array(memory.buffer, 64, 3)]).toEqual([1, 2, 3]);
    // State `engine`, and how much was written.
    expect([...words]).toEqual([3, 64, 4096, 3]);
    expect(worker().heard('trace')[0]?.target).toEqual({ source: { kind: 'slot', slot: 16 } });

    // A slot that is free again is claimed without a word.
    Atomics.store(words, 0, 1);
    void client.vectorize(new Uint8Array([4, 5]));
    await settle();
    expect(worker().heard('reserve')).toHaveLength(1);
    expect(worker().heard('trace')[1]?.target).toEqual({ source: { kind: 'slot', slot: 16 } });
    expect([...words]).toEqual([3, 64, 4096, 2]);
    expect(new Uint8Array(memory.buffer, 64, 2)).toEqual(new Uint8Array([4, 5]));
  });

  test('settles once, whatever is said afterwards', async () => {
    const { client, worker } = await fakeClient();
    const result = client.vectorize(picture);
    await settle();
    const id = worker().heard('trace')[0]?.id ?? 0;
    worker().say({ type: 'failed', id, error: { kind: 'malformed', message: 'Broken.' } });
    worker().say({ type: 'traced', id, result: reply('<svg/>'), gauges });
    worker().say({ type: 'failed', id, error: { kind: 'internal', message: 'Twice.' } });
    await expect(result).rejects.toMatchObject({
      name: 'VectorizerError',
      kind: 'malformed',
      message: 'Broken.',
    });
  });
});

describe('an aborted signal', () => {
  test('rejects at once with its reason, and the worker is told', async () => {
    const { client, worker } = await fakeClient();
    const abort = new AbortController();
    const result = client.vectorize(picture, {}, { signal: abort.signal });
    await settle();
    abort.abort('enough');
    await expect(result).rejects.toMatchObject({ kind: 'cancelled', cause: 'enough' });
    expect(worker().heard('cancel')).toHaveLength(1);
  });

  test('of a time limit says so', async () => {
    const { client } = await fakeClient();
    const abort = new AbortController();
    const result = client.vectorize(picture, {}, { signal: abort.signal });
    await settle();
    abort.abort(new DOMException('late', 'TimeoutError'));
    await expect(result).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('before the call sends nothing at all', async () => {
    const { client, worker } = await fakeClient();
    await expect(client.vectorize(picture, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(worker().sent.filter(({ type }) => type !== 'start')).toEqual([]);
  });

  test('replaces a worker that runs on regardless, and replays the others', async () => {
    const { client, workers, worker } = await fakeClient();
    const abort = new AbortController();
    const stubborn = client.vectorize(picture, {}, { signal: abort.signal });
    stubborn.catch(() => {});
    const other = client.vectorize(picture);
    await settle();
    worker().say({ type: 'started', id: worker().heard('trace')[0]?.id ?? 0, words: 0 });
    abort.abort();
    await vi.advanceTimersByTimeAsync(499);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.terminated).toBe(true);
    await settle();
    const replayed = worker().heard('trace');
    expect(replayed).toHaveLength(1);
    worker().say({ type: 'traced', id: replayed[0]?.id ?? 0, result: reply('<svg/>'), gauges });
    await expect(other).resolves.toMatchObject({ svg: '<svg/>' });
  });

  test('leaves a worker alone that confirms, or that works on something else', async () => {
    const { client, workers, worker } = await fakeClient();
    const aborts = [new AbortController(), new AbortController()];
    for (const { signal } of aborts) client.vectorize(picture, {}, { signal }).catch(() => {});
    await settle();
    const [running, waiting] = worker().heard('trace');
    worker().say({ type: 'started', id: running?.id ?? 0, words: 0 });
    aborts[1]?.abort();
    await vi.advanceTimersByTimeAsync(2000);
    aborts[0]?.abort();
    worker().say({ type: 'failed', id: running?.id ?? 0, error: { kind: 'cancelled', message: '' } });
    worker().say({ type: 'failed', id: waiting?.id ?? 0, error: { kind: 'cancelled', message: '' } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(workers).toHaveLength(1);
    expect(client.stats().jobs).toMatchObject({ cancelled: 2, inFlight: 0 });
  });
});

describe('a broken worker', () => {
  test('is replaced; the job is sent again and resolves', async () => {
    const { client, workers, worker } = await fakeClient();
    const result = client.vectorize(picture);
    await settle();
    worker().say({ type: 'broken', error: { kind: 'internal', message: 'A trap.' } });
    await settle();
    expect(workers).toHaveLength(2);
    const [again] = worker().heard('trace');
    worker().say({ type: 'traced', id: again?.id ?? 0, result: reply('<svg/>'), gauges });
    await expect(result).resolves.toMatchObject({ svg: '<svg/>' });
    expect(client.stats().worker).toMatchObject({ starts: 2, lost: 1, lostBy: { trap: 1 }, replayed: 1 });
  });

  test('twice under the same job: the job is given up with the reason, the others go on', async () => {
    const { client, worker } = await fakeClient();
    const poison = client.vectorize(picture);
    poison.catch(() => {});
    const other = client.vectorize(picture);
    for (let death = 0; death < 2; death += 1) {
      await settle();
      worker().say({ type: 'started', id: worker().heard('trace')[0]?.id ?? 0, words: 0 });
      worker().emit('error', { message: 'killed', preventDefault() {} });
    }
    await expect(poison).rejects.toMatchObject({ kind: 'worker-lost' });
    await settle();
    const [last] = worker().heard('trace');
    worker().say({ type: 'traced', id: last?.id ?? 0, result: reply('<svg/>'), gauges });
    await expect(other).resolves.toMatchObject({ svg: '<svg/>' });
  });

  test('again and again is not replaced for a while, in words, and then on trial', async () => {
    const { client, workers, worker } = await fakeClient();
    const result = client.vectorize(picture);
    result.catch(() => {});
    for (let loss = 0; loss < 10; loss += 1) {
      expect(workers).toHaveLength(loss + 1);
      worker().emit('messageerror', {});
      await settle();
    }
    await expect(result).rejects.toMatchObject({ kind: 'unavailable' });
    expect(client.stats().worker.breaker).toBe('open');
    await expect(client.vectorize(picture)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(workers).toHaveLength(10);

    await vi.advanceTimersByTimeAsync(10_000);
    const trial = client.vectorize(picture);
    await settle();
    expect(client.stats().worker.breaker).toBe('half-open');
    worker().say({
      type: 'traced',
      id: worker().heard('trace')[0]?.id ?? 0,
      result: reply('<svg/>'),
      gauges,
    });
    await expect(trial).resolves.toMatchObject({ svg: '<svg/>' });
    await settle();
    expect(client.stats().worker.breaker).toBe('closed');
  });

  test('does not lose an open picture: it is read again for the next trace, once', async () => {
    const { client, worker } = await fakeClient();
    const opening = client.open(picture);
    await settle();
    const opened = (image: number) =>
      ({ type: 'opened', image, width: 4, height: 2, decodeMs: 1, gauges }) as const;
    worker().say({ ...opened(1), id: worker().heard('open')[0]?.id ?? 0 });
    const image = await opening;
    expect([image.width, image.height]).toEqual([4, 2]);

    worker().say({ type: 'broken', error: { kind: 'internal', message: 'A trap.' } });
    await settle();
    const results = [image.vectorize({ preset: 'photo' }), image.vectorize({ preset: 'logo' })];
    await settle();
    const reopened = worker().heard('open');
    expect(reopened).toHaveLength(1);
    worker().say({ ...opened(7), id: reopened[0]?.id ?? 0 });
    await settle();
    const traces = worker().heard('trace');
    expect(traces.map(({ target }) => target)).toEqual([{ image: 7 }, { image: 7 }]);
    for (const { id } of traces) worker().say({ type: 'traced', id, result: reply('<svg/>'), gauges });
    await Promise.all(results);
  });
});

describe('an open picture', () => {
  test('is closed after the traces that were asked for before', async () => {
    const { client, worker } = await fakeClient();
    const opening = client.open(picture);
    await settle();
    worker().say({
      type: 'opened',
      id: worker().heard('open')[0]?.id ?? 0,
      image: 1,
      width: 1,
      height: 1,
      decodeMs: 0,
      gauges,
    });
    const image = await opening;
    const result = image.vectorize();
    image.close();
    image.close();
    await settle();
    const [trace] = worker().heard('trace');
    expect(worker().heard('close')).toEqual([]);
    worker().say({ type: 'traced', id: trace?.id ?? 0, result: reply('<svg/>'), gauges });
    await result;
    await settle();
    expect(worker().heard('close')).toEqual([{ type: 'close', image: 1 }]);
    await expect(image.vectorize()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

test('validation tells every problem instead of throwing', async () => {
  const { client, worker } = await fakeClient();
  const problems = [{ field: 'fit.tolerance', given: '-1', allowed: '0 to 8' }];
  const answer = client.validate({ fit: { tolerance: -1 } });
  await settle();
  const error = { kind: 'invalid-params', message: '', problems } as const;
  worker().say({ type: 'failed', id: worker().heard('validate')[0]?.id ?? 0, error });
  await expect(answer).resolves.toEqual({ ok: false, problems });
});

test('dispose rejects what is pending, ends the worker, and can be called twice', async () => {
  const { client, worker } = await fakeClient();
  const results = [client.vectorize(picture), client.open(picture), client.validate({})];
  const settled = Promise.allSettled(results);
  await settle();
  await client.dispose();
  await client.dispose();
  for (const result of await settled) {
    expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable' } });
  }
  expect(worker().terminated).toBe(true);
  await expect(client.vectorize(picture)).rejects.toMatchObject({ kind: 'unavailable' });
});
