// Runs each fuzz target for a minute (FUZZ_SECONDS), starting from the test pictures.
//
// A crash fails; so does a target that does not build. Needs cargo-fuzz (`cargo install cargo-fuzz`); not part
// of `npm test` yet. A longer run is by hand, see tests/fuzz/README.md.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root } from './cache.mjs';
import { run } from './steps.mjs';

const seconds = Number(process.env.FUZZ_SECONDS ?? 60);
const env = {
  ...process.env,
  RUSTC_BOOTSTRAP: '1',
  PATH: `${join(cache, 'tools', 'bin')}:${process.env.PATH}`,
  CARGO_TARGET_DIR: join(cache, 'target', 'fuzz'),
};

const seeds = join(cache, 'fuzz', 'seeds');
mkdirSync(seeds, { recursive: true });
for (const folder of ['formats', 'pngsuite'])
  cpSync(join(root, 'tests', 'corpus', folder), seeds, { recursive: true });

let passed = 0;
let failed = 0;
for (const target of ['decode', 'trace']) {
  const found = join(cache, 'fuzz', target);
  mkdirSync(found, { recursive: true });
  const folders = target === 'decode' ? [found, seeds] : [found];
  const words = ['fuzz', 'run', '--fuzz-dir', 'tests/fuzz', '-s', 'none', target, ...folders, '--'];
  const limits = [`-max_total_time=${seconds}`, '-timeout=20', '-rss_limit_mb=2048', '-verbosity=0'];
  const { ok } = await run('cargo', [...words, ...limits], { env });
  console.log(`${target}: ${ok ? `${seconds} s without a crash` : 'FAILED'}`);
  if (ok) passed += 1;
  else failed += 1;
}
console.log(`test result: ${failed ? 'FAILED' : 'ok'}. ${passed} passed; ${failed} failed`);
process.exitCode = failed ? 1 : 0;
