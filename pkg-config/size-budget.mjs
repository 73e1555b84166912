// Checks that what is shipped stays small: gzipped kB of files, or of a folder's scripts and styles.
//
// `limit` fails the check when passed; `target` is where it should get. For WebAssembly it also says what is in
// it, section by section, so that a growth can be explained.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesBelow, root } from './cache.mjs';

const budget = JSON.parse(readFileSync(new URL('size-budget.json', import.meta.url), 'utf8'));
const sectionNames = {
  0: 'custom',
  1: 'types',
  2: 'imports',
  3: 'functions',
  4: 'tables',
  6: 'globals',
  7: 'exports',
  9: 'elements',
  10: 'code',
  11: 'data',
};

/** The bytes of each section of a WebAssembly module (https://webassembly.github.io/spec/core/binary/modules.html). */
function sections(bytes) {
  const found = {};
  for (let at = 8; at < bytes.length; ) {
    const name = sectionNames[bytes[at++]] ?? 'other';
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    found[name] = (found[name] ?? 0) + size;
    at += size;
  }
  return found;
}

const gzipped = (path) => gzipSync(readFileSync(join(root, path)), { level: 9 }).length;
const kB = (bytes) => (bytes / 1000).toFixed(1);

let over = 0;
for (const [path, { limit, target }] of Object.entries(budget)) {
  if (!existsSync(join(root, path))) continue;
  // The folder of the page holds the package's files too; they have budgets of their own.
  const files = filesBelow(path).filter((file) => file === path || /\.(js|css)$/.test(file));
  const size = files.reduce((sum, file) => sum + gzipped(file), 0) / 1000;
  const isOver = size > limit;
  if (isOver) over += 1;
  console.log(
    `${isOver ? 'OVER' : 'ok  '} ${size.toFixed(1).padStart(7)} of ${limit} kB gzipped  ${path}${target ? `  (target ${target})` : ''}`,
  );
  if (path.endsWith('.wasm')) {
    const parts = Object.entries(sections(readFileSync(join(root, path)))).sort((a, b) => b[1] - a[1]);
    console.log(`     plain: ${parts.map(([name, bytes]) => `${name} ${kB(bytes)}`).join(', ')} kB`);
  }
}
if (over > 0) {
  console.error(`${over} over budget (pkg-config/size-budget.json)`);
  process.exitCode = 1;
}
