// Looking at a picture and its drawing: in steps, in seven ways, at any scale, with and without a graphics card.
import type { Locator, Page } from '@playwright/test';
import { kept } from './collections';
import {
  dial,
  drawing,
  drawn,
  drop,
  expect,
  noise,
  openSample,
  samples,
  settledCurves,
  test,
} from './converter';

const pane = (page: Page): Locator => page.getByRole('application');
const view = (page: Page, name: string): Locator => page.getByRole('radio', { name, exact: true });

/** Picks a way of looking and waits until everything in it is sharp. */
async function look(page: Page, name: string): Promise<void> {
  await view(page, name).check();
  await sharp(page);
}

async function sharp(page: Page): Promise<void> {
  // The view counts as resting after a moment.
  await page.waitForTimeout(150);
  await expect(page.locator('[data-sharp=false]')).toHaveCount(0);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** What is seen in the middle of the pane, between the bars, as bytes of red, green and blue. */
async function seen(page: Page): Promise<number[]> {
  const box = await pane(page).boundingBox();
  if (!box) throw new Error('no pane');
  const clip = { x: box.x + box.width / 2 - 220, y: box.y + 60, width: 440, height: box.height - 220 };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) return [];
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return [...data].filter((_, at) => at % 4 !== 3);
  }, png);
}

/** Mean difference of two views, 0 to 255. */
const apart = (one: number[], other: number[]): number =>
  one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;

/** The same, of the worst hundredth. */
function worst(one: number[], other: number[]): number {
  const all = one.map((value, at) => Math.abs(value - (other[at] ?? 0))).sort((a, b) => b - a);
  return all[Math.floor(all.length / 100)] ?? 0;
}

/** A photo of a size. */
const large = (page: Page, width: number, height: number) =>
  page.evaluateHandle(
    async ([width, height]) => {
      const bitmap = await createImageBitmap(await (await fetch('samples/astronaut.png')).blob());
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
      return new File([await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })], 'large.jpg');
    },
    [width, height] as const,
  );

test.describe('the first second', () => {
  test('a large photo is seen as its proxy first; its own drawing takes the place without a jump', async ({
    page,
  }) => {
    // Where the figures of the result take the same room whatever they are.
    await page.setViewportSize({ width: 1360, height: 860 });
    await page.goto('/');
    await page.evaluate(() => {
      const seen: { quality: string; place: string }[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        const named = document.querySelector<HTMLElement>('[data-testid=drawing]');
        if (!named?.dataset.number) return;
        const { x, y, width, height } = named.getBoundingClientRect();
        const place = [x, y, width, height].map((value) => value.toFixed(1)).join(' ');
        seen.push({ quality: named.dataset.quality ?? '', place });
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await drop(await large(page, 2400, 1801));
    await drawn(page);
    const steps = await page.evaluate(
      () => (globalThis as unknown as { seen: { quality: string; place: string }[] }).seen,
    );
    expect(steps[0]?.quality).toBe('quick');
    expect(steps.at(-1)?.quality).toBe('full');
    expect(new Set(steps.map(({ place }) => place)).size).toBe(1);
    await expect(page.getByText('2,400 × 1,801')).toBeVisible();
  });

  test('while the dial of a large photo is turned its proxy answers, and at rest the whole', async ({
    page,
  }) => {
    await page.goto('/');
    await drop(await large(page, 2400, 1800));
    await drawn(page);
    const before = await drawing(page).getAttribute('data-number');
    await page.locator('[data-field="segment.detail"]').getByRole('slider').fill('20');
    await expect(drawing(page)).toHaveAttribute('data-quality', 'quick');
    await drawn(page);
    expect(await drawing(page).getAttribute('data-number')).not.toBe(before);
  });

  test('a photo that its camera held upright stands upright in both steps', async ({ page }) => {
    await page.goto('/');
    const file = await large(page, 2400, 1800);
    const turned = await file.evaluateHandle(async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      // An EXIF segment with orientation 6 (a quarter turn), after the start of the picture.
      const head = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1];
      const entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
      const parts = [bytes.subarray(0, 2), new Uint8Array([...head, ...entry]), bytes.subarray(2)];
      return new File(parts, 'upright.jpg');
    });
    await drop(turned);
    await expect(page.getByText('1,800 × 2,400')).toBeVisible();
    await drawn(page);
    await look(page, 'Original');
    const original = await seen(page);
    await look(page, 'Vector');
    expect(apart(original, await seen(page))).toBeLessThan(12);
  });
});

test.describe('the ways of looking', () => {
  test('the divider and the onion skin lie between the picture and the vector', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    await look(page, 'Original');
    const original = await seen(page);
    await look(page, 'Vector');
    const vector = await seen(page);
    expect(apart(original, vector)).toBeGreaterThan(1);

    await look(page, 'Compare');
    await page.getByRole('slider', { name: /Divider/ }).press('End');
    expect(apart(original, await seen(page))).toBeLessThan(1.5);
    await page.getByRole('slider', { name: /Divider/ }).press('Home');
    expect(apart(vector, await seen(page))).toBeLessThan(1.5);

    await look(page, 'Onion skin');
    const opacity = page.getByRole('slider', { name: 'Opacity of the vector' });
    await opacity.fill('0');
    expect(apart(original, await seen(page))).toBeLessThan(0.5);
    await opacity.fill('1');
    expect(apart(vector, await seen(page))).toBeLessThan(0.5);
  });

  test('side by side both are moved as one', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await look(page, 'Side by side');
    const box = await pane(page).boundingBox();
    if (!box) throw new Error('no pane');
    const place = () => drawing(page).evaluate((named) => named.getBoundingClientRect().x);
    const before = await place();
    // In the right half, where the vector is.
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75 + 40, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    expect((await place()) - before).toBeCloseTo(40, 0);
    const views = await page
      .locator('.checks')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect()));
    expect(views).toHaveLength(2);
    expect((views[1]?.x ?? 0) - (views[0]?.x ?? 0)).toBeCloseTo(box.width / 2, 0);
  });

  test('keys pick the way, and the arrows go through them', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await page.keyboard.press('5');
    await expect(view(page, 'Vector')).toBeChecked();
    await view(page, 'Vector').focus();
    await page.keyboard.press('ArrowRight');
    await expect(view(page, 'Nodes')).toBeChecked();
    await page.locator('[data-field="segment.minArea"] input[type=number]').focus();
    await page.keyboard.press('1');
    await expect(view(page, 'Nodes')).toBeChecked();
  });

  test('nodes are told, and fewer of them in a closer view', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await look(page, 'Vector');
    const plain = await seen(page);
    await view(page, 'Nodes').check();
    const told = page.getByText(/nodes in view/);
    const numbers = async () => (await told.innerText()).replaceAll(',', '').match(/\d+/g)?.map(Number) ?? [];
    await expect(told).toBeVisible();
    const [all, total] = await numbers();
    expect(all).toBe(total);
    expect(total).toBeGreaterThan(200);
    await page.waitForTimeout(300);
    expect(apart(plain, await seen(page))).toBeGreaterThan(5);
    await pane(page).focus();
    for (let at = 0; at < 8; at += 1) await page.keyboard.press('+');
    await expect.poll(async () => (await numbers())[0] ?? 0).toBeLessThan((total ?? 0) / 4);
  });

  test('the error view tells the mean difference, which is nothing for an exact drawing', async ({
    page,
  }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await view(page, 'Error').check();
    const mean = page.getByRole('status').getByText(/^Mean ΔE/);
    await expect(mean).toBeVisible();
    const value = Number((await mean.innerText()).replace(/[^\d.]/g, ''));
    expect(value).toBeGreaterThan(0.01);
    expect(value).toBeLessThan(5);
    await page.getByRole('radio', { name: 'Pixel art' }).check();
    await expect(mean).toHaveText('Mean ΔE 0', { timeout: 15_000 });
  });

  test('through the transparent the checkerboard is seen', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await look(page, 'Vector');
    const corner = (await seen(page)).slice(0, 200 * 3);
    expect(new Set(corner).size).toBeGreaterThan(1);
    expect(Math.min(...corner)).toBeGreaterThan(200);
  });
});

test.describe('what is painted', () => {
  for (const [name, sample] of Object.entries(samples)) {
    test(`${name}: the worker paints what the browser would`, async ({ page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto('/');
      await openSample(page, sample);
      await look(page, 'Vector');
      const painted = await seen(page);
      await page.getByRole('button', { name: 'Copy SVG' }).click();
      await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
      // The browser's own picture of the SVG, in the same place. On a canvas: an element would be laid on whole pixels.
      await page.evaluate(async () => {
        const named = document.querySelector<HTMLElement>('[data-testid=drawing]');
        const old = document.querySelector('[role=application] canvas');
        if (!(named && old instanceof HTMLCanvasElement)) throw new Error('nothing to compare with');
        const svg = await navigator.clipboard.readText();
        const image = new Image();
        image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = old.width;
        canvas.height = old.height;
        canvas.style.position = 'absolute';
        const { e: x, f: y } = new DOMMatrix(named.style.transform);
        const [width, height] = [named.style.width, named.style.height].map(Number.parseFloat);
        canvas.getContext('2d')?.drawImage(image, x, y, width ?? 0, height ?? 0);
        old.replaceWith(canvas);
      });
      const own = await seen(page);
      expect(apart(painted, own)).toBeLessThan(0.6);
      expect(worst(painted, own)).toBeLessThan(24);
    });
  }

  test('the graphics card and the 2D canvas show the same', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    // Here WebGL is imitated by the processor, which the page sees and keeps away from until it is told.
    await expect(drawing(page)).toHaveAttribute('data-scaler', '2d');
    await look(page, 'Compare');
    const flat = await seen(page);
    await page.keyboard.press('p');
    await page.getByRole('switch', { name: 'Preview on the graphics card' }).check();
    await page.keyboard.press('p');
    await expect(drawing(page)).toHaveAttribute('data-scaler', 'webgl2');
    await look(page, 'Compare');
    expect(apart(flat, await seen(page))).toBeLessThan(1.5);
  });
});

test.describe('closer and farther', () => {
  test('to 64 times the size, and sharp there', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.logo);
    await look(page, 'Vector');
    await pane(page).focus();
    for (let at = 0; at < 24; at += 1) await page.keyboard.press('+');
    await expect(page.getByText('6,400 %')).toBeVisible();
    await sharp(page);
    const box = await drawing(page).boundingBox();
    const width = await page.getByText(/\d+ × \d+/).innerText();
    expect(box?.width).toBeCloseTo(64 * Number(/[\d,]+/.exec(width)?.[0].replace(',', '')), 0);
  });

  test('two fingers, a trackpad and a wheel zoom around where they are', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    const percent = async () =>
      Number((await page.locator('output').first().innerText()).replace(/[^\d]/g, ''));
    const whole = await percent();
    const box = await pane(page).boundingBox();
    if (!box) throw new Error('no pane');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await pane(page).evaluate(
      (pane, [x, y]) => {
        pane.setPointerCapture = () => {};
        const fire = (type: string, pointerId: number, clientX: number, clientY: number) =>
          pane.dispatchEvent(
            new PointerEvent(type, { pointerId, pointerType: 'touch', clientX, clientY, bubbles: true }),
          );
        fire('pointerdown', 11, x - 50, y);
        fire('pointerdown', 12, x + 50, y);
        for (let step = 1; step <= 10; step += 1) {
          fire('pointermove', 11, x - 50 - 10 * step, y);
          fire('pointermove', 12, x + 50 + 10 * step, y);
        }
        fire('pointerup', 11, x - 150, y);
        fire('pointerup', 12, x + 150, y);
      },
      [x, y] as const,
    );
    const pinched = await percent();
    expect(pinched / whole).toBeCloseTo(3, 1);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, 200);
    await expect.poll(percent).toBeLessThan(pinched);
    const before = await percent();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -20);
    await page.keyboard.up('Control');
    await expect.poll(percent).toBeGreaterThan(before);
  });
});

test('a drawing has its figures in every way of looking', async ({ page }) => {
  await page.goto('/');
  await openSample(page, samples.logo);
  const figure = page.getByText('Mean ΔE', { exact: true }).locator('xpath=following-sibling::dd').first();
  for (const [turn, name] of ['Original', 'Nodes', 'Error'].entries()) {
    await view(page, name).check();
    await expect(figure).toHaveText(/\d/);
    await dial(page, 'fit.tolerance').fill(String(1 + turn / 10));
    await expect(figure).toHaveText('…');
    await expect(figure).toHaveText(/\d/, { timeout: 15_000 });
  }
});

test('a tick of progress touches the progress bar and nothing else', async ({ page }) => {
  await page.goto('/');
  // With a first drawing the whole page comes, piece by piece; only then is all that moves a tick.
  await openSample(page, samples.logo);
  await settledCurves(page);
  await kept(page);
  await drop(await noise(page, 2500, 2500));
  await expect(drawing(page)).toHaveAttribute('aria-label', /noise/, { timeout: 30_000 });
  await expect(drawing(page)).toHaveAttribute('data-sharp', 'true', { timeout: 30_000 });
  await expect(page.getByRole('progressbar')).toBeVisible({ timeout: 30_000 });
  const touched = await page.evaluate(async () => {
    const inside: number[] = [];
    const outside: string[] = [];
    const observer = new MutationObserver((changes) => {
      for (const { target, attributeName } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (element?.closest('.activity')) inside.push(1);
        // A drawing that comes, or is painted, between two ticks is a result.
        else if (attributeName !== 'data-quality' && attributeName !== 'data-sharp')
          outside.push(`${attributeName}: ${element?.outerHTML.slice(0, 120)}`);
      }
    });
    observer.observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    const end = performance.now() + 4000;
    while (performance.now() < end && document.querySelector('[role=progressbar]')) {
      await new Promise((done) => requestAnimationFrame(done));
      // Long before the job's end, which changes much.
      if (inside.length >= 8) break;
    }
    observer.disconnect();
    return { inside: inside.length, outside };
  });
  expect(touched.inside).toBeGreaterThan(4);
  expect(touched.outside).toEqual([]);
});
