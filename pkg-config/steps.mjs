// Runs commands one after the other, and counts what their test runners say.
import { spawn } from 'node:child_process';
import { root } from './cache.mjs';

/**
 * Runs a program, shows what it prints and returns it.
 *
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(program, words, { env = process.env, cwd = root } = {}) {
  return new Promise((done) => {
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const show = (stream) => (text) => {
      output += text;
      stream.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', show(process.stdout));
    child.stderr.setEncoding('utf8').on('data', show(process.stderr));
    child.on('error', (error) => done({ ok: false, output: `${output}\n${error.message}` }));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colour codes of terminals start with one
const colors = /\x1b\[[0-9;]*m/g;

const formats = {
  // test result: ok. 12 passed; 0 failed; ... (cargo and wasm-bindgen-test; one line a binary)
  cargo: [/^test result: .*?(\d+) passed; (\d+) failed/gm],
  //       Tests  1 failed | 12 passed (13)
  vitest: [/^\s*Tests\s+.*?(?<failed>\d+) failed/gm, /^\s*Tests\s+.*?(?<passed>\d+) passed/gm],
  //   3 failed
  //   12 passed (4.1s)
  playwright: [/^\s+(?<failed>\d+) failed$/gm, /^\s+(?<passed>\d+) passed \(/gm],
};

/** How many tests passed and failed, by what a runner printed; `runner` is one of `formats`. */
export function count(runner, output) {
  const text = output.replace(colors, '');
  let passed = 0;
  let failed = 0;
  for (const format of formats[runner]) {
    for (const found of text.matchAll(format)) {
      passed += Number(found.groups ? (found.groups.passed ?? 0) : found[1]);
      failed += Number(found.groups ? (found.groups.failed ?? 0) : found[2]);
    }
  }
  return { passed, failed };
}

/**
 * The tests of one step: what its runner counted; a command without a runner is one test.
 *
 * A step that went wrong without naming a failed test (it did not compile, say) is one failed test, and a
 * runner that ran nothing has failed as well.
 */
export function tally(step, result) {
  if (!step.counts) return result.ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { passed, failed } = count(step.counts, result.output);
  if (result.ok && passed + failed === 0) return { passed: 0, failed: 1 };
  return { passed, failed: result.ok ? failed : Math.max(failed, 1) };
}

const openings = {
  // ---- stage::test stdout ---- (then what it printed, and the panic)
  cargo: /^---- .* stdout ----$/,
  //  FAIL  tidy  layout.test.mjs > …
  vitest: /^\s*FAIL\s/,
  //   1) [page] › page/gallery.spec.ts:12:1 › …
  playwright: /^\s+\d+\) \[/,
};

/**
 * What a runner printed about each failed test, shortened: its name and the first lines of its message.
 *
 * They are repeated below the summary, since of a long log the end is what is kept and read. A step without a
 * runner, or one that names no test, has its last lines.
 */
export function failures(runner, output, { lines: most = 12 } = {}) {
  const lines = output
    .replace(colors, '')
    .split('\n')
    .filter((line) => line.trim());
  const opening = openings[runner];
  const found = opening ? lines.flatMap((line, at) => (opening.test(line) ? [at] : [])) : [];
  if (found.length === 0) return [lines.slice(-most).join('\n')];
  return found.map((at, index) =>
    lines
      .slice(at, found[index + 1])
      .slice(0, most)
      .join('\n'),
  );
}
