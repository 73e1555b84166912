// `npm run build`: the engine for the browser, the package `pathloom`, the converter page; each only if changed.
//
// usage: node build.mjs [--fast]     --fast: the engine without link-time optimisation, for development
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builds, buildWasm } from './build-wasm.mjs';
import { filesBelow, hashOf, root } from './cache.mjs';
import { run } from './steps.mjs';

async function buildWorkspace(name, folder, inputs) {
  // Beside dist and not in it: the package ships all of dist.
  const stamp = join(root, 'node_modules', `.pathloom-${folder}`);
  const hash = hashOf([name], inputs);
  const isFresh = existsSync(join(root, folder, 'dist')) && existsSync(stamp);
  if (isFresh && readFileSync(stamp, 'utf8') === hash) return console.log(`${folder}/dist: up to date`);
  const { ok } = await run('npm', ['run', '--silent', 'build', '--workspace', name]);
  if (!ok) throw new Error(`${folder} did not build`);
  writeFileSync(stamp, hash);
  return console.log(`${folder}/dist: built`);
}

const sources = (folder, ...more) =>
  filesBelow(folder, 'pkg-config/tsconfig.base.json', 'package-lock.json', ...more).filter(
    (file) => !/\/(node_modules|dist)\//.test(file),
  );

/** Builds all three, in the order in which they need one another. */
export async function buildAll({ fast = false } = {}) {
  for (const build of builds) await buildWasm(build, { fast });
  await buildWorkspace('pathloom', 'worker', sources('worker'));
  await buildWorkspace('@pathloom/www', 'www', sources('www', ...sources('worker')));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildAll({ fast: process.argv.includes('--fast') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
