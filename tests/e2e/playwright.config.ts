// The browser tests: the built package and the built page, as a host would serve them.
//
// `package` tests start from an empty page and import `/package/index.js`; `page` tests use the converter at
// `/`. Both are served twice: isolated (the base URL) and without isolation headers (`plainUrl`), where
// SharedArrayBuffer does not exist and the single-threaded build must take over.
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../pkg-config/chromium.mjs';
import { isolatedUrl, plainUrl, ports } from './servers';

const root = fileURLToPath(new URL('../../', import.meta.url));
const mounts = '/=www/dist /package/=worker/dist /corpus/=tests/corpus /blank/=tests/e2e/blank';
const executablePath = findChromium();

export default defineConfig({
  outputDir: '../../test-results',
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '../../test-results/playwright.json' }]],
  use: {
    baseURL: isolatedUrl,
    screenshot: 'only-on-failure',
    launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: 'package', testDir: 'package' },
    { name: 'page', testDir: 'page' },
  ],
  webServer: [
    {
      command: `node pkg-config/serve.mjs --port ${ports.isolated} ${mounts}`,
      url: `${isolatedUrl}/blank/`,
      cwd: root,
    },
    {
      command: `node pkg-config/serve.mjs --no-isolation --port ${ports.plain} ${mounts}`,
      url: `${plainUrl}/blank/`,
      cwd: root,
    },
  ],
});
