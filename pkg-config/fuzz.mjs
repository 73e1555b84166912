// Runs each fuzz target for a minute (FUZZ_SECONDS), starting from the test pictures and earlier finds.
//
// The targets are libFuzzer programs; what cargo-fuzz adds to a build are compiler flags, and these are a stable
// compiler's too, so plain cargo builds them and nothing is installed. Where libFuzzer does not build (it is
// C++), the same targets are driven by seeded mutations. A crash fails; so does a target that does not build.
//
// usage: node fuzz.mjs [decode] [trace]      a longer run: FUZZ_SECONDS=3600, see tests/fuzz/README.md
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from './cache.mjs';
import { seed } from './seed.mjs';
import { run } from './steps.mjs';

const seconds = Number(process.env.FUZZ_SECONDS ?? 60);
const target = join(cache, 'target', 'fuzz');
const manifest = ['--release', '--manifest-path', 'tests/fuzz/Cargo.toml', '--target-dir', target];

/** What libFuzzer needs to see which code an input reaches, and which values it was compared with. */
const coverage = [
  '-Cpasses=sancov-module',
  ...['level=4', 'inline-8bit-counters', 'pc-table', 'trace-compares'].map(
    (option) => `-Cllvm-args=-sanitizer-coverage-${option}`,
  ),
  '--cfg=fuzzing',
  '-Ccodegen-units=1',
];

const host = /^host: (.+)$/m.exec(spawnSync('rustc', ['-vV'], { encoding: 'utf8' }).stdout ?? '')?.[1] ?? '';

const seeds = join(cache, 'fuzz', 'seeds');
mkdirSync(seeds, { recursive: true });
for (const folder of ['formats', 'pngsuite'])
  cpSync(join(root, 'tests', 'corpus', folder), seeds, { recursive: true });

async function withLibFuzzer(name) {
  const found = join(cache, 'fuzz', name);
  const crashes = join(root, 'tests/fuzz/artifacts', name);
  for (const folder of [found, crashes]) mkdirSync(folder, { recursive: true });
  const limits = [
    `-max_total_time=${seconds}`,
    `-seed=${seed}`,
    '-timeout=20',
    '-rss_limit_mb=2048',
    '-verbosity=0',
  ];
  const folders = name === 'decode' ? [found, seeds] : [found];
  return run(join(target, host, 'release', name), [...limits, `-artifact_prefix=${crashes}/`, ...folders]);
}

const hasCompiler = ['c++', 'clang++', 'g++'].some((name) => spawnSync(name, ['--version']).status === 0);
const wanted = process.argv.slice(2);
const names = ['decode', 'trace'].filter((name) => wanted.length === 0 || wanted.includes(name));
let passed = 0;
let failed = 0;
const note = (name, ok) => {
  console.log(`${name}: ${ok ? `${seconds} s without a crash` : 'FAILED'}`);
  if (ok) passed += 1;
  else failed += 1;
};

// With a target named, the flags are for the program and not for what builds it.
const env = { ...process.env, CARGO_ENCODED_RUSTFLAGS: coverage.join('\x1f') };
if (hasCompiler && host) {
  const built = await run(
    'cargo',
    ['build', ...manifest, '--target', host, '--bin', 'decode', '--bin', 'trace'],
    { env },
  );
  for (const name of names) note(name, built.ok && (await withLibFuzzer(name)).ok);
} else {
  console.log('There is no C++ compiler here to build libFuzzer with: seeded mutations instead.');
  const words = ['run', ...manifest, '--no-default-features', '--bin', 'seeded', '--', `${seconds}`, seeds];
  note('seeded', (await run('cargo', words)).ok);
}
console.log(`test result: ${failed ? 'FAILED' : 'ok'}. ${passed} passed; ${failed} failed`);
process.exitCode = failed ? 1 : 0;
