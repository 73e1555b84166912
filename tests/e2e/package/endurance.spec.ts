// Many jobs, wrong messages, a long queue, flags off: afterwards everything is as before.
import { expect, test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';
import { installFaults } from './faults';
import { openPackage } from './harness';

const builds = [
  ['with threads', isolatedUrl],
  ['without isolation', plainUrl],
] as const;

for (const [name, origin] of builds) {
  test(`a thousand jobs, a tenth bad, some cancelled, leave nothing behind, ${name}`, async ({ page }) => {
    test.setTimeout(180_000);
    await openPackage(page, origin);
    await installFaults(page);
    const seen = await page.evaluate(async () => {
      let listeners = 0;
      const add = AbortSignal.prototype.addEventListener;
      const remove = AbortSignal.prototype.removeEventListener;
      AbortSignal.prototype.addEventListener = function (...words: Parameters<typeof add>) {
        listeners += 1;
        add.apply(this, words);
      };
      AbortSignal.prototype.removeEventListener = function (...words: Parameters<typeof remove>) {
        listeners -= 1;
        remove.apply(this, words);
      };
      const vectorizer = await pathloom.createVectorizer({
        logger: { warn() {} },
        threads: 2,
        // What the cache keeps, it keeps on purpose; everything else has to go.
        flags: { stageCache: false },
      });
      const sizes = [16, 24, 32, 48, 64, 96];
      const images = sizes.map((size) => pictures.slow(size));
      const bad = new Uint8Array([1, 2, 3, 4]);
      const signal = new AbortController().signal;
      const ends = { done: 0, bad: 0, cancelled: 0, other: 0 };
      const memory: number[] = [];
      for (let round = 0; round < 10; round += 1) {
        const jobs = Array.from({ length: 100 }, (_, index) => {
          const source = index % 10 === 9 ? bad : (images[(index + round) % images.length] as ImageData);
          const params = { preset: 'logo', write: { title: `${round}-${index}` } } as const;
          const job = vectorizer.submit(source, params, { signal, priority: 'batch' });
          if (index % 20 === 3) job.cancel();
          return job.result.then(
            () => (ends.done += 1),
            ({ kind }) => {
              if (kind === 'unsupported') ends.bad += 1;
              else if (kind === 'cancelled') ends.cancelled += 1;
              else ends.other += 1;
            },
          );
        });
        await Promise.all(jobs);
        memory.push(vectorizer.stats().engine.memoryBytes);
      }
      const stats = vectorizer.stats();
      await vectorizer.dispose();
      return { ends, memory, listeners, stats, workers: faults.workers.length };
    });
    expect(seen.ends).toEqual({ done: 850, bad: 100, cancelled: 50, other: 0 });
    // At job 100 and at job 1,000.
    expect(seen.memory.at(-1)).toBe(seen.memory[0]);
    expect(seen.listeners).toBe(0);
    expect(seen.workers).toBe(1);
    expect(seen.stats.worker.lost).toBe(0);
    expect(seen.stats.jobs.inFlight).toBe(0);
    await expect.poll(() => page.workers().length).toBe(0);
  });

  test(`a storm of ten thousand wrong messages harms nothing, ${name}`, async ({ page }) => {
    await openPackage(page, origin);
    await installFaults(page);
    const seen = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const before = (await vectorizer.vectorize(pictures.canvas(), { preset: 'logo' })).svg;
      const worker = faults.workers[0] as Worker;
      let seed = 7;
      const pick = <T>(values: readonly T[]): T => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return values[seed % values.length] as T;
      };
      const types = [
        'trace',
        'open',
        'validate',
        'reserve',
        'release',
        'params',
        'cancel',
        'prioritise',
        'start',
        'x',
        7,
      ];
      const odd = [
        undefined,
        null,
        -1,
        0.5,
        Number.NaN,
        2 ** 40,
        'text',
        '',
        [],
        {},
        true,
        { kind: 'slot', slot: 12 },
      ];
      for (let count = 0; count < 10_000; count += 1) {
        const message = pick([
          { type: pick(types) },
          { type: pick(types), id: pick(odd), source: pick(odd), params: pick(odd), bytes: pick(odd) },
          {
            type: pick(types),
            id: 900_000 + count,
            target: pick([{ source: pick(odd) }, { image: pick(odd) }, pick(odd)]),
          },
          { type: pick(types), slot: pick(odd), versioned: pick(odd), priority: pick(odd), image: pick(odd) },
          pick(odd),
        ]);
        worker.postMessage(message);
        // The other way too: what the page hears must make sense.
        worker.dispatchEvent(
          new MessageEvent('message', { data: count % 3 ? message : { type: pick(types), id: count } }),
        );
      }
      const after = (await vectorizer.vectorize(pictures.canvas(), { preset: 'logo' })).svg;
      return { same: before === after, stats: vectorizer.stats(), workers: faults.workers.length };
    });
    expect(seen.same).toBe(true);
    expect(seen.workers).toBe(1);
    expect(seen.stats.worker.lost).toBe(0);
    expect(seen.stats.messages.malformed).toBeGreaterThan(1_000);
  });

  test(`each flag off, everything still works, ${name}`, async ({ page }) => {
    test.setTimeout(120_000);
    await openPackage(page, origin);
    const seen = await page.evaluate(async () => {
      const names = [
        ...['threads', 'imagePool', 'stageCache', 'validationCache', 'batching', 'messageBatching'],
        'deltas',
      ];
      const all: Record<string, string> = {};
      for (const off of ['none', ...names]) {
        const vectorizer = await pathloom.createVectorizer({
          flags: { [off]: false },
          logger: { warn() {} },
        });
        const image = await vectorizer.open(pictures.canvas());
        const reports: number[] = [];
        const drawn = await Promise.all([
          image.vectorize({ preset: 'logo' }),
          image.vectorize({ preset: 'logo', write: { precision: 1 } }, { priority: 'preview' }),
          ...[20, 30, 40, 50].map((size) => vectorizer.vectorize(pictures.slow(size), { preset: 'photo' })),
          vectorizer.vectorize(
            pictures.slow(300),
            { preset: 'photo' },
            { onProgress: ({ share }) => reports.push(share) },
          ),
        ]);
        const again = await image.vectorize({ preset: 'logo' });
        const wrong = await vectorizer.validate({ fit: { tolerance: -1 } });
        const stopped = vectorizer.submit(pictures.slow(900), { preset: 'photo' });
        stopped.cancel();
        all[off] = JSON.stringify([
          ...[...drawn, again].map(({ svg }) => svg),
          wrong,
          await pictures.kindOf(stopped.result),
          await pictures.kindOf(vectorizer.vectorize(new Uint8Array(5))),
        ]);
        if (off === 'stageCache' && again.reused.includes('fit')) all[off] = 'reused without a cache';
        await vectorizer.dispose();
      }
      return Object.entries(all)
        .filter(([, made]) => made !== all.none)
        .map(([off]) => off);
    });
    expect(seen).toEqual([]);
  });

  test(`a preview passes a long queue, ${name}`, async ({ page }) => {
    test.setTimeout(120_000);
    await openPackage(page, origin);
    const seen = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({
        logger: { warn() {} },
        // Or the batch would be done before a word of it arrives.
        flags: { stageCache: false },
      });
      const image = await vectorizer.open(pictures.canvas());
      let done = 0;
      const icon = pictures.slow(120);
      const batch = Array.from({ length: 1_000 }, () =>
        vectorizer.submit(icon, { preset: 'photo' }, { priority: 'batch' }),
      );
      for (const { result } of batch)
        result.then(
          () => {
            done += 1;
          },
          () => {},
        );
      while (done < 20) await new Promise((resume) => setTimeout(resume));
      const before = done;
      await image.vectorize({ preset: 'logo', write: { precision: 1 } }, { priority: 'preview' });
      const passed = done - before;
      for (const job of batch) job.cancel();
      await Promise.allSettled(batch.map(({ result }) => result));
      return {
        passed,
        left: 1_000 - before,
        states: new Set(vectorizer.jobs().map(({ state }) => state)).size,
      };
    });
    expect(seen.left).toBeGreaterThan(500);
    // Those that ran already, and whose replies were under way: more of them, the busier the machine is.
    expect(seen.passed).toBeLessThan(seen.left / 2);
  });
}

test('an idle worker is ended, and the compiled engine brings it back', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  await installFaults(page);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ idleMs: 150 });
    const image = await vectorizer.open(pictures.canvas());
    await new Promise((resume) => setTimeout(resume, 600));
    const withPicture = vectorizer.stats().worker.idleEnds;
    image.close();
    while (vectorizer.stats().worker.idleEnds === 0) await new Promise((resume) => setTimeout(resume, 20));
    const fetched = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.wasm')).length;
    const { svg } = await vectorizer.vectorize(pictures.canvas(), { preset: 'logo' });
    const after = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.wasm')).length;
    return {
      withPicture,
      svg: svg.includes('<path'),
      // Without those beside a late start, which a busy machine may have.
      workers: faults.workers.length - vectorizer.stats().worker.hedged,
      fetched: after - fetched,
    };
  });
  expect(seen).toEqual({ withPicture: 0, svg: true, workers: 2, fetched: 0 });
});

test('jobs that were lost with their tab are resumed in the next', async ({ context }) => {
  const first = await context.newPage();
  await openPackage(first, isolatedUrl);
  await installFaults(first);
  await first.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ journal: { name: 'resumed' } });
    for (const name of ['a', 'b', 'c'])
      vectorizer.submit(pictures.slow(1_600), { preset: 'photo' }, { name, priority: 'batch' });
    await new Promise((resume) => setTimeout(resume, 100));
    faults.kill();
    while (vectorizer.stats().worker.lost === 0) await new Promise((resume) => setTimeout(resume, 5));
    // For the disk; the first job takes longer than that.
    await new Promise((resume) => setTimeout(resume, 700));
  });
  await first.close();
  const second = await context.newPage();
  await openPackage(second, isolatedUrl);
  const seen = await second.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ journal: { name: 'resumed' } });
    const jobs = await vectorizer.resume();
    const ends = await Promise.all(jobs.map(({ result }) => pictures.kindOf(result)));
    return {
      names: vectorizer.jobs().map(({ name, state }) => `${name} ${state}`),
      ends,
      again: await vectorizer.resume(),
    };
  });
  expect(seen.names).toEqual(['a done', 'b done', 'c done']);
  expect(seen.ends).toEqual([undefined, undefined, undefined]);
  expect(seen.again).toEqual([]);
});

test('stages show to a PerformanceObserver, and the timeline does not grow', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const names = new Set<string>();
    new PerformanceObserver((list) => {
      for (const { name } of list.getEntries()) names.add(name);
    }).observe({ type: 'measure' });
    const vectorizer = await pathloom.createVectorizer({ marks: true });
    for (let count = 0; count < 20; count += 1) await vectorizer.vectorize(pictures.canvas(40 + count));
    await new Promise((resume) => setTimeout(resume, 100));
    return { names: [...names].sort(), left: performance.getEntriesByType('measure').length };
  });
  expect(seen.names).toEqual(
    ['decode', 'fit', 'job', 'prepare', 'queue', 'segment', 'trace', 'write'].map(
      (name) => `pathloom:${name}`,
    ),
  );
  expect(seen.left).toBe(0);
});
