// The worker by itself: its queue, its memory, its parameters, and what it does with nonsense.
import { expect, test } from '@playwright/test';
import type { FromWorker } from '../../../worker/src/protocol';
import { isolatedUrl } from '../servers';
import { openWorker } from './raw';

test('a storm of malformed messages breaks nothing', async ({ page }) => {
  for (const build of ['threads', 'single'] as const) {
    await openWorker(page, isolatedUrl, { build, start: { cacheMiB: 0 } });
    const seen = await page.evaluate(async () => {
      const image = pictures.slow(32);
      const pixels = new Uint8Array(image.data.slice().buffer);
      const source = { kind: 'pixels', pixels, width: 32, height: 32 };
      const nonsense: unknown[] = [
        undefined,
        null,
        7,
        'trace',
        [],
        {},
        { type: 'constructor' },
        { type: 'start', build: 'threads' },
        { type: 'trace' },
        { type: 'trace', id: -1 },
        { type: 'trace', id: 3e6, target: { image: 99 }, params: {}, priority: 'batch' },
        { type: 'trace', id: 3e6, target: { source: { ...source, width: 31 } }, params: {}, priority: 'x' },
        {
          type: 'trace',
          id: 3e6,
          target: { source: { kind: 'slot', slot: 64 } },
          params: {},
          priority: 'batch',
        },
        { type: 'open', id: 3e6, source: { kind: 'bytes', bytes: new Uint8Array(5) }, priority: 'preview' },
        { type: 'release', slot: 4096 },
        { type: 'release', slot: 2 ** 32 - 1 },
        { type: 'reserve', id: 3e6, bytes: 1e15 },
        { type: 'close', image: 12 },
        { type: 'cancel', id: 4e9 },
        { type: 'params', id: 5, versioned: { stream: 1, version: 1, whole: {} } },
        { type: 'validate', id: 3e6, params: new Map([[1, 2]]) },
        {
          type: 'validate',
          id: 3e6,
          versioned: { stream: 0, version: 0, base: 0, set: { a: [[]] }, unset: [''] },
        },
      ];
      for (let sent = 0; sent < 10_000; sent += 1) raw.post(nonsense[sent % nonsense.length]);
      const traced = await raw.ask(
        { type: 'trace', target: { source }, params: { preset: 'photo' }, priority: 'batch' },
        'traced',
      );
      const { messages, queue, pool } = await raw.stats();
      const kinds = raw.heard.flatMap((said) => (said.type === 'failed' ? [said.error.kind] : []));
      return { svg: raw.svg(traced).includes('<path'), messages, queue, pool, kinds: [...new Set(kinds)] };
    });
    expect(seen.svg).toBe(true);
    expect(seen.messages.received).toBeGreaterThan(10_000);
    expect(seen.messages.malformed).toBeGreaterThan(4_000);
    expect(seen.queue).toMatchObject({ waiting: 0, running: 0, bytes: 0 });
    expect(seen.pool?.used).toBe(0);
    for (const kind of seen.kinds) expect(kind).not.toBe('worker-lost');
  }
});

test('pictures of known sizes take no new memory, and a claimed slot needs no message', async ({ page }) => {
  await openWorker(page, isolatedUrl, { start: { cacheMiB: 0 } });
  const seen = await page.evaluate(async () => {
    const image = pictures.slow(64);
    const size = { width: 64, height: 64 };
    const slot = await raw.fill(image);
    const svgs = new Set<string>();
    for (let turn = 0; turn < 20; turn += 1) {
      const words = new Int32Array((raw.memory as WebAssembly.Memory).buffer, slot, 4);
      if (turn > 0) {
        if (Atomics.compareExchange(words, 0, 1, 2) !== 1) throw new Error(`turn ${turn}: state ${words[0]}`);
        words[3] = image.data.byteLength;
        const view = new Uint8Array((raw.memory as WebAssembly.Memory).buffer, words[1], words[2]);
        if (view.some((byte) => byte !== 0)) throw new Error('a claimed slot is not clear');
        view.set(image.data);
      }
      Atomics.compareExchange(words, 0, 2, 3);
      const source = { kind: 'slot', slot, size };
      const params = { preset: 'logo' };
      const traced = await raw.ask(
        { type: 'trace', target: { source }, params, priority: 'batch' },
        'traced',
      );
      svgs.add(raw.svg(traced));
    }
    const { pool } = await raw.stats();
    return { drawings: svgs.size, pool };
  });
  expect(seen).toMatchObject({ drawings: 1, pool: { hits: 19, misses: 1, used: 0 } });
});

test('a preview does not wait for a batch, and a stopped batch job draws the same later', async ({
  page,
}) => {
  await openWorker(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const trace = (id: number, image: ImageData, slot: number, priority: string) => {
      const source = { kind: 'slot', slot, size: { width: image.width, height: image.height } };
      raw.post({ type: 'trace', id, target: { source }, params: { preset: 'photo' }, priority });
    };
    const large = pictures.slow(1600);
    const small = pictures.slow(96);
    const slots = { large: await raw.fill(large), preview: await raw.fill(small) };
    const batch: number[] = [];
    const first = raw.next();
    trace(first, large, slots.large, 'batch');
    for (let n = 0; n < 40; n += 1) {
      batch.push(raw.next());
      trace(batch.at(-1) as number, small, await raw.fill(small), 'batch');
    }
    await raw.until((heard) => heard.some((said) => said.type === 'started' && said.id === first));
    await new Promise((resume) => setTimeout(resume, 60));
    const preview = raw.next();
    trace(preview, small, slots.preview, 'preview');
    const answers = (await Promise.all(
      [first, ...batch, preview].map((id) => raw.answer(id)),
    )) as FromWorker[];
    const order = raw.heard.flatMap((said) => (said.type === 'traced' ? [said.id] : []));
    const again = raw.next();
    trace(again, large, await raw.fill(large), 'batch');
    const last = await raw.answer(again);
    return {
      kinds: [...new Set(answers.map(({ type }) => type))],
      previewAt: order.indexOf(preview),
      requeued: raw.heard.filter((said) => said.type === 'requeued').length,
      same: raw.svg(answers[0]) === raw.svg(last) && raw.svg(last).includes('<path'),
      stats: await raw.stats(),
    };
  });
  expect(seen).toMatchObject({ kinds: ['traced'], previewAt: 0, requeued: 1, same: true });
  expect(seen.stats.queue).toMatchObject({ waiting: 0, running: 0, preempted: 1, bytes: 0 });
});

test('small jobs run side by side, and alone without the flag', async ({ page }) => {
  for (const batching of [true, false]) {
    await openWorker(page, isolatedUrl, { flags: { batching } });
    const most = await page.evaluate(async () => {
      const image = pictures.slow(128);
      const size = { width: 128, height: 128 };
      const ids: number[] = [];
      for (let n = 0; n < 12; n += 1) {
        const source = { kind: 'slot', slot: await raw.fill(image), size };
        ids.push(raw.next());
        // Different parameters, or all but the first would find everything in the cache.
        const params = { preset: 'photo', segment: { detail: 20 + n } };
        raw.post({ type: 'trace', id: ids.at(-1), target: { source }, params, priority: 'interactive' });
      }
      await Promise.all(ids.map(raw.answer));
      let now = 0;
      let most = 0;
      for (const said of raw.heard) {
        if (said.type === 'started') most = Math.max(most, ++now);
        if (said.type === 'traced') now -= 1;
      }
      return most;
    });
    expect(most).toBe(batching ? 2 : 1);
  }
});

test('parameters change by version, and a lost base is asked for', async ({ page }) => {
  await openWorker(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const image = pictures.slow(48);
    const slot = await raw.fill(image);
    const source = { kind: 'slot', slot, size: { width: 48, height: 48 } };
    const opened = await raw.ask({ type: 'open', source, priority: 'interactive' }, 'opened');
    const target = { image: opened.image };
    const trace = (more: object) =>
      raw.ask({ type: 'trace', target, priority: 'interactive', ...more }, 'traced');
    const whole = { preset: 'photo', write: { precision: 2 } };
    await trace({ versioned: { stream: 9, version: 1, whole } });
    const set = { 'write.precision': 1 };
    const changed = await trace({ versioned: { stream: 9, version: 2, base: 1, set, unset: [] } });
    const plain = await trace({ params: { preset: 'photo', write: { precision: 1 } } });
    // Version 7 never was: the worker asks, and the job goes on with the whole.
    const id = raw.next();
    raw.post({
      type: 'trace',
      id,
      target,
      priority: 'interactive',
      versioned: { stream: 9, version: 8, base: 7, set, unset: [] },
    });
    await raw.until((heard) => heard.some((said) => said.type === 'resync' && said.id === id));
    raw.post({ type: 'params', id, versioned: { stream: 9, version: 8, whole } });
    const resynced = await raw.answer(id);
    // And one that is cancelled while it waits for them.
    const given = raw.next();
    raw.post({
      type: 'trace',
      id: given,
      target: { source: { ...source, slot: await raw.fill(image) } },
      priority: 'batch',
      versioned: { stream: 10, version: 2, base: 1, set, unset: [] },
    });
    raw.post({ type: 'cancel', id: given });
    const cancelled = await raw.answer(given);
    raw.post({ type: 'close', image: opened.image });
    const bad = raw.next();
    raw.post({
      type: 'validate',
      id: bad,
      versioned: { stream: 9, version: 9, base: 8, set: { 'write.precision': 99 }, unset: [] },
    });
    return {
      same: raw.svg(changed) === raw.svg(plain),
      reused: changed.result.reused.includes('fit'),
      resynced: resynced.type,
      cancelled,
      bad: await raw.answer(bad),
      stats: await raw.stats(),
    };
  });
  expect(seen).toMatchObject({ same: true, reused: true, resynced: 'traced' });
  expect(seen.cancelled).toMatchObject({ type: 'failed', error: { kind: 'cancelled' } });
  expect(seen.bad).toMatchObject({
    error: { kind: 'invalid-params', problems: [{ field: 'write.precision' }] },
  });
  expect(seen.stats).toMatchObject({ messages: { resyncs: 2 }, validation: { deltas: 2 }, images: 0 });
});

test('memory is the same after a hundred jobs and after a thousand', async ({ page }) => {
  await openWorker(page, isolatedUrl, { start: { cacheMiB: 2 } });
  const seen = await page.evaluate(async () => {
    const sizes = [8, 24, 48, 96, 160];
    const images = sizes.map((side) => pictures.slow(side));
    const bytes: number[] = [];
    for (let done = 0; done < 1000; done += 20) {
      const ids: number[] = [];
      for (let n = 0; n < 20; n += 1) {
        const image = images[n % images.length] as ImageData;
        const id = raw.next();
        ids.push(id);
        const params = { preset: n % 2 ? 'photo' : 'logo', segment: { minArea: (done / 20) % 7 } };
        const bad = n % 10 === 3;
        const source = bad
          ? { kind: 'bytes', bytes: new Uint8Array(5000 + n).fill(137) }
          : { kind: 'slot', slot: await raw.fill(image), size: { width: image.width, height: image.height } };
        raw.post({
          type: 'trace',
          id,
          target: { source },
          params,
          priority: n % 3 ? 'batch' : 'interactive',
        });
        if (n === 7) raw.post({ type: 'cancel', id });
      }
      await Promise.all(ids.map(raw.answer));
      bytes.push((await raw.stats()).memoryBytes);
    }
    const { queue, pool } = await raw.stats();
    const kinds = new Map<string, number>();
    for (const said of raw.heard) {
      if (said.type === 'failed') kinds.set(said.error.kind, (kinds.get(said.error.kind) ?? 0) + 1);
    }
    return { bytes, queue, kinds: Object.fromEntries(kinds), pool };
  });
  expect(seen.kinds.unsupported).toBe(100);
  expect(seen.queue).toMatchObject({ waiting: 0, running: 0, bytes: 0 });
  // Threads that allocate at the same moment may need a page more once; a leak would be a megabyte a round.
  expect((seen.bytes.at(-1) ?? 0) - (seen.bytes[4] ?? 0)).toBeLessThanOrEqual(2 ** 20);
});

test('a full queue says so, and goes on', async ({ page }) => {
  await openWorker(page, isolatedUrl, { start: { queue: { jobs: 3 } } });
  const kinds = await page.evaluate(async () => {
    const image = pictures.slow(256);
    const source = () => ({
      kind: 'pixels',
      pixels: new Uint8Array(image.data.slice().buffer),
      width: 256,
      height: 256,
    });
    const ids = Array.from({ length: 12 }, () => raw.next());
    for (const id of ids) {
      raw.post({
        type: 'trace',
        id,
        target: { source: source() },
        params: { preset: 'photo' },
        priority: 'batch',
      });
    }
    const answers = await Promise.all(ids.map(raw.answer));
    return answers.map((said) => (said.type === 'failed' ? said.error.kind : said.type));
  });
  expect(new Set(kinds)).toEqual(new Set(['traced', 'queue-full']));
  expect(kinds.filter((kind) => kind === 'traced').length).toBeGreaterThanOrEqual(4);
});

test('the engine rehearses by itself, and says when it holds nothing', async ({ page }) => {
  await openWorker(page, isolatedUrl, { start: { idleMs: 300 } });
  const seen = await page.evaluate(async () => {
    await raw.until((heard) => heard.some(({ type }) => type === 'idle'));
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await raw.stats()).warmUp.done) break;
      await new Promise((resume) => setTimeout(resume, 50));
    }
    return raw.stats();
  });
  expect(seen.warmUp.done).toBe(true);
  expect(seen.cache).toMatchObject({ entries: 0, misses: 0 });
});
