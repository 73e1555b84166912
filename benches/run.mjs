// `npm run bench`: measures natively and in Chromium, writes benches/results.json and docs/BENCHMARKS.md.
//
// usage: node run.mjs [native] [browser] [runtime [MEASUREMENT]...] [--runs N]
//        all suites when none is named; N traces a tracer (5)
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { buildAll } from '../pkg-config/build.mjs';
import { root } from '../pkg-config/cache.mjs';
import { run } from '../pkg-config/steps.mjs';
import { measureInBrowser } from './browser.mjs';
import { measureNatively } from './native.mjs';
import { report } from './report.mjs';
import { measureRuntime } from './runtime.mjs';

const file = join(root, 'benches', 'results.json');
const words = process.argv.slice(2);
const runs = words.includes('--runs') ? Number(words[words.indexOf('--runs') + 1]) : 5;
const suites = ['native', 'browser', 'runtime'];
const wants = (suite) => words.includes(suite) || !suites.some((name) => words.includes(name));
/** Named behind `runtime`: only these of its measurements, which are shown and not written down. */
const only = words.includes('runtime')
  ? words.filter((word) => /^[a-z]/.test(word) && !suites.includes(word))
  : [];

/** When and where; the load before measuring tells whether the machine was busy with something else. */
const circumstances = () => ({
  date: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${release()}`,
    load: loadavg()[0].toFixed(1),
  },
});

try {
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const setup = await run('bash', ['pkg-config/setup.sh']);
  if (!setup.ok) throw new Error('the set-up is not complete');
  if (wants('native')) results.native = { ...circumstances(), ...(await measureNatively()) };
  if (wants('browser') || wants('runtime')) await buildAll();
  if (wants('runtime')) {
    const measured = { ...circumstances(), ...(await measureRuntime(only)) };
    // A table says when and where it was measured: not two runs in one.
    if (only.length === 0) results.runtime = measured;
  }
  if (wants('browser')) {
    results.browser = { ...circumstances(), ...(await measureInBrowser({ runs })) };
  }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  report(results);
  console.log('written: benches/results.json, docs/BENCHMARKS.md');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
