// The figures under the picture: in one row where there is room, and nothing moves when they come.
import type { Page } from '@playwright/test';
import { drawn, expect, test } from './converter';

/** Notes at each frame where the picture and the dials lie; gives what it saw, once each. */
async function watchPlaces(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    const look = (): void => {
      const [view, dials] = ['main .view', 'aside'].map((at) => document.querySelector(at));
      if (view && dials) {
        const { top, height } = view.getBoundingClientRect();
        seen.add(`picture ${top} +${height}, dials ${dials.getBoundingClientRect().top}`);
      }
      requestAnimationFrame(look);
    };
    look();
    Object.assign(globalThis, { places: seen });
  });
  return () => page.evaluate(() => [...(globalThis as unknown as { places: Set<string> }).places]);
}

for (const [language, clip] of [
  ['en', 'Photo'],
  ['de', 'Foto'],
] as const) {
  for (const width of [1100, 1280, 1600, 390]) {
    test(`${language}, ${width} px wide`, async ({ page }) => {
      await page.addInitScript((code) => localStorage.setItem('pathloom.language', code), language);
      await page.setViewportSize({ width, height: width < 500 ? 844 : 860 });
      await page.goto('/');
      const places = await watchPlaces(page);
      await page.getByRole('button', { name: clip, exact: true }).click();
      await drawn(page);
      const figures = page.locator('.result dl');
      await expect(figures).not.toContainText('…');
      await page.screenshot({ path: `test-results/screens/figures-${language}-${width}.png` });
      expect(await places()).toHaveLength(1);
      const tops = (at: string): Promise<number[]> =>
        page
          .locator(at)
          .evaluateAll((all) => [...new Set(all.map((each) => each.getBoundingClientRect().top))]);
      const [rows, [stages = 0], [first = 0]] = await Promise.all([
        tops('.result dt'),
        tops('.stages'),
        tops('.result dl'),
      ]);
      if (width < 500) return;
      expect(rows).toHaveLength(1);
      expect(stages).toBe(first);
      const spills = await page
        .locator('.result .row')
        .evaluate(
          (row) => row.scrollWidth - row.clientWidth + Math.max(0, row.scrollHeight - row.clientHeight),
        );
      expect(spills).toBe(0);
    });
  }
}
