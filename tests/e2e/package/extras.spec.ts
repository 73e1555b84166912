// Rarer formats and VTracer: fetched when they are first wanted, alike in both builds, and at nobody's cost.
import { expect, type Page, test } from '@playwright/test';
import binaryen from 'binaryen';
import { isolatedUrl, plainUrl } from '../servers';
import { expectDrawing, openPackage } from './harness';

const address = /pathloom-extras\.wasm$/;

/** Counts how often the extras are fetched from now on. */
function fetches(page: Page): { count: number } {
  const seen = { count: 0 };
  page.on('request', (request) => {
    if (address.test(request.url())) seen.count += 1;
  });
  return seen;
}

/** Draws every rare file of the corpus, and a QOI. */
async function drawAll(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
    const names = ['rgb.tiff', 'rgba.tiff', 'grey16.tiff', 'rgb.ppm', 'icon.ico'];
    names.push('lossless.webp', 'lossy.webp', 'lossy-alpha.webp', 'animated.webp');
    const drawn: Record<string, string> = {};
    let decodeMs = 0;
    for (const name of names) {
      const traced = await vectorizer.vectorize(`/corpus/formats/${name}`, { preset: 'logo' });
      decodeMs += traced.timings.decode;
      drawn[name] = traced.svg;
    }
    // Of them all: a page that is not isolated has a coarse clock.
    if (!(decodeMs > 0)) throw new Error('no time of decoding');
    // The same picture as the BMP, every pixel written out.
    const bitmap = await createImageBitmap(await (await fetch('/corpus/formats/rgb.bmp')).blob());
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, width, height);
    drawn['pixels'] = (await vectorizer.vectorize(pixels, { preset: 'logo' })).svg;
    const qoi = [113, 111, 105, 102, 0, 0, 0, width, 0, 0, 0, height, 3, 0];
    for (let at = 0; at < pixels.data.length; at += 4) qoi.push(254, ...pixels.data.slice(at, at + 3));
    qoi.push(0, 0, 0, 0, 0, 0, 0, 1);
    drawn['qoi'] = (await vectorizer.vectorize(Uint8Array.from(qoi), { preset: 'logo' })).svg;
    await vectorizer.dispose();
    return drawn;
  });
}

test('every rare format is read, alike in both builds, and the extras come once', async ({ page }) => {
  const seen = fetches(page);
  await openPackage(page, isolatedUrl);
  const threads = await drawAll(page);
  expect(seen.count).toBe(1);
  await openPackage(page, plainUrl);
  const single = await drawAll(page);
  expect(seen.count).toBe(2);
  for (const [name, svg] of Object.entries(threads)) {
    expectDrawing(svg);
    expect([name, svg]).toEqual([name, single[name]]);
  }
  // What loses nothing is the same picture whatever carried it.
  for (const name of ['rgb.tiff', 'rgb.ppm', 'qoi'])
    expect([name, threads[name]]).toEqual([name, threads['pixels']]);
});

for (const [name, origin] of [
  ['with threads', isolatedUrl],
  ['without isolation', plainUrl],
] as const) {
  test(`VTracer runs, reuses its stages, and stops, ${name}`, async ({ page }) => {
    const seen = fetches(page);
    await openPackage(page, origin);
    const result = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const ours = await vectorizer.vectorize('/corpus/pictures/otter.png', { preset: 'logo' });
      const image = await vectorizer.open('/corpus/pictures/otter.png');
      const stages: string[] = [];
      const params = { preset: 'logo', engine: 'vtracer' } as const;
      const onProgress = ({ stage }: { stage: string }) => stages.push(stage);
      const first = await image.vectorize(params, { onProgress });
      const again = await image.vectorize({ ...params, write: { precision: 4 } });
      const abort = new AbortController();
      const long = vectorizer.vectorize(pictures.slow(1600), params, { signal: abort.signal });
      setTimeout(() => abort.abort(), 300);
      const cancelled = await pictures.kindOf(long);
      const after = await image.vectorize(params);
      return {
        same: ours.svg === first.svg,
        first: first.svg,
        after: after.svg === first.svg,
        again: again.reused,
        timings: first.timings,
        stages: [...new Set(stages)],
        cancelled,
        starts: vectorizer.stats().worker.starts,
      };
    });
    expectDrawing(result.first);
    expect(result).toMatchObject({ same: false, after: true, cancelled: 'cancelled', starts: 1 });
    expect(result.again).toEqual(['prepare', 'segment', 'trace', 'fit']);
    expect(result.timings.segment).toBeGreaterThan(0);
    expect(result.stages).toContain('segment');
    expect(seen.count).toBe(1);
  });
}

test('a PNG, JPEG, GIF or BMP fetches nothing more, nor does what is no picture', async ({ page }) => {
  const seen = fetches(page);
  await openPackage(page, isolatedUrl);
  const kinds = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    for (const name of ['deep.png', 'progressive.jpg', 'cmyk.jpg', 'animated.gif', 'rgb.bmp', 'palette.bmp'])
      await vectorizer.vectorize(`/corpus/formats/${name}`);
    const text = await pictures.kindOf(vectorizer.vectorize('/corpus/formats/text.png'));
    return text;
  });
  expect(kinds).toBe('unsupported');
  expect(seen.count).toBe(0);
});

test('bad rare files are refused by their kind, and the next picture works', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const bytes = async (name: string) => (await fetch(`/corpus/formats/${name}`)).arrayBuffer();
    const refused = (file: ArrayBuffer) => pictures.kindOf(vectorizer.vectorize(file));
    const kinds: Record<string, string | undefined> = {};
    for (const name of ['lossy.webp', 'rgb.tiff', 'icon.ico'])
      kinds[name] = await refused((await bytes(name)).slice(0, 60));
    // A picture that says it is 20,000 × 20,000.
    const tooLarge = await refused(new TextEncoder().encode('P6 20000 20000 255\n').buffer);
    const next = await vectorizer.vectorize('/corpus/formats/lossy.webp');
    return { kinds, tooLarge, next: next.svg, starts: vectorizer.stats().worker.starts };
  });
  for (const kind of Object.values(seen.kinds)) expect(kind).toMatch(/truncated|malformed/);
  expect(seen.tooLarge).toBe('too-large');
  expectDrawing(seen.next);
  expect(seen.starts).toBe(1);
});

test('extras that cannot be fetched are told and asked for again; all else goes on', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  let attempts = 0;
  await page.route(address, (route) => {
    if (route.request().method() === 'GET') attempts += 1;
    return route.abort();
  });
  const draw = (name: string) =>
    page.evaluate(async (path) => {
      const shared = globalThis as { vectorizer?: Awaited<ReturnType<typeof pathloom.createVectorizer>> };
      shared.vectorizer ??= await pathloom.createVectorizer();
      return shared.vectorizer.vectorize(path).then(
        ({ svg }) => ({ svg, kind: '', message: '' }),
        ({ kind, message }) => ({ svg: '', kind, message }),
      );
    }, `/corpus/formats/${name}`);
  expect(await draw('lossy.webp')).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('pathloom-extras.wasm could not be fetched'),
  });
  expect(attempts).toBe(4);
  expectDrawing((await draw('baseline.jpg')).svg);
  const text = await page.evaluate(async () => (await pathloom.diagnose()).text);
  expect(text).toContain('pathloom-extras.wasm');
  await page.unroute(address);
  await page.route(address, (route) => route.fulfill({ status: 404, body: 'no such file' }));
  expect(await draw('lossy.webp')).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('the server answered 404'),
  });
  expectDrawing((await draw('baseline.jpg')).svg);
  await page.unroute(address);
  expectDrawing((await draw('lossy.webp')).svg);
  expect(await page.evaluate(async () => (await pathloom.diagnose()).text)).not.toContain('pathloom-extras');
});

test('a slow network is no hang', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  await page.route(address, async (route) => {
    await new Promise((resume) => setTimeout(resume, 6_000));
    await route.continue();
  });
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer({ hangMs: 2_000 });
    const { svg } = await vectorizer.vectorize('/corpus/formats/lossy.webp');
    return { svg, starts: vectorizer.stats().worker.starts };
  });
  expectDrawing(seen.svg);
  expect(seen.starts).toBe(1);
});

test('a policy that forbids to fetch the extras is told', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const bytes = async (name: string) => (await fetch(`/corpus/formats/${name}`)).arrayBuffer();
    const [rare, usual] = [await bytes('lossy.webp'), await bytes('baseline.jpg')];
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "connect-src 'none'";
    document.head.append(policy);
    const refused = await vectorizer.vectorize(rare).then(String, String);
    const { svg } = await vectorizer.vectorize(usual);
    return { refused, svg, starts: vectorizer.stats().worker.starts };
  });
  expect(seen.refused).toContain('pathloom-extras.wasm could not be fetched');
  expectDrawing(seen.svg);
  expect(seen.starts).toBe(1);
});

test('a trap in the extras costs the job that met it, and no other', async ({ page }) => {
  // Decoders that trap, in the place of the real ones.
  const trap = binaryen.parseText(`(module
    (memory (export "memory") 1)
    (func (export "start") (param f64 f64))
    (func (export "reserve") (param i32) (result i32) (i32.const 1024))
    (func (export "decode") (param i32) (result i32) (unreachable)))`);
  const body = Buffer.from(trap.emitBinary());
  await page.route('**/trap.wasm', (route) => route.fulfill({ body, contentType: 'application/wasm' }));
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const at = (file: string) => `/package/pathloom-${file}.wasm`;
    const wasmUrl = { threads: at('threads'), single: at('single'), extras: '/package/trap.wasm' };
    const vectorizer = await pathloom.createVectorizer({ wasmUrl });
    const beside = vectorizer.vectorize(pictures.slow(400));
    const kinds = [1, 2].map(() => pictures.kindOf(vectorizer.vectorize('/corpus/formats/lossy.webp')));
    const { svg } = await beside;
    return { kinds: await Promise.all(kinds), svg, worker: vectorizer.stats().worker };
  });
  expect(seen.kinds).toEqual(['out-of-memory', 'out-of-memory']);
  expectDrawing(seen.svg);
  expect(seen.worker).toMatchObject({ starts: 1, lost: 0 });
});
