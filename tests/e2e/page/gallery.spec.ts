import { readFile, writeFile } from 'node:fs/promises';
import { keepAll, kept, names, openGallery, panel, small } from './collections';
import { dial, drawn, expect, openSample, samples, test } from './converter';

test.describe('what is kept', () => {
  test('one entry a picture, written again while it is tuned, with its settings', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await kept(page);
    await dial(page, 'segment.detail').fill('10');
    await expect(page.getByRole('banner').getByText('Keeping…')).toBeVisible();
    await kept(page);
    await page.reload();
    await openGallery(page);
    await expect.poll(() => names(page)).toEqual(['wagon.png']);
    await expect(panel(page).getByText('1 drawing', { exact: true })).toBeVisible();

    await panel(page).getByRole('button', { name: 'Open wagon.png' }).click();
    await drawn(page);
    await expect(dial(page, 'segment.detail')).toHaveValue('10');
    await kept(page);
    await openGallery(page);
    await expect.poll(() => names(page)).toEqual(['wagon.png']);
  });

  test('opening an entry leaves the one that was being tuned as it was', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await dial(page, 'segment.detail').fill('10');
    await kept(page);
    await page.locator('input[type=file]').first().setInputFiles('www/public/samples/loom.png');
    await expect(page.getByRole('heading', { name: 'loom.png' })).toBeVisible();
    await drawn(page);
    await dial(page, 'segment.detail').fill('90');
    await kept(page);
    for (const [name, detail] of [
      ['wagon.png', '10'],
      ['loom.png', '90'],
    ] as const) {
      await openGallery(page);
      await panel(page)
        .getByRole('button', { name: `Open ${name}` })
        .click();
      await expect(page.getByRole('heading', { name })).toBeVisible();
      await expect(dial(page, 'segment.detail')).toHaveValue(detail);
      await kept(page);
    }
  });

  test('without its picture a drawing can be looked at and saved, and says so', async ({ page }) => {
    await page.goto('/');
    await openGallery(page);
    await expect(panel(page).getByText('Nothing here yet')).toBeVisible();
    await panel(page).getByRole('switch', { name: 'Keep the pictures, too' }).uncheck();
    await page.keyboard.press('Escape');
    await openSample(page, samples.clipArt);
    await kept(page);
    const [shown] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download SVG' }).click(),
    ]);
    await openGallery(page);
    await panel(page).getByRole('button', { name: 'Open wagon.png' }).click();
    await expect(panel(page).getByText('Only the drawing was kept')).toBeVisible();
    await expect(panel(page).getByRole('img', { name: 'wagon.png' })).toBeVisible();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      panel(page).getByRole('button', { name: 'Download SVG' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('wagon.svg');
    expect(await readFile(await saved.path(), 'utf8')).toBe(await readFile(await shown.path(), 'utf8'));
    await panel(page).getByRole('button', { name: 'Back to all drawings' }).click();
    await expect.poll(() => names(page)).toEqual(['wagon.png']);
  });
});

test.describe('finding and deleting', () => {
  test('search and order', async ({ page }) => {
    await page.goto('/');
    await keepAll(page, small);
    await openGallery(page);
    await expect.poll(() => names(page).then((all) => all.length)).toBe(6);
    await panel(page).getByRole('combobox', { name: 'Order' }).selectOption('By name');
    await expect.poll(() => names(page)).toEqual(small.map(({ name }) => name));
    await panel(page).getByRole('searchbox').fill('BASN');
    await expect.poll(() => names(page)).toEqual(['basn2c08.png', 'basn3p08.png', 'basn6a08.png']);
    await panel(page).getByRole('searchbox').fill('nothing');
    await expect(panel(page).getByText('No name contains “nothing”.')).toBeVisible();
  });

  test('by keyboard alone; deleting can be undone, also after a reload it is gone', async ({ page }) => {
    await page.goto('/');
    await keepAll(page, small);
    await page.keyboard.press('g');
    await panel(page).getByRole('combobox', { name: 'Order' }).selectOption('By name');
    await expect.poll(() => names(page)).toEqual(small.map(({ name }) => name));
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await panel(page).getByRole('button', { name: 'Open basn2c08.png' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('Open basn3p08.png');
    await page.keyboard.press('End');
    await expect.poll(focused).toBe('Open z00n2c08.png');
    await page.keyboard.press('Home');
    await expect.poll(focused).toBe('Open basn2c08.png');
    await page.keyboard.press('Delete');
    await expect(panel(page).getByText('basn2c08.png was deleted.')).toBeVisible();
    await expect.poll(() => names(page)).toEqual(small.slice(1).map(({ name }) => name));
    await panel(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => names(page)).toEqual(small.map(({ name }) => name));

    await panel(page).getByRole('button', { name: 'Open z00n2c08.png' }).focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => names(page)).toHaveLength(5);
    // The last tile is gone, and its neighbour has the focus.
    await expect.poll(focused).toBe(`Open ${small.at(-2)?.name}`);
    await page.reload();
    await page.keyboard.press('g');
    await expect.poll(() => names(page)).toHaveLength(5);
    await panel(page).getByRole('button', { name: 'Open basn6a08.png' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'basn6a08.png' })).toBeVisible();
    await drawn(page);
  });

  test('everything can go out, away and in again', async ({ page }, info) => {
    await page.goto('/');
    await keepAll(page, small);
    await openGallery(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel(page).getByRole('button', { name: 'Export all' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('pathloom-gallery.zip');
    const archive = info.outputPath('gallery.zip');
    await download.saveAs(archive);

    await panel(page).getByRole('button', { name: 'Delete all' }).click();
    await page
      .getByRole('dialog', { name: 'Delete everything?' })
      .getByRole('button', { name: 'Delete all' })
      .click();
    await expect(panel(page).getByText('Nothing here yet')).toBeVisible();

    const chooser = panel(page).getByTestId('import');
    await chooser.setInputFiles(archive);
    await expect(panel(page).getByText('6 drawings added.')).toBeVisible();
    await expect.poll(() => names(page)).toHaveLength(6);
    await chooser.setInputFiles(archive);
    await expect(panel(page).getByText('0 drawings added. 6 already here.')).toBeVisible();

    // A drawing whose bytes were changed is left out, the others are not; a file that is no archive is refused.
    const bytes = await readFile(archive);
    const at = bytes.indexOf('drawings/basn6a08.svg') + 60;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    const broken = info.outputPath('broken.zip');
    await writeFile(broken, bytes);
    await panel(page).getByRole('button', { name: 'Delete all' }).click();
    await page
      .getByRole('dialog', { name: 'Delete everything?' })
      .getByRole('button', { name: 'Delete all' })
      .click();
    await expect(panel(page).getByText('Nothing here yet')).toBeVisible();
    await chooser.setInputFiles(broken);
    await expect(panel(page).getByText('5 drawings added. 1 entry left out')).toBeVisible();
    await chooser.setInputFiles('www/public/samples/loom.png');
    await expect(panel(page).getByText('This file is not a gallery')).toBeVisible();
    await expect.poll(() => names(page)).toHaveLength(5);

    await panel(page).getByRole('button', { name: 'Open tbbn3p08.png' }).click();
    await expect(page.getByRole('heading', { name: 'tbbn3p08.png' })).toBeVisible();
    await drawn(page);
  });
});

test('the focus of a keyboard is never lost when the last drawing is deleted and comes back', async ({
  page,
}) => {
  await page.goto('/');
  await keepAll(page, small.slice(0, 2));
  await page.keyboard.press('g');
  const tiles = panel(page).getByRole('button', { name: /^Open / });
  await tiles.first().focus();
  await page.keyboard.press('Delete');
  await expect(tiles).toHaveCount(1);
  await expect(tiles).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(panel(page).getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tiles).toBeFocused();
});

test('other tabs follow live', async ({ page, context }) => {
  await page.goto('/');
  const other = await context.newPage();
  await other.goto('/');
  await openGallery(other);
  await expect(panel(other).getByText('Nothing here yet')).toBeVisible();
  await openSample(page, samples.clipArt);
  await kept(page);
  await expect.poll(() => names(other)).toEqual(['wagon.png']);
  await openGallery(page);
  await panel(other).getByRole('button', { name: 'Open wagon.png' }).focus();
  await other.keyboard.press('Delete');
  await expect(panel(page).getByText('Nothing here yet')).toBeVisible();
  await panel(other).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => names(page)).toEqual(['wagon.png']);
});

test.describe('when storage fails', () => {
  test('a full disk is told, nothing that was kept is lost, and keeping goes on when there is room', async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await kept(page);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: 1 });
    // Chromium believes for half a minute in the room that it last saw.
    await page.waitForTimeout(32_000);
    await dial(page, 'segment.detail').fill('10');
    await expect(page.getByRole('alert')).toContainText('the storage is full', { timeout: 20_000 });
    await expect(page.getByRole('banner').getByText('Not kept')).toBeVisible();
    await openGallery(page);
    await expect.poll(() => names(page)).toEqual(['wagon.png']);
    await page.keyboard.press('Escape');

    await devtools.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '' });
    await dial(page, 'segment.detail').fill('20');
    await kept(page);
    await expect(page.getByRole('alert')).toBeHidden();
  });

  test('a gallery that the browser has cleared is told, and what is open is kept again', async ({
    page,
    baseURL,
  }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await kept(page);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin: baseURL ?? '', storageTypes: 'indexeddb' });
    await expect(page.getByRole('alert')).toContainText('The browser has cleared the gallery');
    await kept(page);
    await openGallery(page);
    await expect.poll(() => names(page)).toEqual(['wagon.png']);
  });

  test('… and when it was cleared between two visits', async ({ page, baseURL }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await kept(page);
    await page.goto('about:blank');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin: baseURL ?? '', storageTypes: 'indexeddb' });
    await page.goto('/');
    await openGallery(page);
    await expect(panel(page).getByText('The browser has cleared the gallery')).toBeVisible();
    await expect(panel(page).getByText('Nothing here yet')).toBeVisible();
  });
});

test('opening the gallery makes no addresses that would have to be given back', async ({ page }) => {
  await page.addInitScript(() => {
    const addresses = { made: 0 };
    Object.assign(globalThis, { addresses });
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      addresses.made += 1;
      return createObjectURL.call(URL, blob);
    };
  });
  // Those of the queue's rows are given back at some time, so only what is made tells something.
  const made = (): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as { addresses: { made: number } }).addresses.made);
  await page.goto('/');
  await keepAll(page, small);
  const before = await made();
  await openGallery(page);
  await expect.poll(() => names(page)).toHaveLength(6);
  await expect(panel(page).locator('img').last()).toHaveJSProperty('complete', true);
  expect(await made()).toBe(before);
});

test('thumbnails look as the browser shows the drawing', async ({ page }) => {
  await page.goto('/');
  for (const name of [samples.logo, samples.clipArt, samples.photo]) {
    await page.goto('/');
    await openSample(page, name);
    await kept(page);
  }
  await openGallery(page);
  await expect.poll(() => names(page)).toHaveLength(3);
  await panel(page).getByRole('button', { name: 'Open astronaut.png' }).hover();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('button', { name: 'Download astronaut.png as SVG' }).click(),
  ]);
  const svg = await readFile(await download.path(), 'utf8');
  const off = await page.evaluate(async (svg) => {
    const thumbnail = document.querySelector<HTMLImageElement>('[aria-label="Open astronaut.png"] img');
    const drawing = new Image();
    drawing.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    await drawing.decode();
    const pixels = (image: HTMLImageElement): Uint8ClampedArray => {
      const context = new OffscreenCanvas(160, 160).getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(image, 0, 0, 160, 160);
      return context.getImageData(0, 0, 160, 160).data;
    };
    if (!thumbnail) return 255;
    const [a, b] = [pixels(thumbnail), pixels(drawing)];
    return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
  }, svg);
  expect(off).toBeLessThan(6);
});
