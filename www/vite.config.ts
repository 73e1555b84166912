import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What a page and its workers need to share memory. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Puts the content policy into the built page, so that it holds on hosts that set no headers.
 * The development server is left out: its style injection needs inline styles.
 */
function contentPolicy(): Plugin {
  return {
    name: 'pathloom-content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  // Relative addresses: the build runs in any folder of any host.
  base: './',
  plugins: [svelte(), contentPolicy()],
  optimizeDeps: { exclude: ['pathloom'] },
  worker: { format: 'es' },
  build: {
    target: ['chrome95', 'firefox100', 'safari16.4'],
    // Small assets stay files: the policy allows no data: styles or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  // The unit tests see the browser's build of Svelte and the source of the package's public entry.
  ...(process.env.VITEST && {
    resolve: {
      conditions: ['browser'],
      alias: { pathloom: new URL('../worker/src/index.ts', import.meta.url).pathname },
    },
  }),
  test: { name: 'www', include: ['tests/**/*.test.ts'] },
});
