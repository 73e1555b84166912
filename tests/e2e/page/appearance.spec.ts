// Every main state in light and dark, on a phone and a desktop: checked by axe, and kept as pictures to be
// looked at (test-results/screens).
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { plainUrl } from '../servers';
import { dial, expect, openSample, samples, test } from './converter';

const devices = {
  desktop: { viewport: { width: 1360, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 },
};

const states: Record<string, (page: Page) => Promise<unknown>> = {
  empty: async (page) => {
    await page.goto('/');
  },
  drawing: async (page) => {
    await page.goto('/');
    await openSample(page, samples.logo);
  },
  photo: async (page) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    await page.getByRole('radio', { name: 'Vector' }).check();
  },
  dials: async (page) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    for (const fold of await page.locator('summary').all()) await fold.click();
    const palette = page.getByRole('textbox', { name: 'Fixed palette' });
    await palette.fill('#cc0000 #111111 #dddddd #ffffff');
    await palette.press('Enter');
    await dial(page, 'segment.minArea').fill('20');
    await palette.scrollIntoViewIfNeeded();
  },
  error: async (page) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    const note = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('Dear diary, '.repeat(20)) };
    await page.locator('input[type=file]').setInputFiles(note);
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'one-core': async (page) => {
    await page.goto(plainUrl);
    await expect(page.getByText('Running on one core')).toBeVisible();
  },
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, options] of Object.entries(devices)) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ ...options, colorScheme });
      for (const [state, reach] of Object.entries(states)) {
        test(state, async ({ page }) => {
          await reach(page);
          // A drawing that is still being replaced is not what a person looks at.
          await page.waitForTimeout(400);
          await page.screenshot({ path: `test-results/screens/${state}-${device}-${colorScheme}.png` });
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
          ).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow).toBe(0);
        });
      }
    });
  }
}
