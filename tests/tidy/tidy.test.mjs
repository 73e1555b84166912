// The rules hold for this repository; and each rule notices when it is broken.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../pkg-config/cache.mjs';
import * as rules from './rules.mjs';

const binary = /\.(png|jpe?g|webp|gif|bmp|tiff?|ico|avif|qoi|tga|hdr|p[bgpn]m|woff2|wasm)$/;

function repository() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed
    .split('\0')
    .filter((path) => path && !binary.test(path) && existsSync(join(root, path)));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

describe('this repository', () => {
  const files = repository();
  test.each(Object.entries(rules))('%s', (_, rule) => {
    expect(files.size).toBeGreaterThan(20);
    expect(rule(files)).toEqual([]);
  });
});

describe('a broken rule is noticed', () => {
  const broken = (rule, path, text, more = {}) => rule(new Map([...Object.entries(more), [path, text]]));
  const rust = (path, text) =>
    broken(rules.rustArrows, path, text, { 'src/lib.rs': 'pub use pipeline::{Pathloom, Image};' });

  test.each([
    ['a lower module knows a higher one', 'src/model/canvas.rs', 'use crate::pipeline::Key;'],
    ['… inside a group', 'src/model/canvas.rs', 'use crate::{error::Result, stages::fit::{a, b}};'],
    ['… through the façade', 'src/stages/fit/mod.rs', 'use crate::Pathloom;'],
    ['… in the middle of code', 'src/limits.rs', 'fn a() { crate::params::b() }'],
    ['neighbours on a step', 'src/params/mod.rs', 'use crate::image::Pixels;'],
    ['a stage knows its sibling', 'src/stages/trace/mod.rs', 'use crate::stages::fit::smooth;'],
    ['… by the back door', 'src/stages/trace/mod.rs', 'use super::super::fit::smooth;'],
    ['a module without a place', 'src/helper.rs', ''],
    ['the browser outside src/wasm', 'src/pipeline/mod.rs', 'use wasm_bindgen::prelude::*;'],
    ['… in the façade', 'src/lib.rs', '    js_sys::Date::now()'],
  ])('Rust: %s', (_, path, text) => {
    expect(rust(path, text)).toHaveLength(1);
  });

  test('Rust: what is allowed passes', () => {
    const text = `//! See [crate::pipeline] and wasm_bindgen.
      use crate::{error::{Error, Result}, model::Canvas};
      use super::curves; use crate::stages::trace::arcs;`;
    expect(rust('src/stages/trace/walk.rs', text)).toEqual([]);
    expect(rust('src/wasm/mod.rs', 'use wasm_bindgen::prelude::*; use crate::Pathloom;')).toEqual([]);
  });

  test.each([
    ['worker/src/client/jobs.ts', "import { a } from '../runtime/engine.js';"],
    ['worker/src/runtime/worker.ts', "import type { A } from '../client/jobs.js';"],
    ['worker/src/index.ts', "import init from '../wasm/threads/pathloom.js';"],
    ['worker/src/recovery/breaker.ts', "export { a } from '../client/a.js';"],
    ['www/src/state/session.svelte.ts', "import { a } from '../../../worker/src/index.js';"],
    ['www/src/state/session.svelte.ts', "import { a } from 'pathloom/dist/inner.js';"],
    ['www/src/state/session.svelte.ts', "import Dial from '../ui/Dial.svelte';"],
    ['www/src/raster/service.ts', "import { Session } from '../state/session.svelte.js';"],
    ['www/src/queue/Queue.svelte', "<script>\nimport { openDB } from 'idb';\n</script>"],
    ['www/src/state/queue.svelte.ts', "import { put } from '../gallery/store';"],
    [
      'www/src/ui/Dial.svelte',
      '<script lang="ts">\nimport { session } from \'../state/session.svelte\';\n</script>',
    ],
    ['www/src/ui/Dial.svelte', "<script>\nconst a = await import('../state/a.svelte');\n</script>"],
  ])('TypeScript: %s with %s', (path, text) => {
    expect(broken(rules.typescriptImports, path, text)).toHaveLength(1);
  });

  test('TypeScript: what is allowed passes', () => {
    const text =
      "import { createVectorizer } from 'pathloom';\nimport workerUrl from 'pathloom/worker.js?url';";
    expect(broken(rules.typescriptImports, 'www/src/state/session.svelte.ts', text)).toEqual([]);
    const types =
      "import type { Keep } from '../gallery/worker';\nimport { gallery } from '../gallery/client';";
    expect(broken(rules.typescriptImports, 'www/src/state/queue.svelte.ts', types)).toEqual([]);
  });

  test('the protocol holds a value', () => {
    const protocol = (text) => broken(rules.protocolIsTypes, 'worker/src/protocol.ts', text);
    expect(protocol("import { a } from './a.js';\nexport const version = 1;")).toHaveLength(2);
    expect(protocol("import type { A } from './a.js';\nexport interface B { a: A }")).toEqual([]);
  });

  test('a long file, unless it says why', () => {
    const long = '\n'.repeat(700);
    expect(broken(rules.fileLengths, 'src/a.rs', long)).toHaveLength(1);
    expect(broken(rules.fileLengths, 'src/a.rs', `//! Long because it is one table.${long}`)).toEqual([]);
  });

  test('a path of one machine, a stub, an address in the lock file, a platform that is missing from it', () => {
    expect(broken(rules.namesOfMachines, 'README.md', ['see /roo', 't/notes'].join(''))).toHaveLength(1);
    expect(broken(rules.unfinishedWork, 'src/a.rs', ['todo', '!()'].join(''))).toHaveLength(1);
    const packages = {
      'node_modules/a': { resolved: 'https://registry.example/a.tgz', optionalDependencies: { b: '1' } },
    };
    expect(broken(rules.lockFile, 'package-lock.json', JSON.stringify({ packages }))).toHaveLength(2);
  });
});
