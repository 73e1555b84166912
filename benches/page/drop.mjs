// A photo of 12 megapixels is dropped: how soon it is seen, how soon it is done, and whether the page stays smooth.
import { bringPhoto } from './photo.mjs';
import { traced } from './trace.mjs';

const runs = 5;

/**
 * Runs in the page: drops the photo and waits for its drawing. Times count until the frame after the one in which
 * the bitmap was drawn; frames count from the drop to the result.
 */
async function drop() {
  const soon = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const frames = [];
  let last = performance.now();
  let frame = requestAnimationFrame(function tick(now) {
    frames.push(now - last);
    last = now;
    frame = requestAnimationFrame(tick);
  });
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(globalThis.photo);
  const began = performance.now();
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  const seen = (test) =>
    new Promise((done) => {
      const look = () => {
        const drawing = document.querySelector('[data-testid=drawing]');
        if (drawing?.dataset.number && test(drawing.dataset)) {
          observer.disconnect();
          void soon().then(() => done(performance.now() - began));
        }
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      look();
    });
  const [first, full] = await Promise.all([
    seen(() => true),
    seen(({ quality, sharp }) => quality === 'full' && sharp === 'true'),
  ]);
  cancelAnimationFrame(frame);
  const timings = Object.fromEntries(
    [...document.querySelectorAll('[data-stage]')].map((row) => [
      row.dataset.stage,
      row.querySelector('.time')?.textContent,
    ]),
  );
  return { first, full, frames, timings };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ms = (value) => `${Math.round(value)} ms`;

export async function measureDrop({ browser, url }) {
  const firsts = [];
  const fulls = [];
  const longest = [];
  const rates = [];
  let timings = {};
  for (let run = 0; run < runs; run += 1) {
    const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    await page.goto(url);
    await bringPhoto(page);
    // The engine has started and seen its first wasm functions, as when a person has looked for a file.
    await page.waitForTimeout(2500);
    const { outcome, tasks } = await traced(browser, page, () => page.evaluate(drop));
    firsts.push(outcome.first);
    fulls.push(outcome.full);
    longest.push(tasks[0] ?? 0);
    rates.push((1000 * outcome.frames.length) / outcome.frames.reduce((sum, each) => sum + each, 0));
    timings = outcome.timings;
    await page.close();
  }
  console.log(`drop: first ${firsts.map(ms).join(', ')}; full ${fulls.map(ms).join(', ')}`);
  console.log(`      stages of the last run: ${JSON.stringify(timings)}`);
  return [
    {
      what: '12 MP photo: drop → first preview',
      target: '≤ 150 ms',
      value: `${ms(median(firsts))} (${ms(Math.min(...firsts))} to ${ms(Math.max(...firsts))})`,
      ok: median(firsts) <= 150,
    },
    {
      what: '12 MP photo: drop → full result',
      target: '≤ 2 s on two cores',
      value: `${ms(median(fulls))} (${ms(Math.min(...fulls))} to ${ms(Math.max(...fulls))})`,
      ok: median(fulls) <= 2000,
    },
    {
      what: 'frames from drop to result',
      target: '≥ 58 fps',
      value: `${median(rates).toFixed(1)} fps`,
      ok: median(rates) >= 58,
    },
    {
      what: 'longest task of the page from drop to result',
      target: '≤ 50 ms',
      value: `${ms(median(longest))} (${longest.map(ms).join(', ')})`,
      ok: Math.max(...longest) <= 50,
    },
  ];
}
