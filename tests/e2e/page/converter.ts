// What the page's tests share: how a person's actions look, and what must never happen on the way.
import { test as base, expect, type JSHandle, type Page } from '@playwright/test';

/** A test that fails when the page logs an error or breaks its content policy. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export const samples = { logo: 'Logo', clipArt: 'Clip art', photo: 'Photo' } as const;

/** The drawing, as the person sees it: it lies where its name is. */
export const drawing = (page: Page) => page.getByTestId('drawing');

/** Waits until the drawing of the whole picture is on the screen, sharp. */
export async function drawn(page: Page): Promise<void> {
  await expect(drawing(page)).toHaveAttribute('data-quality', 'full', { timeout: 30_000 });
  await expect(drawing(page)).toHaveAttribute('data-sharp', 'true', { timeout: 30_000 });
}

/** Opens a sample and waits until its drawing is there. */
export async function openSample(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await drawn(page);
}

/** The stages whose output was used again for the drawing that is shown. */
export const reused = (page: Page): Promise<string[]> =>
  page
    .locator('[data-stage][data-reused="true"]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-stage') ?? ''));

/** How many curves the drawing has, once no newer drawing comes. */
export async function settledCurves(page: Page): Promise<number> {
  let before: string | null = null;
  const still = async (): Promise<boolean> => {
    const now = await drawing(page).getAttribute('data-number');
    const same = now === before && (await page.getByRole('progressbar').count()) === 0;
    before = now;
    return same;
  };
  await expect.poll(still, { intervals: [300], timeout: 30_000 }).toBe(true);
  const curves = page.getByText('Nodes', { exact: true }).locator('xpath=following-sibling::dd');
  return Number((await curves.innerText()).replaceAll(',', ''));
}

/** A dial's slider. */
export const dial = (page: Page, field: string) =>
  page.locator(`[data-field="${field}"]`).getByRole('slider');

/** A file that lives in the page, served by the page's own host. */
export const servedFile = (page: Page, path: string, name: string): Promise<JSHandle<File>> =>
  page.evaluateHandle(async ([path, name]) => new File([await (await fetch(path)).blob()], name), [
    path,
    name,
  ] as const);

/** A PNG of coloured noise: the hardest picture of its size. */
export const noise = (page: Page, width: number, height: number): Promise<JSHandle<File>> =>
  page.evaluateHandle(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width, height);
      const pixels = new ImageData(width, height);
      let state = 1;
      for (let at = 0; at < pixels.data.length; at += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        pixels.data[at] = at % 4 === 3 ? 255 : state >>> 24;
      }
      canvas.getContext('2d')?.putImageData(pixels, 0, 0);
      return new File([await canvas.convertToBlob()], 'noise.png');
    },
    [width, height] as const,
  );

/** Drops a file on the page. */
export const drop = (file: JSHandle<File>): Promise<void> =>
  file.evaluate((file) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  });

/** Pastes a file into the page. */
export const paste = (file: JSHandle<File>): Promise<void> =>
  file.evaluate((file) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
