// The gallery with 0 to 10,000 entries: opening it, its first page, memory, scrolling; and what keeping a result costs
// the page.
import { seedGallery } from './seed.mjs';
import { traced } from './trace.mjs';

const sizes = [0, 100, 1000, 10_000];
const openings = 40;
const queries = 20;
const orders = ['oldest', 'name', 'largest', 'newest'];

const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/**
 * Runs in the page: waits for a key, and gives the time from its press to the frame in which all tiles in view stand
 * with their pictures (or the words that there are none): until the frame after that has begun, or until the browser
 * itself says that it was on the screen, whichever is later. Tiles have their pictures decoded with their frame, so
 * one that is complete is seen.
 */
function watchOpening(empty) {
  const stands = () => {
    const dialog = document.querySelector('dialog[open]');
    if (!dialog) return false;
    if (empty) return dialog.querySelector('.nothing') !== null;
    const pane = dialog.querySelector('[role=grid]');
    const places = [...(pane?.querySelectorAll('[data-place]') ?? [])];
    if (places.length === 0) return false;
    const { bottom } = pane.getBoundingClientRect();
    return places
      .filter((place) => place.getBoundingClientRect().top < bottom)
      .every((place) => place.querySelector('img')?.complete && place.querySelector('img').naturalWidth > 0);
  };
  globalThis.opening = new Promise((done) => {
    let presented = 0;
    new PerformanceObserver((list, observer) => {
      const key = list.getEntries().find(({ name }) => name === 'keydown');
      if (!key) return;
      presented = key.duration;
      observer.disconnect();
    }).observe({ type: 'event', durationThreshold: 16 });
    const press = ({ timeStamp }) =>
      requestAnimationFrame(function look() {
        if (!stands()) requestAnimationFrame(look);
        else
          requestAnimationFrame(() => {
            const time = performance.now() - timeStamp;
            setTimeout(() => done(Math.max(time, presented)), 150);
          });
      });
    addEventListener('keydown', press, { capture: true, once: true });
  });
}

async function openOnce(page, empty) {
  await page.evaluate(watchOpening, empty);
  await page.keyboard.press('g');
  const time = await page.evaluate(() => globalThis.opening);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(100);
  return time;
}

/** Another order is another first page; gives the times from asking the worker to the answer, ms. */
async function query(page) {
  const times = [];
  await page.keyboard.press('g');
  for (let at = 0; at < queries; at += 1) {
    await page.evaluate(() => performance.clearMeasures('gallery page'));
    await page.locator('#gallery-sort').selectOption(orders[at % orders.length]);
    await page.waitForFunction(() => performance.getEntriesByName('gallery page').length > 0);
    times.push(await page.evaluate(() => performance.getEntriesByName('gallery page')[0].duration));
    await page.waitForTimeout(100);
  }
  await page.keyboard.press('Escape');
  await page.waitForTimeout(100);
  return times;
}

/** Runs in the page: scrolls through the open gallery for some seconds; gives the frames' times, ms, and how many of them showed a tile without its picture. */
async function scroll(ms) {
  const pane = document.querySelector('dialog [role=grid]');
  const frames = [];
  const began = performance.now();
  let last = began;
  let bare = 0;
  await new Promise((done) => {
    requestAnimationFrame(function tick(now) {
      frames.push(now - last);
      last = now;
      if (pane.querySelector('[data-place]:not(:has(img))')) bare += 1;
      pane.scrollTop += 40;
      if (now - began < ms) requestAnimationFrame(tick);
      else done();
    });
  });
  return { frames: frames.slice(1), top: pane.scrollTop, bare };
}

async function heapMiB(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

async function measureSize(browser, url, total) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  try {
    await page.goto(url);
    await seedGallery(page, total);
    // As when a person comes back and looks at the page first.
    await page.waitForTimeout(2500);
    const first = await openOnce(page, total === 0);
    const times = [];
    for (let at = 0; at < openings; at += 1) times.push(await openOnce(page, total === 0));
    const asked = percentile(await query(page), 0.95);
    const found = { first, query: asked, p95: percentile(times, 0.95), median: percentile(times, 0.5) };
    if (total < 1000) return found;
    await page.keyboard.press('g');
    await page.locator('dialog [data-place="0"] img').waitFor();
    const before = await heapMiB(page);
    const { frames, top, bare } = await page.evaluate(scroll, 5000);
    await page.waitForTimeout(500);
    const after = await heapMiB(page);
    const fps = (1000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0);
    return { ...found, before, after, fps, worst: Math.max(...frames), top, bare };
  } finally {
    await context.close();
  }
}

/** What the page's thread does from the rest after a dial until the entry lies on the disk. */
async function measureKeeping(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  await page.goto(url);
  await page.getByRole('button', { name: 'Photo', exact: true }).click();
  const kept = page.getByRole('banner').getByText('Kept in the gallery');
  await kept.waitFor();
  const longest = [];
  for (const value of [20, 45, 70, 30, 60]) {
    await page.locator('[data-field="segment.detail"] input[type=range]').fill(String(value));
    await page.getByRole('banner').getByText('Keeping…').waitFor();
    await page.waitForTimeout(500);
    const { busy } = await traced(browser, page, () =>
      page.evaluate(
        () =>
          new Promise((done) => {
            const header = document.querySelector('header');
            const look = () => header.textContent.includes('Kept in') && done();
            new MutationObserver(look).observe(header, {
              subtree: true,
              characterData: true,
              childList: true,
            });
            look();
          }),
      ),
    );
    longest.push(Math.max(0, ...busy));
    await page.waitForTimeout(300);
  }
  await page.close();
  return percentile(longest, 0.5);
}

export async function measureGallery({ browser, url }) {
  const rows = [];
  const heaps = [];
  for (const total of sizes) {
    const { first, query, p95, median, before, after, fps, worst, bare } = await measureSize(
      browser,
      url,
      total,
    );
    const entries = `${total} entries`;
    rows.push({
      what: `gallery: first page asked for and there, ${entries}`,
      target: 'p95 ≤ 50 ms',
      value: `p95 ${query.toFixed(0)} ms`,
      ok: query <= 50,
    });
    rows.push({
      what: `gallery: key to tiles on the screen, ${entries}`,
      target: 'p95 ≤ 50 ms',
      value: `p95 ${p95.toFixed(0)} ms, median ${median.toFixed(0)} ms (the first ${first.toFixed(0)} ms)`,
      ok: p95 <= 50,
    });
    if (fps === undefined) continue;
    heaps.push(after);
    rows.push({
      what: `gallery: scrolling, ${entries}`,
      target: '≥ 58 fps',
      value: `${fps.toFixed(1)} fps, longest frame ${worst.toFixed(0)} ms, ${bare} frames with a bare tile`,
      ok: fps >= 58,
    });
    rows.push({
      what: `gallery: memory, ${entries}`,
      target: 'flat',
      value: `${before.toFixed(1)} MiB before scrolling, ${after.toFixed(1)} MiB after`,
      ok: after < before + 12 && after < (heaps[0] ?? after) + 6,
    });
  }
  const keeping = await measureKeeping(browser, url);
  rows.push({
    what: 'gallery: keeping a result, main thread',
    target: '≤ 4 ms',
    value: `busiest task ${keeping.toFixed(1)} ms (median of 5)`,
    ok: keeping <= 4,
  });
  return rows;
}
