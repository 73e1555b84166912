// Runs tests/wasm in headless Chromium by wasm-pack, with the flags of the threaded build.
//
// wasm-pack compiles twice by itself and passes no `-Z` flag to its first build, so build-std is asked for by
// the environment. Its test server isolates the page: shared memory works.
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cache, tool } from './cache.mjs';
import { chromiumArguments, findChromium } from './chromium.mjs';
import { run } from './steps.mjs';
import { findWasmToolchain, wasmEnvironment } from './toolchain.mjs';

const toolchain = findWasmToolchain();
if (!toolchain) {
  console.error('no Rust toolchain with the standard library sources: run npm run setup');
  process.exit(1);
}

const webdriver = join(cache, 'webdriver.json');
mkdirSync(cache, { recursive: true });
const args = ['--headless', ...chromiumArguments];
writeFileSync(webdriver, JSON.stringify({ 'goog:chromeOptions': { binary: findChromium(), args } }));

const environment = wasmEnvironment(toolchain, 'threads');
const result = await run(
  tool('wasm-pack'),
  ['test', '--headless', '--chrome', '--mode', 'no-install', 'tests/wasm'],
  {
    env: {
      ...environment,
      PATH: [dirname(tool('wasm-bindgen')), environment.PATH].join(delimiter),
      CARGO_UNSTABLE_BUILD_STD: 'std,panic_abort',
      CARGO_TARGET_DIR: join(cache, 'target', 'wasm-test'),
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: webdriver,
      WASM_BINDGEN_TEST_TIMEOUT: '180',
      RUST_BACKTRACE: '0',
    },
  },
);
process.exitCode = result.ok ? 0 : 1;
