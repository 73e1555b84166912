// The browser suite: the built package beside its peers, in one run of one Chromium.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { cache, root } from '../pkg-config/cache.mjs';
import { chromiumArguments, findChromium } from '../pkg-config/chromium.mjs';
import { serve } from '../pkg-config/serve.mjs';
import { installPeers } from './peers.mjs';

/** Our preset for a picture; the peers run what their authors advise for colour pictures. */
const pictures = [
  { name: 'astronaut', preset: 'photo' },
  { name: 'coffee', preset: 'photo' },
  { name: 'wagon', preset: 'illustration' },
  { name: 'pirate', preset: 'logo' },
  { name: 'otter', preset: 'logo' },
];
const dials = [
  { stage: 'segment', dial: 'detail', values: [41, 47, 53, 59, 61] },
  { stage: 'fit', dial: 'tolerance', values: [0.31, 0.37, 0.43, 0.47, 0.53] },
  { stage: 'write', dial: 'precision', values: [0, 1, 3, 4] },
];
const patience = 180_000;

async function open(browser, url) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`  ${error.message}`));
  await page.goto(`${url}/bench/`);
  await page.waitForFunction(() => 'pathloomBench' in globalThis);
  return page;
}

/** A fresh page for each measurement: no tracer lives in the garbage of another. */
async function inPage(browser, url, work, argument) {
  const page = await open(browser, url);
  let timer;
  const impatience = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience);
  });
  try {
    return await Promise.race([page.evaluate(work, argument), impatience]);
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

async function measurePeers(browser, url, runs, svgs) {
  const tracers = await inPage(browser, url, () => globalThis.pathloomBench.tracers);
  const rows = [];
  for (const { name, preset } of pictures) {
    for (const tracer of tracers) {
      const argument = [tracer, `/corpus/pictures/${name}.png`, preset, runs];
      try {
        const { svg, first, median } = await inPage(
          browser,
          url,
          (words) => globalThis.pathloomBench.measure(...words),
          argument,
        );
        writeFileSync(join(svgs, `${name}-${tracer.replace(/[^a-z0-9]+/g, '-')}.svg`), svg);
        rows.push({ picture: name, preset, tracer, first, median, bytes: Buffer.byteLength(svg) });
        console.log(
          `  ${name.padEnd(10)} ${tracer.padEnd(27)} ${median.toFixed(1).padStart(8)} ms ${svg.length} bytes`,
        );
      } catch (error) {
        rows.push({ picture: name, preset, tracer, failed: error.message.split('\n')[0] });
        console.log(`  ${name.padEnd(10)} ${tracer.padEnd(27)} failed: ${error.message.split('\n')[0]}`);
      }
    }
  }
  return rows;
}

/** Measures everything; needs `npm run build` first. */
export async function measureInBrowser({ runs = 5 } = {}) {
  const peers = installPeers();
  const svgs = join(cache, 'bench-svgs');
  mkdirSync(svgs, { recursive: true });
  const mounts = {
    '/bench/': join(root, 'benches/browser'),
    '/package/': join(root, 'worker/dist'),
    '/corpus/': join(root, 'tests/corpus'),
    '/peers/': join(peers.folder, 'node_modules'),
    '/vtracer10/': peers.vtracer,
  };
  // Some peers carry their WebAssembly in a data: address, which our own policy forbids.
  const server = await serve(mounts, { policy: undefined });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: chromiumArguments,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const version = browser.version();
    const start = await inPage(browser, server.url, () => globalThis.pathloomBench.measureStart(5));
    console.log(
      `Chromium ${version}; the engine starts in ${start.median.toFixed(0)} ms on ${start.info.threads} threads`,
    );
    const rows = await measurePeers(browser, server.url, runs, svgs);
    const moved = {};
    for (const { name, preset } of pictures) {
      const words = [`/corpus/pictures/${name}.png`, preset, dials];
      moved[name] = await inPage(
        browser,
        server.url,
        (w) => globalThis.pathloomBench.measureDials(...w),
        words,
      );
    }
    return { chromium: version, start, rows, dials: moved };
  } finally {
    await browser.close();
    await server.close();
  }
}
