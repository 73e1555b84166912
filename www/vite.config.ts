import { svelte } from '@sveltejs/vite-plugin-svelte';
import { minify, type Plugin } from 'vite';
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

/** The engine's worker comes as a file, readable as the package ships it, which Vite only copies. */
function smallWorker(): Plugin {
  return {
    name: 'pathloom-small-worker',
    apply: 'build',
    async generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.js')) continue;
        const { code, errors } = await minify(file.fileName, file.source.toString(), { module: true });
        if (errors[0]) throw new Error(errors[0].message);
        file.source = code;
      }
    },
  };
}

export default defineConfig({
  // Relative addresses: the build runs in any folder of any host.
  base: './',
  plugins: [svelte(), contentPolicy(), smallWorker(), serviceWorker()],
  optimizeDeps: { exclude: ['pathloom'] },
  worker: { format: 'es' },
  build: {
    // From Chrome 98 on private fields need no code in their place, which is a twentieth of the whole.
    target: ['chrome98', 'firefox100', 'safari16.4'],
    // Small assets stay files: the policy allows no data: styles or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Svelte does not say so: few of its modules do more than define, and the first load needs few of them.
      treeshake: {
        moduleSideEffects: [
          { test: /svelte\/src\/(?!internal\/(flags|disclose-version))/, sideEffects: false },
        ],
      },
      // What the start needs is one file: in several it is packed worse, and sent no sooner.
      output: { codeSplitting: { groups: [{ name: 'page', test: /www\/src\/main\.ts$/ }] } },
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
