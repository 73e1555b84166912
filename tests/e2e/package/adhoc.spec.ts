import { test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';
import { openPackage } from './harness';

for (const origin of [isolatedUrl, plainUrl])
  test(`adhoc ${origin}`, async ({ page }) => {
    await openPackage(page, origin);
    console.log(
      JSON.stringify(
        await page.evaluate(async () => {
          const t0 = performance.now();
          const v = await pathloom.createVectorizer({ threads: 2, logger: { warn() {} } });
          const startMs = performance.now() - t0;
          const bad = v.vectorize(pictures.canvas(13)).catch((e) => [e.kind, e.message]);
          const others = [v.vectorize(pictures.canvas(20)), v.vectorize(pictures.canvas(21))];
          const bad2 = await bad;
          const r = (await Promise.all(others)).map((o) => o.svg.length);
          const t1 = performance.now();
          const one = await v.vectorize(pictures.canvas(22));
          const oneMs = performance.now() - t1;
          const N = 300;
          const t2 = performance.now();
          for (let i = 0; i < N; i++) await v.vectorize(new Uint8Array(0)).catch(() => {});
          const roundTrip = (performance.now() - t2) / N;
          const t3 = performance.now();
          for (let i = 0; i < N; i++) await v.validate({ preset: 'logo', fit: { tolerance: 0.5 } });
          const validate = (performance.now() - t3) / N;
          const mem = v.stats().engine.memoryBytes / 2 ** 20;
          await v.vectorize(pictures.slow(1024));
          return { startMs, bad2, r, oneMs, roundTrip, validate, one: one.timings, stats: v.stats(), mem };
        }),
        null,
        1,
      ),
    );
  });
