// `npm test`: sets up what is missing, then runs every test, the quick ones first.
//
// A failing step does not stop the ones that do not need it; the last line is the sum over all runners.
// usage: node test.mjs [WORD]...     only the steps whose name contains one of the words (setup always runs)
import { join } from 'node:path';
import { cache, root } from './cache.mjs';
import { seed } from './seed.mjs';
import { failures, run, tally } from './steps.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const script = (name, ...words) => [process.execPath, [join(root, name), ...words]];
const npm = (workspace, name) => ['npm', ['run', '--silent', name, '--workspace', workspace]];

const native = {
  ...process.env,
  CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? join(cache, 'target', 'native'),
  PROPTEST_RNG_SEED: String(seed),
};

/** The benches are compiled, so that they keep up with the engine; running them is `npm run bench`. */
const packages = ['--package', 'pathloom', '--package', 'pathloom-benches'];

const steps = [
  { name: 'setup', command: ['bash', ['pkg-config/setup.sh']] },
  { name: 'rustfmt', command: ['cargo', ['fmt', '--all', '--check']] },
  { name: 'biome', command: [bin('biome'), ['check', '--error-on-warnings', '.']] },
  {
    name: 'unit tests',
    command: [bin('vitest'), ['run', '--config', 'pkg-config/vitest.config.mjs']],
    counts: 'vitest',
  },
  { name: 'types: worker', command: npm('pathloom', 'check') },
  {
    name: 'clippy',
    command: ['cargo', ['clippy', ...packages, '--all-targets', '--', '-D', 'warnings']],
    env: native,
  },
  { name: 'cargo test', command: ['cargo', ['test']], env: native, counts: 'cargo' },
  { name: 'fuzz', command: script('pkg-config/fuzz.mjs'), counts: 'cargo' },
  { name: 'build: wasm', command: script('pkg-config/build-wasm.mjs') },
  { name: 'build: package', command: npm('pathloom', 'build'), needs: ['build: wasm'] },
  { name: 'publint', command: [bin('publint'), ['--strict', 'worker']], needs: ['build: package'] },
  {
    name: 'attw',
    // What it passes over is said in .attw.json: files to point at, not modules to import.
    command: [bin('attw'), ['--pack', 'worker']],
    needs: ['build: package'],
  },
  { name: 'sizes', command: script('pkg-config/size-budget.mjs'), needs: ['build: package'] },
  {
    name: 'types: browser tests',
    command: [bin('tsc'), ['-p', 'tests/e2e']],
    needs: ['build: package'],
  },
  { name: 'types: www', command: npm('@pathloom/www', 'check'), needs: ['build: package'] },
  { name: 'build: page', command: npm('@pathloom/www', 'build'), needs: ['build: package'] },
  { name: 'wasm-pack test', command: script('pkg-config/test-wasm.mjs'), counts: 'cargo' },
  {
    name: 'browser tests',
    command: [bin('playwright'), ['test', '--config', 'tests/e2e/playwright.config.ts']],
    counts: 'playwright',
    needs: ['build: page'],
  },
];

const words = process.argv.slice(2);
const chosen = steps.filter(
  ({ name }) => words.length === 0 || name === 'setup' || words.some((word) => name.includes(word)),
);
const rows = [];
const failedSteps = new Set();
const broken = [];

for (const step of chosen) {
  const blocked = step.needs?.find((name) => failedSteps.has(name));
  console.log(`\n── ${step.name} ${'─'.repeat(Math.max(0, 76 - step.name.length))}`);
  const began = Date.now();
  const result = blocked
    ? { ok: false, output: '' }
    : await run(step.command[0], step.command[1], step.env ? { env: step.env } : {});
  if (blocked) console.log(`not run: ${blocked} failed`);
  const { passed, failed } = tally(step, result);
  if (failed > 0) failedSteps.add(step.name);
  if (failed > 0 && !blocked) broken.push(...failures(step.counts, result.output));
  rows.push({ name: step.name, passed, failed, seconds: (Date.now() - began) / 1000 });
}

console.log(`\n── summary ${'─'.repeat(69)}`);
for (const { name, passed, failed, seconds } of rows) {
  const mark = failed > 0 ? 'FAILED' : 'ok    ';
  console.log(
    `${mark} ${name.padEnd(22)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(8)} s`,
  );
}
for (const failure of broken) console.log(`\n${failure}`);
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
