// The first visit: what is sent, and when the page can be used.
import http from 'node:http';

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/**
 * Passes everything on to the server and counts what it sends. The browser's own figures leave out the scripts of
 * workers, which a person waits for like for any other.
 */
async function counting(target) {
  const sent = [];
  const server = http.createServer((request, response) => {
    const { method, headers, url } = request;
    http
      .request(new URL(url, target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        const file = { name: url, type: answer.headers['content-type'] ?? '', bytes: 0 };
        sent.push(file);
        answer.on('data', (chunk) => {
          file.bytes += chunk.length;
        });
        answer.pipe(response);
      })
      .end();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, sent, close: () => server.close() };
}

async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    // Usable: the page's first button is on the screen, and the thread is free to answer it.
    new MutationObserver((_, observer) => {
      if (!document.querySelector('main button')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (globalThis.usable = performance.now())));
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(url);
  await page.waitForFunction(() => globalThis.usable);
  const usable = await page.evaluate(() => globalThis.usable);
  await context.close();
  return usable;
}

/**
 * What is sent until a picture can be opened and traced. What is fetched ahead of need begins a second after the start,
 * however long the machine takes until then, and is held up here; the service worker's script is asked for in place of
 * the browser, whose worker would go on to fetch everything for offline use.
 */
async function send(browser, url) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const later = globalThis.setTimeout;
    globalThis.setTimeout = (work, ms, ...rest) => (ms === 1000 ? 0 : later(work, ms, ...rest));
  });
  await page.goto(url);
  // On a busy machine the engine may be started twice, and what a worker that was given up had asked for never ends.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {});
  await page.request.get(new URL('/service-worker.js', url).href);
  await context.close();
}

export async function measureLoad({ browser, url }) {
  const times = [];
  for (let run = 0; run < 5; run += 1) times.push(await visit(browser, url));
  const usable = times.sort((a, b) => a - b)[2];
  const server = await counting(url);
  await send(browser, server.url);
  server.close();
  for (const { name, bytes } of server.sent) console.log(`  ${kB(bytes).padStart(10)}  ${name}`);
  const sum = (test) =>
    server.sent.filter(({ type }) => test.test(type)).reduce((all, { bytes }) => all + bytes, 0);
  const code = sum(/html|css|javascript/);
  const wasm = sum(/wasm/);
  return [
    {
      what: 'first load: HTML, CSS and JS with workers, gzipped',
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
