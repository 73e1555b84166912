// The page as an app: without a connection, in a newer version, and with pictures from outside.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serve } from '../../../pkg-config/serve.mjs';
import { kept, names, openGallery } from './collections';
import { drawn, expect, openSample, samples, test } from './converter';

/** Waits until the page is installed, and loads it from there. */
async function installed(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated')
      await new Promise((done) => active?.addEventListener('statechange', done, { once: true }));
  });
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

test('works offline after the first visit, with threads', async ({ page }) => {
  const server = await serve({ '/': 'www/dist' });
  await installed(page, `${server.url}/`);
  await server.close();
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.locator('input[type=file]').first().setInputFiles('www/public/samples/wagon.png');
  await drawn(page);
  await kept(page);
  await expect(page.getByText('Running on one core')).toBeHidden();
  await openGallery(page);
  await expect.poll(() => names(page)).toEqual(['wagon.png']);
  await page.keyboard.press('Escape');
  // A format for which the engine has to fetch more.
  await page.locator('input[type=file]').first().setInputFiles('tests/corpus/formats/rgb.tiff');
  await drawn(page);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect(page.getByRole('button', { name: 'Galerie' })).toBeVisible();
});

test('works offline where the host sets no headers, on one core', async ({ page }) => {
  const server = await serve({ '/': 'www/dist' }, { isolate: false });
  await installed(page, `${server.url}/`);
  await server.close();
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await page.locator('input[type=file]').first().setInputFiles('www/public/samples/wagon.png');
  await drawn(page);
  // A format for which the engine has to fetch more.
  await page.locator('input[type=file]').first().setInputFiles('tests/corpus/formats/lossless.webp');
  await drawn(page);
});

test('a new version waits for a word, then takes over and cleans up', async ({ page }, info) => {
  const folder = info.outputPath('site');
  await cp('www/dist', folder, { recursive: true });
  const server = await serve({ '/': folder });
  try {
    await installed(page, `${server.url}/`);
    await openSample(page, samples.logo);
    await kept(page);
    const before = await page.evaluate(() => caches.keys());
    const worker = join(folder, 'service-worker.js');
    const text = await readFile(worker, 'utf8');
    await writeFile(worker, text.replace(/"[0-9a-f]{16}"/, '"0123456789abcdef"'));
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(page.getByText('A new version is ready')).toBeVisible({ timeout: 20_000 });
    expect(await page.evaluate(() => caches.keys())).toEqual(expect.arrayContaining(before));
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()]);
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['pathloom-build-0123456789abcdef']);
    await expect(page.getByText('A new version is ready')).toBeHidden();
    await openGallery(page);
    await expect.poll(() => names(page)).toEqual(['loom.png']);
  } finally {
    await server.close();
  }
});

test('takes pictures that another app shares', async ({ page }) => {
  await installed(page, '/');
  await page.evaluate(async () => {
    const form = new FormData();
    const picture = await (await fetch('samples/wagon.png')).blob();
    form.append('pictures', new File([picture], 'geteilt ß.png', { type: 'image/png' }));
    const { share_target } = await (await fetch('manifest.webmanifest')).json();
    const answer = await fetch(share_target.action, { method: share_target.method, body: form });
    if (!answer.ok) throw new Error('the service worker did not take it');
  });
  await page.goto('/?shared');
  await expect(page.getByRole('heading', { name: 'geteilt ß.png' })).toBeVisible({ timeout: 20_000 });
  await drawn(page);
  expect(new URL(page.url()).search).toBe('');
});

test('opens image files when it is installed', async ({ page }) => {
  await page.addInitScript(() => {
    const launchQueue = {
      setConsumer: async (consume: (launch: { files: unknown[] }) => void) => {
        const blob = await (await fetch('samples/wagon.png')).blob();
        consume({ files: [{ getFile: async () => new File([blob], 'from-desk.png') }] });
      },
    };
    Object.defineProperty(globalThis, 'launchQueue', { value: launchQueue });
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'from-desk.png' })).toBeVisible({ timeout: 20_000 });
});

test('the manifest names icons that are there, in the sizes it says', async ({ page }) => {
  await page.goto('/');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await page.request.get(href ?? '')).json();
  for (const { src, sizes, type } of manifest.icons) {
    if (type !== 'image/png') continue;
    const png = await (await page.request.get(src)).body();
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
  expect(manifest.icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(true);
});
