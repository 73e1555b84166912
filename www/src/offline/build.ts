/**
 * Makes the service worker when the page is built: its code, with the list of files of this build inside.
 *
 * Workbox was rejected: over two hundred packages for a list of files and a cache, and its worker would still need
 * our own code for shared pictures.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Plugin, transformWithOxc } from 'vite';

/** Not for the page: read by hosts or people. */
const left = /(^|\/)(_headers|service-worker\.js|[^/]*\.(map|md))$/;
/** Cached when they are first used: pictures to try, and an engine that this browser may not need. */
const later = /^samples\/(?!.*-small)|\.wasm$/;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !left.test(name))
    .sort();
}

export function serviceWorker(): Plugin {
  let folder = '';
  return {
    name: 'pathloom-service-worker',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      const files = filesIn(folder);
      const version = createHash('sha256');
      for (const name of files) version.update(name).update(readFileSync(join(folder, name)));
      const source = new URL('./service-worker.ts', import.meta.url);
      const path = source.pathname;
      const text = readFileSync(path, 'utf8');
      version.update(text);
      const define = {
        __VERSION__: JSON.stringify(version.digest('hex').slice(0, 16)),
        __NOW__: JSON.stringify(
          files.filter((name) => !later.test(name)).map((n) => n.replace(/^index\.html$/, '')),
        ),
        __LATER__: JSON.stringify(files.filter((name) => later.test(name))),
      };
      const { code } = await transformWithOxc(text, path, { define, sourcemap: false });
      writeFileSync(join(folder, 'service-worker.js'), code.replace(/^export \{\s*\};?$/m, ''));
    },
  };
}
