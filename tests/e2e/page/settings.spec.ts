// What a person does with settings beyond turning a dial: take back, share, keep, choose by picture.
import { dial, drawing, drawn, expect, openSample, reused, samples, test } from './converter';

const field = 'fit.tolerance';

test.beforeEach(async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

test('a drag is one step to undo, by button or by key', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  const slider = dial(page, field);
  const before = await slider.inputValue();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeDisabled();

  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('no slider');
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  for (const share of [0.3, 0.5, 0.7, 0.9])
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  const after = await slider.inputValue();
  expect(Number(after)).toBeGreaterThan(Number(before));

  await undo.click();
  await expect(slider).toHaveValue(before);
  await expect(undo).toBeDisabled();
  await page.keyboard.press('Control+Shift+Z');
  await expect(slider).toHaveValue(after);
  await page.keyboard.press('Control+Z');
  await expect(slider).toHaveValue(before);
  await expect.poll(() => reused(page)).toHaveLength(6);
});

test('a change says which stages it ran again', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await expect(page.getByText('Every stage ran.')).toBeVisible();
  await dial(page, field).fill('3');
  await expect(page.getByText('Ran again: Fit and Write.')).toBeVisible();
});

test('presets are pictures of what they make of this picture', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.logo);
  const cards = page.getByRole('radiogroup', { name: 'Preset' }).locator('img');
  await expect(cards).toHaveCount(8, { timeout: 30_000 });
  await expect
    .poll(() =>
      cards.evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
    )
    .toBe(true);
  const addresses = () => cards.evaluateAll((images) => images.map((image) => image.getAttribute('src')));
  const before = await addresses();
  await page.getByRole('radio', { name: 'Auto' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Logo' })).toBeChecked();
  // Kept for the picture, whatever the dials do.
  expect(await addresses()).toEqual(before);
});

test('settings go out as a link and come in again', async ({ page, context }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await dial(page, field).fill('2.5');
  await page.getByRole('radio', { name: 'Poster' }).check();
  await dial(page, field).fill('2');
  await page.getByRole('button', { name: 'Copy or paste settings' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toHaveValue(/"tolerance": 2/);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#s=poster&fit\.tolerance=2$/);

  const other = await context.newPage();
  await other.goto(link);
  await openSample(other, samples.clipArt);
  await expect(other.getByRole('radio', { name: 'Poster' })).toBeChecked();
  await expect(dial(other, field)).toHaveValue('2');
  expect(new URL(other.url()).hash).toBe('');
  await other.close();
});

test('settings that are typed or pasted hold, or are refused in words', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await page.getByRole('button', { name: 'Copy or paste settings' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('{"preset": "logo", "fit": {"tolerance": "wide"}}');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Tolerance');
  await dialog.getByRole('textbox').fill('{"preset": "logo", "write": {"precision": 3}}');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('radio', { name: 'Logo' })).toBeChecked();
  await expect(dial(page, 'write.precision')).toHaveValue('3');

  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'https://example.org/#s=line-art&fit.tolerance=1.5');
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await expect(page.getByRole('radio', { name: 'Line art' })).toBeChecked();
  await expect(dial(page, field)).toHaveValue('1.5');
});

test('a bad link says so and changes nothing', async ({ page }) => {
  await page.goto('/#s=photo&fit.tolerance=900&no.such=1');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('These settings were not taken');
  await expect(alert).toContainText('fit.tolerance');
  await alert.getByRole('button', { name: 'Close' }).click();
  await openSample(page, samples.clipArt);
  await expect(page.getByRole('radio', { name: 'Auto' })).toBeChecked();
});

test('settings are kept for the next visit', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await dial(page, field).fill('1.25');
  await page.waitForTimeout(1000);
  await page.reload();
  await openSample(page, samples.clipArt);
  await expect(dial(page, field)).toHaveValue('1.25');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.getByRole('button', { name: 'Reset all' }).click();
  await page.waitForTimeout(1000);
  await page.reload();
  await openSample(page, samples.clipArt);
  await expect(page.getByRole('button', { name: 'Reset all' })).toBeDisabled();
});

test('the page speaks German to who wants it, and remembers who does not', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Clipart' }).click();
  await drawn(page);
  await expect(page.getByRole('region', { name: 'Ergebnis' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
  // At once, and the picture stays.
  await expect(page.getByRole('region', { name: 'Result' })).toBeVisible();
  await expect(drawing(page)).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await context.close();
});

test('a key shows all keys', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.clipArt);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toContainText('Undo a change of settings');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // A letter is a letter while a person writes.
  await page.getByRole('textbox', { name: 'Fixed palette' }).fill('');
  await page.getByRole('textbox', { name: 'Fixed palette' }).press('?');
  await expect(dialog).toBeHidden();
});
