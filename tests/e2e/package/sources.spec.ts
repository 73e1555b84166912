// Every kind of picture that a caller may hand over, and every way in which one can be bad.
import { expect, test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';
import { expectDrawing, openPackage } from './harness';

for (const [name, origin] of [
  ['with threads', isolatedUrl],
  ['without isolation', plainUrl],
] as const) {
  test(`every kind of source gives the same drawing, ${name}`, async ({ page }) => {
    await openPackage(page, origin);
    const seen = await page.evaluate(async () => {
      const vectorizer = await pathloom.createVectorizer({ logger: { warn() {} } });
      const canvas = pictures.canvas();
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
      const file = await pictures.file();
      const bytes = await file.arrayBuffer();
      const image = document.createElement('img');
      image.src = URL.createObjectURL(file);
      await image.decode();
      const offscreen = new OffscreenCanvas(canvas.width, canvas.height);
      offscreen.getContext('2d')?.drawImage(canvas, 0, 0);
      const bitmap = await createImageBitmap(canvas);
      const frame = new VideoFrame(pixels.data.slice().buffer, {
        format: 'RGBA',
        codedWidth: canvas.width,
        codedHeight: canvas.height,
        timestamp: 0,
      });
      const padded = new Uint8Array(bytes.byteLength + 7);
      padded.set(new Uint8Array(bytes), 7);
      const sources = {
        file,
        blob: new Blob([file]),
        buffer: bytes,
        typed: padded.subarray(7),
        view: new DataView(bytes),
        pixels,
        bitmap,
        image,
        canvas,
        offscreen,
        frame,
      };
      const drawings: Record<string, string> = {};
      for (const [kind, source] of Object.entries(sources)) {
        // Twice: nothing may be used up by the first time.
        await vectorizer.vectorize(source, { preset: 'logo' });
        const { svg } = await vectorizer.vectorize(source, { preset: 'logo' });
        drawings[kind] = svg;
      }
      const untouched = bytes.byteLength > 0 && pixels.data.byteLength > 0 && bitmap.width > 0;
      await vectorizer.dispose();
      return { drawings, untouched };
    });
    expect(seen.untouched).toBe(true);
    expect(seen.drawings.file).toContain('<path');
    for (const [kind, svg] of Object.entries(seen.drawings))
      expect([kind, svg]).toEqual([kind, seen.drawings.file]);
  });
}

test('a URL is fetched, and AVIF is decoded by the browser', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const path = '/corpus/formats/progressive.jpg';
    const drawn = async (source: string | URL | Blob) => (await vectorizer.vectorize(source)).svg;
    const file = await (await fetch(path)).blob();
    const fetched = [await drawn(path), await drawn(new URL(path, location.href)), await drawn(file)];
    const avif = await vectorizer.vectorize('/corpus/formats/picture.avif');
    return { fetched, avif };
  });
  expect(seen.fetched[0]).toBe(seen.fetched[2]);
  expect(seen.fetched[1]).toBe(seen.fetched[2]);
  expectDrawing(seen.avif.svg);
  expect(seen.avif.stats.width).toBeGreaterThan(1);
});

test('a file with a colour profile is drawn in the colours that the browser shows', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const stripes = async (blob: Blob) => {
      const image = document.createElement('img');
      image.src = URL.createObjectURL(blob);
      await image.decode();
      const canvas = new OffscreenCanvas(24, 16);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return [2, 6, 10, 14, 18, 22].map((x) => [...context.getImageData(x, 8, 1, 1).data]);
    };
    const drawn: Record<string, { theirs: number[][]; ours: number[][] }> = {};
    for (const name of ['display-p3.png', 'display-p3.jpg', 'adobe-rgb.webp', 'grey-profile.png']) {
      const file = await (await fetch(`/corpus/formats/${name}`)).blob();
      const { svg } = await vectorizer.vectorize(file, { segment: { method: 'exact' } });
      const ours = await stripes(new Blob([svg], { type: 'image/svg+xml' }));
      drawn[name] = { theirs: await stripes(file), ours };
    }
    return drawn;
  });
  for (const [name, { theirs, ours }] of Object.entries(seen))
    for (const [stripe, color] of theirs.entries())
      for (const [channel, level] of color.entries())
        expect(
          Math.abs((ours[stripe]?.[channel] ?? 0) - level),
          `${name}, stripe ${stripe}: ${ours[stripe]} is not ${color}`,
        ).toBeLessThanOrEqual(3);
});

test('what is bad is refused by its kind, and the next picture works', async ({ page }) => {
  await openPackage(page, isolatedUrl);
  const seen = await page.evaluate(async () => {
    const vectorizer = await pathloom.createVectorizer();
    const refused = (source: Parameters<typeof vectorizer.vectorize>[0]) =>
      pictures.kindOf(vectorizer.vectorize(source));
    const jpeg = await pictures.file('image/jpeg', 256);
    const png = await pictures.file('image/png', 256);

    // A PNG that says it is 100,000 × 100,000, and has a correct checksum over that.
    const huge = new Uint8Array(await png.slice(0, 33).arrayBuffer());
    new DataView(huge.buffer).setUint32(16, 100_000);
    new DataView(huge.buffer).setUint32(20, 100_000);
    let crc = -1;
    for (const byte of huge.subarray(12, 29)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    new DataView(huge.buffer).setInt32(29, ~crc);
    const before = vectorizer.stats().engine.memoryBytes;
    const tooLarge = await refused(huge);
    const taken = vectorizer.stats().engine.memoryBytes;

    const kinds = {
      text: await refused(new File(['This is a text.'], 'picture.png', { type: 'image/png' })),
      empty: await refused(new Blob([])),
      svg: await refused(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'])),
      jpeg: await refused(jpeg.slice(0, jpeg.size / 2)),
      png: await refused(png.slice(0, png.size / 2)),
      brokenAvif: await refused(new Blob(['\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf'])),
      missing: await refused('/nowhere.png'),
      closedBitmap: await (async () => {
        const bitmap = await createImageBitmap(pictures.canvas());
        bitmap.close();
        return refused(bitmap);
      })(),
      brokenImage: await refused(Object.assign(new Image(), { src: '/nowhere.png' })),
    };
    const next = await vectorizer.vectorize(png);
    const { starts } = vectorizer.stats().worker;
    return { kinds, tooLarge, grown: taken - before, next: next.svg.length, starts };
  });
  expect(seen.kinds).toMatchObject({
    text: 'unsupported',
    empty: expect.stringMatching(/unsupported|truncated/),
    svg: 'unsupported',
    jpeg: expect.stringMatching(/truncated|malformed/),
    png: expect.stringMatching(/truncated|malformed/),
    brokenAvif: 'unsupported',
    missing: 'unavailable',
    closedBitmap: 'unavailable',
    brokenImage: 'unavailable',
  });
  expect(seen.tooLarge).toBe('too-large');
  // Refused from its header: 10 billion pixels were not made room for.
  expect(seen.grown).toBe(0);
  expect(seen.next).toBeGreaterThan(50);
  expect(seen.starts).toBe(1);
});
