import { readFile } from 'node:fs/promises';
import { plainUrl } from '../servers';
import {
  dial,
  drawing,
  drawn,
  drop,
  expect,
  noise,
  openSample,
  paste,
  reused,
  samples,
  servedFile,
  settledCurves,
  test,
} from './converter';

test.describe('from a picture to an SVG', () => {
  test('a sample is drawn, told about, saved and copied', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/');
    await openSample(page, samples.clipArt);

    const result = page.getByRole('region', { name: 'Result' });
    for (const figure of ['SVG', 'Gzipped', 'Paths', 'Nodes', 'Colours', 'Time'])
      await expect(result.getByRole('term').filter({ hasText: figure })).toBeVisible();
    await expect(result.getByRole('definition').filter({ hasText: '…' })).toHaveCount(0);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download SVG' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('wagon.svg');
    const svg = await readFile(await download.path(), 'utf8');
    expect(svg.slice(0, 200)).toMatch(/^<svg[^>]* width="487" height="521"/);
    expect(/<script|NaN|href=/.exec(svg)).toBeNull();

    await page.getByRole('button', { name: 'Copy SVG' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect((await page.evaluate(() => navigator.clipboard.readText())) === svg).toBe(true);
  });

  test('a file can be dropped, pasted or opened', async ({ page }) => {
    await page.goto('/');
    await drop(await servedFile(page, 'samples/wagon.png', 'dropped.png'));
    await drawn(page);
    await expect(drawing(page)).toHaveAttribute('aria-label', /dropped\.png/);

    await paste(await servedFile(page, 'samples/loom.png', 'pasted.png'));
    await expect(drawing(page)).toHaveAttribute('aria-label', /pasted\.png/);
    await drawn(page);

    const bytes = await (await page.request.get('/samples/wagon.png')).body();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'opened.png', mimeType: 'image/png', buffer: bytes });
    await expect(drawing(page)).toHaveAttribute('aria-label', /opened\.png/);
    await drawn(page);
  });

  test('threads are used where the page is isolated, and missed only once where it is not', async ({
    page,
  }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    await expect(page.getByText('Running on one core')).toBeHidden();

    await page.goto(plainUrl);
    await openSample(page, samples.clipArt);
    await expect(page.getByText('Running on one core')).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await openSample(page, samples.clipArt);
    await expect(page.getByText('Running on one core')).toBeHidden();
  });
});

test('the first load stays light: HTML, CSS and JS in 80 kB as sent', async ({ page }) => {
  const sent = new Map<string, number>();
  page.on('response', async (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (!/html|css|javascript/.test(type)) return;
    const sizes = await response
      .request()
      .sizes()
      .catch(() => null);
    if (sizes) sent.set(response.url(), sizes.responseBodySize);
  });
  // What is fetched ahead of need begins a second after the start, however long a busy machine takes until then.
  await page.addInitScript(() => {
    const later = globalThis.setTimeout;
    const held = (work: TimerHandler, ms?: number, ...rest: unknown[]) =>
      ms === 1000 ? 0 : later(work, ms, ...rest);
    globalThis.setTimeout = held as typeof setTimeout;
  });
  await page.goto('/');
  // On a busy machine the engine may be started twice, and what a worker that was given up had asked for never ends.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {});
  await expect.poll(() => sent.size).toBeGreaterThanOrEqual(4);
  expect([...sent.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(80_000);
});

test.describe('the dials', () => {
  test('a change to writing runs only the writing, and a change back runs nothing', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    expect(await reused(page)).toEqual([]);

    await dial(page, 'write.precision').fill('3');
    await expect.poll(() => reused(page)).toEqual(['decode', 'prepare', 'segment', 'trace', 'fit']);

    await page.getByRole('button', { name: 'Reset Decimals' }).click();
    await expect.poll(() => reused(page)).toEqual(['decode', 'prepare', 'segment', 'trace', 'fit', 'write']);
    await expect(page.getByRole('button', { name: 'Reset all' })).toBeDisabled();
  });

  test('the last of many changes is the one that is drawn', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    const detail = dial(page, 'segment.detail');
    for (const value of [10, 90, 20, 80, 0]) await detail.fill(String(value));
    const coarse = await settledCurves(page);
    for (const value of [10, 90, 20, 80, 60]) await detail.fill(String(value));
    expect(await settledCurves(page)).toBeGreaterThan(coarse);
    await detail.fill('0');
    expect(await settledCurves(page)).toBe(coarse);
  });

  test('a newer drawing ends the painting of an older one, never its own', async ({ page }) => {
    // What the page tells the worker that paints: which drawings come, and which are given up while others do.
    await page.addInitScript(() => {
      const given: { up: number; newest: number }[] = [];
      let newest = 0;
      const send = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
        const { path, argumentList } = (message ?? {}) as {
          path?: string[];
          argumentList?: { value?: unknown }[];
        };
        const number = Number(argumentList?.[0]?.value);
        if (path?.[0] === 'read') newest = number;
        if (path?.[0] === 'giveUpDrawing') given.push({ up: number, newest });
        send.apply(this, [message, ...rest] as Parameters<typeof send>);
      };
      Object.assign(globalThis, { given });
    });
    await page.goto('/');
    await openSample(page, samples.photo);
    const given = () =>
      page.evaluate(() => (globalThis as never as { given: { up: number; newest: number }[] }).given);
    const detail = dial(page, 'segment.detail');
    let turn = 0;
    // Until one was caught while it was painted, which a slow machine makes likely and a fast one takes longer for.
    await expect
      .poll(
        async () => {
          turn += 1;
          for (const value of [64, 40, 66, 42]) await detail.fill(String(value - (turn % 10)));
          return (await given()).length;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    for (const { up, newest } of await given()) expect(up).toBeLessThan(newest);
  });

  test('auto says what it chose and why; a preset can be picked instead', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.photo);
    await expect(page.getByText(/Auto chose \S+/)).toBeVisible();
    await page.getByRole('radio', { name: 'Pixel art' }).check();
    await expect(page.getByText(/Auto chose/)).toBeHidden();
    await expect(page.getByRole('radio', { name: 'Exact' })).toBeChecked();
  });
});

test.describe('when something goes wrong', () => {
  test('a text file is refused in words, and the picture stays', async ({ page }) => {
    await page.goto('/');
    await openSample(page, samples.clipArt);
    const note = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('Dear diary, '.repeat(20)) };
    await page.locator('input[type=file]').setInputFiles(note);
    await expect(page.getByRole('alert')).toContainText('not a picture that Pathloom can read');
    await expect(drawing(page)).toHaveAttribute('aria-label', /wagon\.png/);
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
  });

  test('half a file is called incomplete or damaged', async ({ page }) => {
    await page.goto('/');
    const whole = await (await page.request.get('/samples/astronaut.png')).body();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'half.png', mimeType: 'image/png', buffer: whole.subarray(0, 300_000) });
    await expect(page.getByRole('alert')).toContainText(/incomplete|damaged/);
    await openSample(page, samples.clipArt);
    await expect(page.getByRole('alert')).toBeHidden();
  });

  test('a long job can be stopped and started again, and the next one works', async ({ page }) => {
    await page.goto('/');
    await drop(await noise(page, 2600, 2600));
    await expect(page.getByRole('heading', { name: 'noise.png' })).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Stop' }).click({ timeout: 30_000 });
    await expect(page.getByText('Stopped')).toBeVisible();
    await expect(page.locator('[data-testid=drawing][data-quality=full]')).toHaveCount(0);
    await page.getByRole('button', { name: 'Trace again' }).click();
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Stopped')).toBeVisible();

    await drop(await servedFile(page, 'samples/wagon.png', 'wagon.png'));
    await drawn(page);
    await expect(drawing(page)).toHaveAttribute('aria-label', /wagon\.png/);
  });
});
