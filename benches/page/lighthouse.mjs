// Lighthouse on the built page. It is installed into the cache, not into the repository: it brings more packages
// than everything else here together, and only this suite needs it.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from '../../pkg-config/cache.mjs';
import { chromiumArguments } from '../../pkg-config/chromium.mjs';

const version = '13.5.0';
const folder = join(cache, 'lighthouse');
const wanted = {
  performance: 'performance',
  accessibility: 'accessibility',
  'best-practices': 'best practices',
};

function install() {
  mkdirSync(folder, { recursive: true });
  if (existsSync(join(folder, 'node_modules/lighthouse'))) return;
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  console.log(`installing lighthouse into ${folder}`);
  const words = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--silent',
    `lighthouse@${version}`,
  ];
  execFileSync('npm', words, { cwd: folder, stdio: 'inherit' });
}

export async function measureLighthouse({ url, executablePath }) {
  install();
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  // Not waited for in one go: the server that it visits lives in this very process.
  await promisify(execFile)(
    process.execPath,
    [
      join(folder, 'node_modules/lighthouse/cli/index.js'),
      url,
      ...['--quiet', '--output=json', `--output-path=${report}`],
      `--only-categories=${Object.keys(wanted).join(',')}`,
      `--chrome-flags=--headless=new ${chromiumArguments.join(' ')}`,
    ],
    {
      timeout: 180_000,
      env: { ...process.env, ...(executablePath ? { CHROME_PATH: executablePath } : {}) },
    },
  );
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { title, score, displayValue } of Object.values(audits))
    if (score !== null && score < 0.9) console.log(`  lighthouse: ${title} ${displayValue ?? ''}`);
  return Object.entries(wanted).map(([key, title]) => {
    const score = Math.round((categories[key]?.score ?? 0) * 100);
    return { what: `Lighthouse: ${title}`, target: '≥ 95', value: String(score), ok: score >= 95 };
  });
}
