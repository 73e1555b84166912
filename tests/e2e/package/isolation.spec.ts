import { expect, test } from '@playwright/test';
import { isolatedUrl, plainUrl } from '../servers';

test('the two test servers differ in isolation, and in nothing else', async ({ page }) => {
  const seen: Record<string, boolean> = {};
  for (const url of [isolatedUrl, plainUrl]) {
    await page.goto(`${url}/blank/`);
    seen[url] = await page.evaluate(() => crossOriginIsolated && typeof SharedArrayBuffer === 'function');
  }
  expect(seen).toEqual({ [isolatedUrl]: true, [plainUrl]: false });
});

test('the server keeps to its folders', async ({ request }) => {
  expect((await request.get('/blank/..%2f..%2fpackage.json')).status()).toBe(404);
  expect((await request.get('/blank/%00')).status()).toBe(400);
  expect((await request.get('/nowhere')).status()).toBe(404);
});
