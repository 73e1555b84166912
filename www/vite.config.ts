import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { headersFile, isolationHeaders, metaPolicy } from '../pkg-config/headers.mjs';
import { serviceWorker } from './src/offline/build.ts';

/**
 * Puts the content policy into the built page, so that it holds on hosts that set no headers, and beside it the
 * headers for hosts that read them from a file.
 * The development server is left out: its style injection needs inline styles.
 */
function contentPolicy(): Plugin {
  return {
    name: 'pathloom-content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}

export default defineConfig({
  // Relative addresses: the build runs in any folder of any host.
  base: './',
  plugins: [svelte(), contentPolicy(), serviceWorker()],
  optimizeDeps: { exclude: ['pathloom'] },
  worker: { format: 'es' },
  build: {
    target: ['chrome95', 'firefox100', 'safari16.4'],
    // Small assets stay files: the policy allows no data: styles or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Svelte does not say so, and of its reactive classes the page has one in seven.
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /svelte\/src\/reactivity\//, sideEffects: false }] },
    },
  },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  // The unit tests see the browser's build of Svelte and the source of the package's public entry.
  ...(process.env.VITEST && {
    resolve: {
      conditions: ['browser'],
      alias: { pathloom: new URL('../worker/src/index.ts', import.meta.url).pathname },
    },
  }),
  test: { name: 'www', include: ['tests/**/*.test.ts'] },
});
