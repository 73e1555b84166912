// Fetches the tracers that Pathloom is measured beside into the cache; nothing of them is in this repository
// or in what is shipped. esm-potrace-wasm is GPL: it is only ever run here, beside.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, filesBelow, hashOf, root, tool } from '../pkg-config/cache.mjs';
import { findWasmToolchain, wasmEnvironment } from '../pkg-config/toolchain.mjs';

const packages = ['imagetracerjs@1.2.6', 'vtracer-wasm@0.1.0', 'esm-potrace-wasm@0.5.1'];
const folder = join(cache, 'peers');

function buildVtracer(out) {
  const toolchain = findWasmToolchain();
  if (!toolchain) throw new Error('no Rust toolchain with the standard library sources: run npm run setup');
  const target = join(cache, 'target', 'peers');
  execFileSync(
    toolchain.cargo,
    [
      ...['build', '--release', '--target', 'wasm32-unknown-unknown', '-Z', 'build-std=std,panic_abort'],
      ...['--manifest-path', join(root, 'benches/peers/Cargo.toml')],
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...wasmEnvironment(toolchain, 'single'), CARGO_TARGET_DIR: target },
    },
  );
  const built = join(target, 'wasm32-unknown-unknown/release/vtracer_peer.wasm');
  execFileSync(tool('wasm-bindgen'), ['--target', 'web', '--out-name', 'vtracer', '--out-dir', out, built]);
  const wasm = join(out, 'vtracer_bg.wasm');
  const optimizer = join(root, 'node_modules/binaryen/bin/wasm-opt');
  execFileSync(process.execPath, [optimizer, '-O3', '--all-features', wasm, '-o', wasm]);
}

/** Installs what is missing and returns the folder: `node_modules/…` and `vtracer10/vtracer.js`. */
export function installPeers() {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'package.json')))
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const missing = packages.filter((name) => !existsSync(join(folder, 'node_modules', name.split('@')[0])));
  if (missing.length > 0) {
    console.log(`installing ${missing.join(', ')} into ${folder}`);
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...missing], {
      cwd: folder,
      stdio: 'inherit',
    });
  }
  const hash = hashOf([], filesBelow('benches/peers'));
  const vtracer = join(folder, `vtracer10-${hash}`);
  if (!existsSync(join(vtracer, 'vtracer_bg.wasm'))) {
    console.log('building VTracer 1.0 for the browser (some minutes, once)');
    buildVtracer(vtracer);
  }
  return { folder, vtracer };
}
