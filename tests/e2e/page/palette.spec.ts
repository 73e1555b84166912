// The palette: what is done to a colour is seen in the file, can be undone, and survives tracing anew.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { dial, expect, openSample, samples, settledCurves, test } from './converter';

const swatches = (page: Page) => page.getByRole('listbox').getByRole('option');
const colors = (page: Page) =>
  swatches(page).evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')?.slice(0, 7) ?? ''));
const svg = async (page: Page): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
  return readFile(await download.path(), 'utf8');
};
const choose = (page: Page, color: string) =>
  page.getByRole('option', { name: new RegExp(`^${color}`) }).click();
const tool = (page: Page, name: RegExp) =>
  page.getByRole('region', { name: 'Palette' }).getByRole('button', { name });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await expect(swatches(page).first()).toBeVisible();
});

test('a colour is replaced, survives tracing anew, and comes back by undo', async ({ page }) => {
  const [first = ''] = await colors(page);
  await choose(page, first);
  await page.locator('#palette-color').fill('#12ab34');
  await page.locator('#palette-color').press('Enter');
  await expect.poll(() => svg(page)).toContain('#12ab34');
  await expect.poll(() => colors(page)).not.toContain(first);

  await dial(page, 'write.precision').fill('3');
  await expect.poll(async () => (await svg(page)).includes('viewBox="0 0 487000')).toBe(true);
  expect(await svg(page)).toContain('#12ab34');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => svg(page)).not.toContain('#12ab34');
});

test('two colours are merged, one is deleted, one is locked', async ({ page }) => {
  const [one = '', two = '', three = ''] = await colors(page);
  const before = (await colors(page)).length;
  await choose(page, one);
  await tool(page, /^Merge/).click();
  await choose(page, two);
  await expect.poll(async () => (await colors(page)).length).toBe(before - 1);
  expect(await colors(page)).toContain(two);

  await choose(page, three);
  await tool(page, /^Lock/).click();
  await expect(page.getByRole('option', { name: `${three}, locked` })).toBeVisible();
  await expect(tool(page, /^Delete/)).toBeDisabled();
  await tool(page, /^Unlock/).click();
  await tool(page, /^Delete/).click();
  await expect.poll(async () => (await colors(page)).length).toBe(before - 2);
  expect(await colors(page)).not.toContain(three);
});

test('neighbours of one colour become one shape, and two again when the colour comes back', async ({
  page,
}) => {
  const curves = await settledCurves(page);
  const [one = '', two = ''] = await colors(page);
  await choose(page, one);
  await tool(page, /^Merge/).click();
  await choose(page, two);
  await expect.poll(() => svg(page)).not.toContain(one);
  const united = await settledCurves(page);
  expect(united).toBeLessThan(curves);
  await tool(page, /^Put the found colour back/).click();
  await expect.poll(() => settledCurves(page)).toBe(curves);
});

test('a palette is loaded from a file, or refused in words', async ({ page }) => {
  const gpl = 'GIMP Palette\nName: Test\n#\n204 0 0 Red\n17 17 17 Ink\n255 255 255 Paper\n';
  const load = async (name: string, text: string): Promise<void> => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tool(page, /^Load$/).click()]);
    await chooser.setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  };
  await load('test.gpl', gpl);
  await expect.poll(async () => (await colors(page)).toSorted()).toEqual(['#111111', '#cc0000', '#ffffff']);
  await tool(page, /^Free/).click();
  await expect.poll(async () => (await colors(page)).length).toBeGreaterThan(3);

  await load('note.txt', 'Dear diary');
  await expect(page.getByRole('alert')).toContainText('note.txt holds no colours');
});

test('only the colours that show are kept', async ({ page }) => {
  await tool(page, /^Keep only/).click();
  await expect(page.getByText(/Traced with a fixed palette/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reset Fixed palette' })).toBeVisible();
});

test('the palette works by keyboard', async ({ page }) => {
  await swatches(page).first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(swatches(page).nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(swatches(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(swatches(page).last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(swatches(page).first()).toBeFocused();
});
