// What the tests of gallery, queue and offline share.
import type { Page } from '@playwright/test';
import { expect } from './converter';

/** The gallery's panel. */
export const panel = (page: Page) => page.getByRole('dialog', { name: 'Gallery' });

/** The names of the drawings that are shown, in their order. */
export const names = (page: Page): Promise<string[]> =>
  panel(page).getByRole('gridcell').locator('strong').allInnerTexts();

export async function openGallery(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Gallery', exact: true }).click();
  await expect(panel(page)).toBeVisible();
}

/** Waits until the page says that the open picture is in the gallery. */
export async function kept(page: Page): Promise<void> {
  await expect(page.getByRole('banner').getByText('Kept in the gallery')).toBeVisible({ timeout: 20_000 });
}

/** Drops files that the test server has, under the names given. */
export async function dropAll(page: Page, files: readonly { path: string; name: string }[]): Promise<void> {
  await page.evaluate(async (files) => {
    const dataTransfer = new DataTransfer();
    const found = new Map<string, Blob>();
    for (const { path, name } of files) {
      const blob = found.get(path) ?? (await (await fetch(path)).blob());
      found.set(path, blob);
      dataTransfer.items.add(new File([blob], name));
    }
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
}

/** The queue's panel. */
export const queue = (page: Page) => page.getByRole('dialog', { name: 'Queue' });

/** Small pictures from the corpus, which take no time to trace. */
export const small = ['basn2c08', 'basn3p08', 'basn6a08', 'cdfn2c08', 'tbbn3p08', 'z00n2c08'].map((name) => ({
  path: `/corpus/pngsuite/${name}.png`,
  name: `${name}.png`,
}));

/** Traces files by the queue and closes it. */
export async function keepAll(page: Page, files: readonly { path: string; name: string }[]): Promise<void> {
  await dropAll(page, files);
  await expect(queue(page).getByText(`${files.length} of ${files.length} files traced`)).toBeVisible({
    timeout: 40_000,
  });
  await page.keyboard.press('Escape');
  await expect(queue(page)).toBeHidden();
}
