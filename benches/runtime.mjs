// The runtime suite: what is promised of queue, recovery and memory, measured in one Chromium; and each flag on
// against off.
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from '../pkg-config/cache.mjs';
import { chromiumArguments, findChromium } from '../pkg-config/chromium.mjs';
import { serve } from '../pkg-config/serve.mjs';
import { installPeers } from './peers.mjs';

const measurements = [
  ...['start', 'dials', 'dialsAtOnce', 'throughput', 'validation', 'copies', 'cancel', 'preview', 'memory'],
  ...['endurance', 'overhead', 'kills', 'faults', 'storm'],
];

async function inPage(browser, url, name, words = []) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`  ${error.message}`));
  const session = await browser.newBrowserCDPSession();
  await page.exposeFunction('processorMs', async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const pages = processInfo.filter(({ type }) => type === 'renderer');
    return pages.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0);
  });
  try {
    await page.goto(`${url}/bench/runtime.html`);
    await page.waitForFunction(() => 'pathloomBench' in globalThis);
    return await page.evaluate(
      ([key, rest]) => globalThis.pathloomBench.measurements[key](...rest),
      [name, words],
    );
  } finally {
    await session.detach();
    await page.close();
  }
}

/** Measures everything, or only what is named; needs `npm run build` first. */
export async function measureRuntime(only = []) {
  let vtracer;
  try {
    ({ vtracer } = installPeers());
  } catch (error) {
    console.log(`  without VTracer: ${error.message}`);
  }
  const mounts = {
    '/bench/': join(root, 'benches/browser'),
    '/package/': join(root, 'worker/dist'),
    '/engine/': join(root, 'worker/wasm'),
    '/corpus/': join(root, 'tests/corpus'),
    ...(vtracer ? { '/vtracer10/': vtracer } : {}),
  };
  const server = await serve(mounts, { policy: undefined });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: [...chromiumArguments, '--js-flags=--expose-gc', '--enable-precise-memory-info'],
    ...(executablePath ? { executablePath } : {}),
  });
  const wanted = (name) => only.length === 0 || only.includes(name);
  try {
    const results = { chromium: browser.version() };
    for (const name of measurements.filter(wanted)) {
      results[name] = await inPage(browser, server.url, name).catch(({ message }) => ({
        error: message.split('\n')[0],
      }));
      console.log(
        `  ${name.padEnd(12)} ${JSON.stringify(results[name], (_, v) => (typeof v === 'number' ? +v.toFixed(3) : v))}`,
      );
    }
    if (wanted('flags')) {
      results.flags = {};
      // Built by now, which it may not be when this file is loaded.
      const { FLAGS } = await import('../worker/dist/index.js');
      for (const name of FLAGS) {
        results.flags[name] = await inPage(browser, server.url, 'flag', [name]);
        const { what, on, off, ratio, saved } = results.flags[name];
        console.log(
          `  ${name.padEnd(16)} on ${on.toFixed(2)} ms, off ${off.toFixed(2)} ms, ${ratio.toFixed(2)}×, ` +
            `saves ${saved.toFixed(2)} ms: ${what}`,
        );
      }
    }
    return results;
  } finally {
    await browser.close();
    await server.close();
  }
}
