// Every main state in light and dark, on a phone and a desktop: checked by axe, and kept as pictures to be
// looked at (test-results/screens).
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { plainUrl } from '../servers';
import { dropAll, keepAll, openGallery, queue } from './collections';
import { dial, drawn, expect, openSample, samples, test } from './converter';

const devices = {
  desktop: { viewport: { width: 1360, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 },
};

const pictures = ['otter', 'coffee', 'wagon', 'pirate', 'volleyball', 'detective'].map((name) => ({
  path: `/corpus/pictures/${name}.png`,
  name: `${name}.png`,
}));

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
  side: async (page) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    await page.getByRole('radio', { name: 'Side by side' }).check();
  },
  nodes: async (page) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await page.getByRole('radio', { name: 'Nodes' }).check();
    await page.getByRole('application').focus();
    for (let at = 0; at < 8; at += 1) await page.keyboard.press('+');
    await expect(page.getByText(/nodes in view/)).toBeVisible();
  },
  error: async (page) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    await page.getByRole('radio', { name: 'Error' }).check();
    await expect(page.getByRole('status').getByText(/^Mean ΔE/)).toBeVisible();
  },
  performance: async (page) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    await page.keyboard.press('p');
    await expect(page.getByText('Frames in a second')).toBeVisible();
    await page.waitForTimeout(1200);
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
  palette: async (page) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await expect(page.getByRole('radiogroup', { name: 'Preset' }).locator('img')).toHaveCount(8);
    const swatch = page.getByRole('listbox').getByRole('option').nth(1);
    await swatch.click();
    await page.getByRole('button', { name: /^Delete/ }).scrollIntoViewIfNeeded();
  },
  gallery: async (page) => {
    await page.goto('/');
    await keepAll(page, pictures);
    await openGallery(page);
    await expect(page.getByRole('gridcell').locator('img')).toHaveCount(6);
  },
  'gallery-empty': async (page) => {
    await page.goto('/');
    await openGallery(page);
    await expect(page.getByText('Nothing here yet')).toBeVisible();
  },
  queue: async (page) => {
    await page.goto('/');
    await dropAll(page, [...pictures, { path: '/corpus/README.md', name: 'notes.png' }]);
    await expect(queue(page).getByText('6 of 7 files traced, 1 failed')).toBeVisible({ timeout: 40_000 });
  },
  export: async (page) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await page.getByRole('button', { name: 'Save and copy as' }).click();
    await expect(page.getByRole('button', { name: 'JSX' })).toBeVisible();
  },
  share: async (page) => {
    await page.goto('/#s=photo&fit.tolerance=0.7');
    await openSample(page, samples.clipArt);
    await page.getByRole('button', { name: 'Copy or paste settings' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('{"fit": {"tolerance": 99}}');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  keys: async (page) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await page.keyboard.press('?');
  },
  'bad-link': async (page) => {
    await page.goto('/#s=photo&fit.tolerance=900');
    await expect(page.getByRole('alert')).toBeVisible();
  },
  german: async (page) => {
    await page.goto('/');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await page.getByRole('button', { name: 'Clipart', exact: true }).click();
    await drawn(page);
    await expect(page.getByRole('radiogroup', { name: 'Vorlage' }).locator('img')).toHaveCount(8);
  },
  failure: async (page) => {
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
