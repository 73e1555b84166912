import { readFile } from 'node:fs/promises';
import { dropAll, names, openGallery, queue, small } from './collections';
import { drawn, expect, test } from './converter';

const pictures = ['otter', 'pirate', 'wagon'].map((name) => ({
  path: `/corpus/pictures/${name}.png`,
  name: `${name}.png`,
}));

/** The names in a ZIP's central directory (APPNOTE 4.3.12). */
function namesIn(zip: Buffer): string[] {
  const found: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
    found.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  return found.sort();
}

test('several files: a row each, into the gallery, all as one zip with names of their own', async ({
  page,
}) => {
  await page.goto('/');
  const twice = pictures.map(({ path }) => ({ path, name: 'map.png' }));
  await dropAll(page, [...pictures, ...twice, { path: '/corpus/README.md', name: 'notes.png' }]);
  await expect(queue(page).getByText('6 of 7 files traced, 1 failed')).toBeVisible({ timeout: 40_000 });
  await expect(queue(page).getByRole('listitem')).toHaveCount(7);
  await expect(queue(page).getByText('This is not a picture that Pathloom can read')).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    queue(page).getByRole('button', { name: 'Download as ZIP' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('drawings.zip');
  expect(namesIn(await readFile(await download.path()))).toEqual(
    ['map (2).svg', 'map (3).svg', 'map.svg', 'otter.svg', 'pirate.svg', 'wagon.svg'].sort(),
  );

  await queue(page).getByRole('button', { name: 'Open otter.png to tune it' }).click();
  await expect(page.getByRole('heading', { name: 'otter.png' })).toBeVisible();
  await drawn(page);
  await openGallery(page);
  await expect
    .poll(() => names(page).then((all) => all.sort()))
    .toEqual(['map.png', 'map.png', 'map.png', 'otter.png', 'pirate.png', 'wagon.png']);
});

test('what was cancelled or has failed can be traced again', async ({ page }) => {
  await page.goto('/');
  const many = [1, 2, 3, 4, 5, 6, 7, 8].map((at) => ({
    path: '/corpus/pictures/coffee.png',
    name: `${at}.png`,
  }));
  await dropAll(page, many);
  await queue(page).getByRole('button', { name: 'Cancel 8.png' }).click();
  await expect(queue(page).getByRole('listitem').filter({ hasText: '8.png' })).toContainText('Cancelled');
  await queue(page).getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(queue(page).getByRole('button', { name: 'Retry what failed' })).toBeVisible();
  await queue(page).getByRole('button', { name: 'Trace 8.png again' }).click();
  await expect(queue(page).getByRole('button', { name: 'Open 8.png to tune it' })).toBeVisible({
    timeout: 20_000,
  });
  await queue(page).getByRole('button', { name: 'Retry what failed' }).click();
  await expect(queue(page).getByText('8 of 8 files traced')).toBeVisible({ timeout: 40_000 });
});

test('the queue goes on behind the page, and is reached by its button and its key', async ({ page }) => {
  await page.goto('/');
  await dropAll(page, pictures);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Queue \d\/3/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Queue 3/3' })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('q');
  await expect(queue(page)).toBeVisible();
  await queue(page).getByRole('button', { name: 'Empty the queue' }).click();
  await expect(queue(page)).toBeHidden();
  await expect(page.getByRole('button', { name: /^Queue/ })).toBeHidden();
});

test('hundreds of files: only the rows that are seen exist, and all are done', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto('/');
  const [picture] = small;
  const files = Array.from({ length: 300 }, (_, at) => ({ path: picture?.path ?? '', name: `${at}.png` }));
  await dropAll(page, files);
  await expect(queue(page).getByText('of 300 files traced')).toBeVisible();
  expect(await queue(page).getByRole('listitem').count()).toBeLessThan(40);
  await expect(queue(page).getByText('300 of 300 files traced')).toBeVisible({ timeout: 150_000 });
});
