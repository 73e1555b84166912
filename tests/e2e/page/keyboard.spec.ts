import { drawing, drawn, expect, test } from './converter';

test('the whole way without a mouse', async ({ page }) => {
  await page.goto('/');
  const focusOn = async (find: () => Promise<boolean>): Promise<void> => {
    for (let presses = 0; presses < 80 && !(await find()); presses += 1) await page.keyboard.press('Tab');
    expect(await find()).toBe(true);
  };
  const focused = (selector: string) => () =>
    page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector);
  const focusedText = (text: string) => () =>
    page.evaluate((text) => document.activeElement?.textContent?.trim() === text, text);

  await focusOn(focusedText('Clip art'));
  await page.keyboard.press('Enter');
  await drawn(page);

  await focusOn(focused('[role=application]'));
  const zoom = page.getByRole('status').filter({ hasText: '%' });
  const percent = async () => Number.parseInt(await zoom.innerText(), 10);
  const whole = await percent();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  expect(await percent()).toBeGreaterThan(whole);
  const place = () => drawing(page).evaluate((image) => image.getBoundingClientRect().x);
  const before = await place();
  await page.keyboard.press('ArrowLeft');
  expect(await place()).toBeGreaterThan(before);
  await page.keyboard.press('-');
  await page.keyboard.press('0');
  expect(await percent()).toBe(whole);

  await focusOn(focused('[role=slider][aria-label^=Divider]'));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('slider', { name: /Divider/ })).toHaveAttribute('aria-valuenow', '52');

  await focusOn(focused('input[name=preset]'));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Logo' })).toBeChecked();

  await focusOn(focused('[data-field="fit.tolerance"] input[type=range]'));
  const tolerance = page.locator('[data-field="fit.tolerance"] input[type=number]');
  const set = Number(await tolerance.inputValue());
  await page.keyboard.press('ArrowRight');
  expect(Number(await tolerance.inputValue())).toBeGreaterThan(set);

  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
  expect(download.suggestedFilename()).toBe('wagon.svg');
});
