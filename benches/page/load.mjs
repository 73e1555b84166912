// The first visit: what is sent, and when the page can be used.
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** What the browser received of each kind, in bytes as sent. */
async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sent = [];
  context.on('response', (response) => {
    sent.push(
      response
        .request()
        .sizes()
        .then(({ responseBodySize }) => ({
          type: response.headers()['content-type'] ?? '',
          name: new URL(response.url()).pathname,
          bytes: responseBodySize,
        })),
    );
  });
  await page.addInitScript(() => {
    // Usable: the page's first button is on the screen, and the thread is free to answer it.
    new MutationObserver((_, observer) => {
      if (!document.querySelector('main button')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (globalThis.usable = performance.now())));
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const usable = await page.evaluate(() => globalThis.usable);
  const files = await Promise.all(sent);
  await context.close();
  return { files, usable };
}

export async function measureLoad({ browser, url }) {
  const visits = [];
  for (let run = 0; run < 5; run += 1) visits.push(await visit(browser, url));
  const usable = visits.map((each) => each.usable).sort((a, b) => a - b)[2];
  const { files } = visits[0];
  const sum = (test) =>
    files.filter(({ type }) => test.test(type)).reduce((all, { bytes }) => all + bytes, 0);
  const code = sum(/html|css|javascript/);
  const wasm = sum(/wasm/);
  return [
    {
      what: 'first load: HTML, CSS and JS, gzipped',
      target: '≤ 80 kB',
      value: kB(code),
      ok: code <= 80_000,
    },
    { what: 'first load: WebAssembly, gzipped', target: '≤ 400 kB', value: kB(wasm), ok: wasm <= 400_000 },
    {
      what: 'first load: until it can be used',
      target: '≤ 400 ms on loopback',
      value: `${Math.round(usable)} ms`,
      ok: usable <= 400,
    },
  ];
}
