// A dial is turned on an open photo of 512 × 512: how long until the new picture is on the screen.
const values = Array.from({ length: 40 }, (_, at) => 20 + ((at * 37) % 60));

/** Runs in the page: turns a dial to a value and waits for the frame that shows its drawing. */
async function turn([field, value]) {
  const drawing = document.querySelector('[data-testid=drawing]');
  const input = document.querySelector(`[data-field="${field}"] input[type=range]`);
  const before = drawing.dataset.number;
  const began = performance.now();
  const changed = new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (drawing.dataset.number === before) return;
      observer.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    });
    observer.observe(drawing, { attributes: true });
  });
  input.value = String(value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return changed;
}

export async function measureDial({ browser, url }) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  await page.goto(url);
  await page.getByRole('button', { name: 'Photo', exact: true }).click();
  await page.waitForSelector('[data-testid=drawing][data-quality=full][data-sharp=true]');
  await page.waitForTimeout(1500);
  const rows = [];
  for (const [field, at] of [
    ['segment.detail', (value) => value],
    ['fit.tolerance', (value) => value / 50],
    ['write.precision', (value) => value % 4],
  ]) {
    const times = [];
    for (const [index, value] of values.entries()) {
      // Half the turns follow at once, half after the view has come to rest.
      if (index % 2) await page.waitForTimeout(250);
      const input = page.locator(`[data-field="${field}"] input[type=range]`);
      if (Number(await input.inputValue()) === at(value)) continue;
      times.push(await page.evaluate(turn, [field, at(value)]));
    }
    times.sort((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((share) => times[Math.floor(share * (times.length - 1))]);
    rows.push({
      what: `512² photo: ${field} → picture, p95`,
      target: '≤ 50 ms',
      value: `${Math.round(p95)} ms (median ${Math.round(p50)} ms)`,
      ok: p95 <= 50,
    });
  }
  await page.close();
  return rows;
}
