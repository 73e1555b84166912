// The packed tarball in an empty Vite project, as its users have it: development server and build.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { build, createServer, preview } from 'vite';
import { isolationHeaders } from '../../../pkg-config/headers.mjs';
import { expectDrawing } from './harness';

const worker = fileURLToPath(new URL('../../../worker', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'pathloom-vite-'));
const shared = { root, configFile: false, logLevel: 'error' } as const;

test.beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', root], { cwd: worker });
  const installed = join(root, 'node_modules', 'pathloom');
  mkdirSync(installed, { recursive: true });
  const [tarball] = readdirSync(root).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', join(root, tarball ?? ''), '-C', installed, '--strip-components=1']);
  writeFileSync(join(root, 'package.json'), '{ "private": true, "type": "module" }');
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><title></title><script type="module" src="/main.js"></script>',
  );
  writeFileSync(
    join(root, 'main.js'),
    `import { createVectorizer } from 'pathloom';
     const vectorizer = await createVectorizer();
     const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
     canvas.getContext('2d').fillRect(8, 8, 16, 16);
     const { svg } = await vectorizer.vectorize(canvas, { preset: 'logo' });
     globalThis.traced = { svg, build: vectorizer.info.build };`,
  );
});
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

async function expectTraced(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const handle = await page.waitForFunction(
    () => (globalThis as { traced?: { svg: string; build: string } }).traced,
  );
  const traced = await handle.jsonValue();
  expect(traced?.build).toBe('threads');
  expectDrawing(traced?.svg ?? '');
}

test('the development server needs no configuration beside the headers', async ({ page }) => {
  const server = await createServer({ ...shared, server: { headers: isolationHeaders } });
  try {
    await server.listen();
    await expectTraced(page, server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
});

test('a build carries the worker and the engine along', async ({ page }) => {
  await build(shared);
  const server = await preview({ ...shared, preview: { headers: isolationHeaders } });
  try {
    await expectTraced(page, server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
});
