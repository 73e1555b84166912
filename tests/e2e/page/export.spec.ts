// The drawing in every form it can be taken away as.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, openSample, samples, test } from './converter';

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name, exact: true }).first().click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function copied(page: Page, name: string): Promise<string> {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).last().click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Copied' })).toBeHidden();
  return text;
}

test.beforeEach(async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/');
  await openSample(page, samples.logo);
  await page.getByRole('button', { name: 'Save and copy as' }).click();
});

test('SVGZ is the SVG, packed', async ({ page }) => {
  const svg = (await saved(page, 'SVG')).bytes.toString();
  const { name, bytes } = await saved(page, 'SVGZ');
  expect(name).toBe('loom.svgz');
  expect(gunzipSync(bytes).toString() === svg).toBe(true);
});

test('PNG has the size that was asked for', async ({ page }) => {
  const dialog = page.getByRole('dialog');
  const width = async () => {
    const { name, bytes } = await saved(page, 'PNG');
    expect(name).toBe('loom.png');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    return bytes.readUInt32BE(16);
  };
  expect(await width()).toBe(512);
  await dialog.getByRole('radio', { name: '4×' }).check();
  expect(await width()).toBe(2048);
  await dialog.getByRole('radio', { name: 'Width' }).check();
  await dialog.getByRole('spinbutton').fill('300');
  expect(await width()).toBe(300);
});

test('SVG, data URL and JSX go to the clipboard', async ({ page }) => {
  expect(await copied(page, 'SVG')).toMatch(/^<svg xmlns/);
  const url = await copied(page, 'Data URL');
  // A page with that picture shows it.
  const width = await page.evaluate(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image.naturalWidth;
  }, url);
  expect(width).toBe(512);
  const jsx = await copied(page, 'JSX');
  expect(jsx).toMatch(/^export default function Loom\(props\)/);
  expect(jsx).not.toMatch(/ (stop-color|fill-opacity|stroke-width)=/);
});
