// Jobs: their order, their end, what they report and what they use again.
import { expect, test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';
import { openPackage } from './harness';

for (const [name, origin] of [
  ['with threads', isolatedUrl],
  ['without isolation', plainUrl],
] as const) {
  test(`an aborted job rejects with "cancelled" at once and the next one works, ${name}`, async ({
    page,
  }) => {
    await openPackage(page, origin);
    const seen = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const abort = new AbortController();
      const reason = new Error('changed my mind');
      const slow = vectorizer.vectorize(pictures.slow(2048), { preset: 'photo' }, { signal: abort.signal });
      const waiting = vectorizer.vectorize(pictures.canvas());
      await new Promise((resume) => setTimeout(resume, 150));
      const began = performance.now();
      abort.abort(reason);
      const error = await slow.then(
        () => undefined,
        (error) => error,
      );
      const rejectedMs = performance.now() - began;
      const next = await waiting;
      return {
        kind: error?.kind,
        cause: error?.cause === reason,
        rejectedMs,
        next: next.svg.includes('<path'),
        jobs: vectorizer.stats().jobs,
      };
    });
    expect(seen).toMatchObject({ kind: 'cancelled', cause: true, next: true });
    // Long before the job's own end. How fast it is, the bench `cancel` tells: a busy machine must not decide here.
    expect(seen.rejectedMs).toBeLessThan(1_000);
    expect(seen.jobs).toMatchObject({ submitted: 2, done: 1, failed: 0, cancelled: 1, inFlight: 0 });
  });

  test(`ten jobs at once all settle, good and bad, ${name}`, async ({ page }) => {
    await openPackage(page, origin);
    const ends = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const jobs = Array.from({ length: 10 }, (_, index) =>
        vectorizer.vectorize(index % 3 ? pictures.canvas(40 + index) : new Blob([`no picture ${index}`])),
      );
      return Promise.all(jobs.map(pictures.kindOf));
    });
    expect(ends).toEqual(Array.from({ length: 10 }, (_, index) => (index % 3 ? undefined : 'unsupported')));
  });
}

test('a changed "write" parameter runs "write" only, and an old value runs nothing', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const reused = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const image = await vectorizer.open(await pictures.file());
    const trace = async (precision: number) =>
      (await image.vectorize({ preset: 'logo', write: { precision } })).reused;
    const seen = [await trace(2), await trace(1), await trace(2)];
    image.close();
    return seen;
  });
  const before = ['prepare', 'segment', 'trace', 'fit'];
  expect(reused[0]?.filter((stage) => stage !== 'decode')).toEqual([]);
  expect(reused[1]?.filter((stage) => stage !== 'decode')).toEqual(before);
  expect(reused[2]?.filter((stage) => stage !== 'decode')).toEqual([...before, 'write']);
});

test('an open picture says its size, and serves until it is closed', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const image = await vectorizer.open(pictures.canvas(64));
    const { stats, timings } = await image.vectorize({ preset: 'logo' });
    image.close();
    const after = await pictures.kindOf(image.vectorize());
    await vectorizer.vectorize(pictures.canvas(8));
    return {
      size: [image.width, image.height],
      stats,
      timings,
      after,
      images: vectorizer.stats().engine.images,
    };
  });
  expect(seen).toMatchObject({ size: [64, 64], after: 'unavailable', images: 0 });
  expect(seen.stats).toMatchObject({ width: 64, height: 64 });
  expect(seen.timings.total).toBeGreaterThanOrEqual(seen.timings.write);
});

for (const [name, origin] of [
  ['with threads', isolatedUrl],
  ['without isolation', plainUrl],
] as const) {
  test(`progress moves forward through the stages and stops with the job, ${name}`, async ({ page }) => {
    await openPackage(page, origin);
    const seen = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const reports: { stage: string; share: number }[] = [];
      const onProgress = (progress: { stage: string; share: number }) => reports.push(progress);
      await vectorizer.vectorize(pictures.slow(640), { preset: 'photo' }, { onProgress });
      const atEnd = reports.length;
      await vectorizer.vectorize(pictures.slow(200), { preset: 'photo' });
      return { reports, late: reports.length - atEnd, stages: pathloom.STAGES };
    });
    expect(seen.reports.length).toBeGreaterThan(0);
    expect(seen.late).toBe(0);
    const positions = seen.reports.map(({ stage, share }) => seen.stages.indexOf(stage as never) + share);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    for (const { share } of seen.reports) expect(share >= 0 && share <= 1).toBe(true);
  });
}

test('parameters are checked with every problem at once, before a job is queued', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const wrong = { fit: { tolerance: -1 }, write: { precision: 99 }, nonsense: true };
    const good = await vectorizer.validate({ preset: 'photo', write: { precision: undefined } });
    const bad = await vectorizer.validate(wrong);
    const error = await vectorizer.vectorize(pictures.canvas(), wrong as never).catch((error) => error);
    return {
      good,
      bad,
      kind: error.kind,
      fields: error.problems.map((problem: { field: string }) => problem.field),
    };
  });
  expect(seen.good).toEqual({ ok: true, params: { preset: 'photo', write: {} } });
  expect(seen.bad).toMatchObject({ ok: false });
  expect(seen.kind).toBe('invalid-params');
  for (const field of ['fit.tolerance', 'write.precision', 'nonsense']) expect(seen.fields).toContain(field);
});

test('dispose rejects what is pending and ends the worker', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const image = await vectorizer.open(pictures.canvas());
    const pending = [
      vectorizer.vectorize(pictures.slow(1024)),
      image.vectorize(),
      vectorizer.open(pictures.canvas()),
    ];
    const ends = Promise.all(pending.map(pictures.kindOf));
    await vectorizer.dispose();
    await vectorizer.dispose();
    return { ends: await ends, after: await pictures.kindOf(vectorizer.vectorize(pictures.canvas())) };
  });
  expect(seen).toEqual({ ends: ['unavailable', 'unavailable', 'unavailable'], after: 'unavailable' });
  await expect.poll(() => page.workers().length).toBe(0);
});
