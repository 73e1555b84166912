// Builds the engine for the browser, twice: with threads over shared memory, and for one thread; and the extras
// (rarer formats, VTracer), which are fetched when they are first wanted.
//
// cargo (standard library included) → wasm-bindgen → wasm-opt → worker/wasm/{threads,single,extras}/. wasm-pack's own
// build was rejected: it cannot pass flags to the standard library's build and pins an old wasm-opt.
// The result is kept in the cache under the hash of all its inputs; nothing is built when that is there.
//
// usage: node build-wasm.mjs [--fast] [threads] [single] [extras]       --fast: no link-time optimisation, no wasm-opt
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, exclusively, filesBelow, hashOf, root, tool } from './cache.mjs';
import { findWasmToolchain, wasmBindgenVersion, wasmEnvironment, wasmFlags } from './toolchain.mjs';

const target = 'wasm32-unknown-unknown';
/** Every build with its features of the crate. */
const features = { threads: 'tracer,threads', single: 'tracer', extras: 'formats,vtracer' };
export const builds = Object.keys(features);
const kept = 32;

const optimizations = [
  '-O3',
  ...['threads', 'bulk-memory', 'bulk-memory-opt', 'simd', 'nontrapping-float-to-int', 'sign-ext'],
  ...['mutable-globals', 'reference-types', 'multivalue'],
].map((word) => (word.startsWith('-') ? word : `--enable-${word}`));

function run(program, words, options) {
  const result = spawnSync(program, words, { cwd: root, stdio: 'inherit', ...options });
  if (result.error?.code === 'ENOENT') throw new Error(`${program} is missing: run npm run setup`);
  if (result.status !== 0) throw new Error(`${program} ${words.join(' ')} failed`);
}

/**
 * Crates that read files, read parameters or serve VTracer: built for size, since a picture spends little time in
 * them (but a phone's photo spends a fifth of a second in the one for JPEG, which is not among them). It is said here
 * and not in Cargo.toml, because natively nobody downloads them.
 */
const small = [
  'image',
  'image-webp',
  'gif',
  'tiff',
  'weezl',
  'moxcms',
  'pxfm',
  'qoi',
  'fax',
  'color_quant',
  'serde',
  'serde_core',
  'serde_json',
  'serde-wasm-bindgen',
  'strsim',
  'vtracer',
  'visioncortex',
  'flo_curves',
];

function cargoWords(build, profile) {
  return [
    ...['rustc', '--lib', '--crate-type', 'cdylib', '--target', target, '--profile', profile],
    // Sorts of a kind each made up a fourteenth of the code; nothing so long is sorted that these are slower.
    ...['-Z', 'build-std=std,panic_abort', '-Z', 'build-std-features=optimize_for_size'],
    '--no-default-features',
    ...small.flatMap((name) => ['--config', `profile.${profile}.package.${name}.opt-level="s"`]),
    // The third level's longer loops weigh a thirtieth, and no stage was faster by them. In the extras our own code
    // only leads from one crate to the next.
    ...['--config', `profile.${profile}.opt-level=${build === 'extras' ? '"s"' : 2}`],
    ...['--features', features[build]],
  ];
}

function make(build, fast, toolchain, folder) {
  const profile = fast ? 'fast' : 'release';
  const targetDir = join(cache, 'target', `wasm-${build}`);
  // cargo goes by times: what another clone has built here since a file was changed would pass for ours.
  utimesSync(join(root, 'src/lib.rs'), new Date(), new Date());
  run(toolchain.cargo, cargoWords(build, profile), {
    env: {
      ...wasmEnvironment(toolchain, build),
      CARGO_TARGET_DIR: targetDir,
      [`CARGO_PROFILE_${profile.toUpperCase()}_PANIC`]: 'abort',
    },
  });
  const built = join(targetDir, target, profile, 'pathloom.wasm');
  const wasm = join(folder, 'pathloom_bg.wasm');
  if (build === 'extras') copyFileSync(built, wasm);
  else run(tool('wasm-bindgen'), ['--target', 'web', '--out-name', 'pathloom', '--out-dir', folder, built]);
  if (fast) return;
  const optimized = join(folder, 'optimized.wasm');
  run(process.execPath, [
    join(root, 'node_modules/binaryen/bin/wasm-opt'),
    ...optimizations,
    wasm,
    '-o',
    optimized,
  ]);
  renameSync(optimized, wasm);
}

/** Old builds go, the most recently used stay. */
function prune(folder) {
  const builds = readdirSync(folder).map((name) => ({ name, used: statSync(join(folder, name)).mtimeMs }));
  builds.sort((a, b) => b.used - a.used);
  for (const { name } of builds.slice(kept)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Builds what is missing and puts it into `worker/wasm/<build>`; true when something was compiled. */
export async function buildWasm(build, { fast = false } = {}) {
  const toolchain = findWasmToolchain();
  if (!toolchain) throw new Error('no Rust toolchain with the standard library sources: run npm run setup');
  const inputs = filesBelow('Cargo.toml', 'Cargo.lock', 'src');
  const flags = [...wasmFlags(toolchain, build), ...cargoWords(build, fast ? 'fast' : 'release')];
  const words = [toolchain.version, wasmBindgenVersion, flags];
  const hash = hashOf([words, fast ? [] : optimizations], inputs);
  const shelf = join(cache, 'wasm');
  const stored = join(shelf, `${build}-${hash}`);
  const wanted = join(root, 'worker', 'wasm', build);
  let compiled = false;
  if (!existsSync(stored)) {
    await exclusively(`wasm-${build}`, async () => {
      if (existsSync(stored)) return;
      const unfinished = `${stored}.${process.pid}.unfinished`;
      try {
        mkdirSync(unfinished, { recursive: true });
        make(build, fast, toolchain, unfinished);
        renameSync(unfinished, stored);
        compiled = true;
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    });
  }
  utimesSync(stored, new Date(), new Date());
  prune(shelf);
  rmSync(wanted, { recursive: true, force: true });
  cpSync(stored, wanted, { recursive: true });
  const size = statSync(join(wanted, 'pathloom_bg.wasm')).size;
  console.log(
    `worker/wasm/${build}: ${(size / 1024).toFixed(0)} kB, ${compiled ? 'built' : 'up to date'} (${hash})`,
  );
  return compiled;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = process.argv.slice(2);
  const chosen = builds.filter((build) => words.includes(build));
  try {
    for (const build of chosen.length ? chosen : builds)
      await buildWasm(build, { fast: words.includes('--fast') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
