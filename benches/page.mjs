// `npm run bench:page`: measures the built page in Chromium against the targets, and prints them as a table.
//
// usage: node page.mjs [WORD]...     only the suites whose name contains one of the words; needs `npm run build`

import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from '../pkg-config/cache.mjs';
import { chromiumArguments, findChromium } from '../pkg-config/chromium.mjs';
import { serve } from '../pkg-config/serve.mjs';
import { measureDial } from './page/dial.mjs';
import { measureDrop } from './page/drop.mjs';
import { measureGallery } from './page/gallery.mjs';
import { measureLighthouse } from './page/lighthouse.mjs';
import { measureLoad } from './page/load.mjs';

/**
 * Each gives rows of { what, target, value, ok }: what was measured, the target in words, what came out in words, and
 * whether the one meets the other.
 */
const suites = {
  drop: measureDrop,
  dial: measureDial,
  load: measureLoad,
  gallery: measureGallery,
  lighthouse: measureLighthouse,
};

const words = process.argv.slice(2);
const wanted = Object.entries(suites).filter(
  ([name]) => words.length === 0 || words.some((word) => name.includes(word)),
);

const executablePath = findChromium();
const server = await serve({ '/': join(root, 'www/dist'), '/corpus/': join(root, 'tests/corpus') });
const browser = await chromium.launch({
  args: chromiumArguments,
  ...(executablePath ? { executablePath } : {}),
});
console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Chromium ${browser.version()}\n`);
const rows = [];
try {
  for (const [name, measure] of wanted) {
    try {
      rows.push(...(await measure({ browser, url: server.url, executablePath })));
    } catch (error) {
      rows.push({ what: name, target: '', value: `failed: ${error.message.split('\n')[0]}`, ok: false });
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const width = (key) => Math.max(...rows.map((row) => row[key].length));
for (const { what, target, value, ok } of rows)
  console.log(
    `${ok ? 'ok  ' : 'MISS'}  ${what.padEnd(width('what'))}  ${target.padEnd(width('target'))}  ${value}`,
  );
