// The performance panel: what it tells, and what it switches.
import { plainUrl } from '../servers';
import { dial, drawn, expect, openSample, reused, samples, test } from './converter';

test('a key opens it; it tells of threads, stages, caches and messages', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await page.keyboard.press('p');
  const panel = page.getByTestId('performance');
  await expect(panel).toBeVisible();
  const value = (label: string) =>
    panel.getByText(label, { exact: true }).locator('xpath=following-sibling::dd');
  await expect(value('Isolated')).toHaveText('yes');
  await expect(value('Build')).toHaveText('threads');
  expect(Number(await value('Threads').innerText())).toBeGreaterThan(0);
  await expect(value('Memory')).toHaveText(/MB of/);
  expect(Number(await value('Sent').innerText())).toBeGreaterThan(0);
  await expect(
    value('Thread 1')
      .or(value('Thread 2'))
      .filter({ hasText: /% · \d+ · [\d.]+ MP\/s/ }),
  ).not.toHaveCount(0);
  await expect(panel.getByRole('list', { name: 'Last trace' }).getByRole('listitem')).not.toHaveCount(0);
  await expect(value('Frames in a second')).not.toHaveText('0');
  await page.keyboard.press('p');
  await expect(panel).toBeHidden();
});

test('it says when there is but one thread', async ({ page }) => {
  await page.goto(plainUrl);
  await openSample(page, samples.clipArt);
  await page.keyboard.press('p');
  await expect(page.getByTestId('performance').getByText(/^One thread/)).toBeVisible();
});

test('a switch starts the engine anew with the picture and the settings that were there', async ({
  page,
}) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await dial(page, 'write.precision').fill('3');
  await expect.poll(() => reused(page)).toContain('fit');
  await page.keyboard.press('p');
  await page.getByRole('switch', { name: 'Stage cache' }).uncheck();
  await drawn(page);
  await expect(dial(page, 'write.precision')).toHaveValue('3');
  await dial(page, 'write.precision').fill('1');
  // Without the cache every stage runs again.
  await expect.poll(() => reused(page)).not.toContain('fit');
});
