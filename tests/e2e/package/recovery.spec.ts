// What happens when the worker does not survive.
import { expect, test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';
import { openPackage } from './harness';

for (const [name, origin] of [
  ['with threads', isolatedUrl],
  ['without isolation', plainUrl],
] as const) {
  test(`a worker that dies is replaced, and nothing in flight is lost, ${name}`, async ({ page }) => {
    await openPackage(page, origin);
    const seen = await page.evaluate(async () => {
      const workers: Worker[] = [];
      globalThis.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          workers.push(this);
        }
      };
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const image = await vectorizer.open(pictures.canvas());
      const before = (await image.vectorize({ preset: 'logo' })).svg;
      const jobs = Array.from({ length: 6 }, () =>
        vectorizer.vectorize(pictures.slow(300), { preset: 'photo' }),
      );
      const ends = Promise.all(jobs.map(pictures.kindOf));
      await new Promise((resume) => setTimeout(resume, 30));
      workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'killed by the test' }));
      const began = performance.now();
      const after = (await image.vectorize({ preset: 'logo' })).svg;
      return {
        ends: await ends,
        same: before === after,
        ms: performance.now() - began,
        stats: vectorizer.stats(),
        workers: workers.length,
      };
    });
    expect(seen.ends).toEqual(Array(6).fill(undefined));
    expect(seen.same).toBe(true);
    // On a busy machine a late start gets others beside it, which are ended.
    const { starts, hedged } = seen.stats.worker;
    expect(starts - hedged).toBe(2);
    expect(seen.workers).toBe(starts);
    expect(seen.stats).toMatchObject({ worker: { lost: 1 }, jobs: { failed: 0, inFlight: 0 } });
  });
}

test('a picture that memory is too small for is refused as such, and the next one works', async ({
  page,
}) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ maxMemoryMiB: 40, threads: 2 });
    const large = await pictures.kindOf(vectorizer.vectorize(pictures.slow(2048), { preset: 'photo' }));
    const { svg } = await vectorizer.vectorize(pictures.canvas());
    return { large, next: svg.includes('<path'), info: vectorizer.info, stats: vectorizer.stats() };
  });
  expect(seen).toMatchObject({ large: 'out-of-memory', next: true, info: { maxMemoryMiB: 40 } });
  // Twice as it was, and once with fewer pixels.
  expect(seen.stats).toMatchObject({
    worker: { lostBy: { 'out-of-memory': 3 } },
    jobs: { reduced: 1, quarantined: 2 },
  });
});

test('memory stays at its plateau, whatever becomes of the jobs', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ flags: { stageCache: false }, threads: 2 });
    const noise = pictures.slow(256);
    const round = async () => {
      const abort = new AbortController();
      const jobs = [
        vectorizer.vectorize(noise, { preset: 'photo' }),
        vectorizer.vectorize(noise, { preset: 'photo' }, { signal: abort.signal }),
        vectorizer.vectorize(noise, { fit: { tolerance: -1 } }),
        vectorizer.vectorize(new Uint8Array(2_000_000)),
        vectorizer.vectorize(await pictures.file('image/png', 300)),
      ];
      setTimeout(() => abort.abort(), 5);
      await Promise.allSettled(jobs);
      const image = await vectorizer.open(noise);
      image.close();
    };
    const sizes: number[] = [];
    for (let done = 0; done < 12; done += 1) {
      await round();
      sizes.push(vectorizer.stats().engine.memoryBytes);
    }
    return { sizes, images: vectorizer.stats().engine.images, lost: vectorizer.stats().worker.lost };
  });
  // The last gauges were read before the last picture was closed.
  expect(seen.images).toBeLessThanOrEqual(1);
  expect(seen.lost).toBe(0);
  // Threads that allocate at the same moment may need a few pages more in one round than in another. One
  // picture lost a round would be 5 × 256 KiB.
  expect(seen.sizes.at(-1)).toBeLessThanOrEqual((seen.sizes[6] ?? 0) + 2 ** 20);
});
