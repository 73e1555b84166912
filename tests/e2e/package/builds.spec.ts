// Which engine runs where, and that the choice changes speed only.
import { expect, test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';
import { expectDrawing, openPackage } from './harness';

test('an isolated page traces on several threads, without a word', async ({ page }) => {
  const warnings = await openPackage(page, isolatedUrl);
  const { info, svg, text } = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ threads: 2 });
    const { svg } = await vectorizer.vectorize(pictures.canvas());
    const { text } = await vectorizer.diagnose();
    const { info } = vectorizer;
    await vectorizer.dispose();
    return { info, svg, text };
  });
  expect(info).toMatchObject({ build: 'threads', threads: 2, isolated: true, simd: true });
  expect(info.fallback).toBeUndefined();
  expect(text).toContain('2 threads');
  expectDrawing(svg);
  expect(warnings).toEqual([]);
});

test('a page without isolation falls back with one warning, and traces', async ({ page }) => {
  const warnings = await openPackage(page, plainUrl);
  const { info, svg, findings } = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const { svg } = await vectorizer.vectorize(pictures.canvas());
    await vectorizer.vectorize(pictures.canvas());
    const { findings } = await vectorizer.diagnose();
    return { info: vectorizer.info, svg, findings };
  });
  expect(info).toMatchObject({ build: 'single', threads: 1, isolated: false });
  expectDrawing(svg);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('not cross-origin isolated');
  expect(findings[0]?.remedy).toContain('Cross-Origin-Opener-Policy');
});

test('an isolated page whose threads do not start falls back too, with one warning', async ({ page }) => {
  const warnings = await openPackage(page, isolatedUrl);
  const { info, svg } = await page.evaluate(async () => {
    // The wrong engine stands for whatever a browser may refuse.
    const single = '/package/pathloom-single.wasm';
    const vectorizer = await pathloom.createVectorizer({ wasmUrl: { threads: single, single } });
    return { info: vectorizer.info, svg: (await vectorizer.vectorize(pictures.canvas())).svg };
  });
  expect(info).toMatchObject({ build: 'single', isolated: true });
  expectDrawing(svg);
  expect(warnings).toEqual([expect.stringContaining('Threads did not start')]);
});

test('threads can be switched off, silently', async ({ page }) => {
  const warnings = await openPackage(page, isolatedUrl);
  const info = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ flags: { threads: false } });
    return vectorizer.info;
  });
  expect(info).toMatchObject({ build: 'single', threads: 1, isolated: true });
  expect(warnings).toEqual([]);
});

test('one thread, two threads and the single-threaded build draw the same bytes', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const drawings = await page.evaluate(async () => {
    const all: string[] = [];
    for (const options of [{ threads: 1 }, { threads: 2 }, { flags: { threads: false } }]) {
      const vectorizer = await pathloom.createVectorizer(options);
      const drawn: string[] = [];
      for (const name of ['coffee', 'wagon', 'otter']) {
        for (const preset of ['auto', 'photo', 'bw'] as const) {
          drawn.push((await vectorizer.vectorize(`/corpus/pictures/${name}.png`, { preset })).svg);
        }
      }
      drawn.push((await vectorizer.vectorize(pictures.slow(96), { preset: 'logo' })).svg);
      all.push(JSON.stringify(drawn));
      await vectorizer.dispose();
    }
    return all;
  });
  // Not `toBe`: a difference would print megabytes.
  expect(drawings[1] === drawings[0]).toBe(true);
  expect(drawings[2] === drawings[0]).toBe(true);
});

test('files that are not where they should be end in a message that says what to do', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const failures = await page.evaluate(async () => {
    const attempts = [
      { wasmUrl: '/blank/none.wasm' },
      { wasmUrl: '/blank/' },
      { workerUrl: '/blank/none.js' },
    ];
    return Promise.all(
      attempts.map((options) =>
        pathloom.createVectorizer(options).then(
          () => undefined,
          (error) => ({ kind: error.kind, message: error.message, name: error.name }),
        ),
      ),
    );
  });
  for (const failure of failures) {
    expect(failure).toMatchObject({ name: 'VectorizerError', kind: 'unavailable' });
    expect(failure?.message).toContain("optimizeDeps: { exclude: ['pathloom'] }");
  }
});
