// Builds the package: dist/index.js, ONE self-contained dist/worker.js, the two engines, the extras and the types.
//
// The worker's script holds the glue of both engines, and its pool threads start from the same file: a
// worker that imports another chunk, or starts another file, is what applications' bundlers get wrong.
// Needs worker/wasm/{threads,single,extras}, which pkg-config/build-wasm.mjs makes.
//
// usage: node build.mjs
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');
const wasm = (engine, file) => join(here, 'wasm', engine, file);

const shared = {
  absWorkingDir: here,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
};

/** wasm-bindgen-rayon starts its threads from a second file; ours start from the worker's own script. */
const ownPool = {
  name: 'own-pool',
  setup(builder) {
    builder.onResolve({ filter: /\/workerHelpers\.js$/ }, () => ({
      path: join(here, 'src/runtime/pool.ts'),
    }));
  },
};

/** The least memory of the threaded engine; imported memory must not be smaller. */
function initialPages() {
  const glue = readFileSync(wasm('threads', 'pathloom.js'), 'utf8');
  const pages = /new WebAssembly\.Memory\(\{\s*initial:\s*(\d+)/.exec(glue)?.[1];
  if (!pages) throw new Error('worker/wasm/threads/pathloom.js does not tell the size of its memory');
  return pages;
}

/** Declarations of what the public entry names, and of nothing else. */
function declare() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const made = join(dist, 'types');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', made], {
    cwd: here,
    stdio: 'inherit',
  });
  const wanted = ['index.d.ts'];
  for (const file of wanted) {
    const text = readFileSync(join(made, file), 'utf8');
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    copyFileSync(join(made, file), join(dist, file));
    for (const [, path] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
      const next = join(dirname(file), `${path}.d.ts`);
      if (!wanted.includes(next)) wanted.push(next);
    }
  }
  rmSync(made, { recursive: true });
}

/** The licences of the packages that are bundled, which ask to be passed on. */
function licences(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  return [...folders]
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(here, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(here, folder)).find((found) => /^licen[cs]e/i.test(found));
      if (!file) throw new Error(`${name} has no licence file`);
      return `${name} ${version}\n\n${readFileSync(join(here, folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

const builds = ['threads', 'single', 'extras'];
for (const engine of builds) {
  if (!existsSync(wasm(engine, 'pathloom_bg.wasm'))) {
    console.error(`worker/wasm/${engine} is missing; make it with: node pkg-config/build-wasm.mjs`);
    process.exit(1);
  }
}
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
const { metafile } = await build({
  ...shared,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.js',
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
});
writeFileSync(join(dist, 'THIRD-PARTY.txt'), licences(Object.keys(metafile.inputs)));
await build({
  ...shared,
  entryPoints: ['src/runtime/worker.ts'],
  outfile: 'dist/worker.js',
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [ownPool],
  define: {
    THREADS_INITIAL_PAGES: initialPages(),
    // The glue would look for its wasm file beside itself; it is always handed a module.
    'import.meta.url': '"file:"',
  },
});
for (const engine of builds) {
  copyFileSync(wasm(engine, 'pathloom_bg.wasm'), join(dist, `pathloom-${engine}.wasm`));
}
declare();
for (const licence of readdirSync(resolve(here, '..')).filter((name) => name.startsWith('LICENSE'))) {
  copyFileSync(resolve(here, '..', licence), join(here, licence));
}
