// `npm test` must count what ran, and must not call a run that did nothing a success.
import { describe, expect, test } from 'vitest';
import { count, failures, tally } from '../../pkg-config/steps.mjs';

describe('count', () => {
  test('cargo: the sum over test binaries', () => {
    const output = `running 3 tests
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.10s`;
    expect(count('cargo', output)).toEqual({ passed: 13, failed: 2 });
  });

  test('vitest, in colours', () => {
    const output =
      ' Test Files  1 failed | 2 passed (3)\n\x1b[2m      Tests \x1b[22m 1 failed | 12 passed (13)\n';
    expect(count('vitest', output)).toEqual({ passed: 12, failed: 1 });
    expect(count('vitest', '      Tests  7 passed (7)')).toEqual({ passed: 7, failed: 0 });
  });

  test('playwright', () => {
    expect(count('playwright', '  1 failed\n    [page] › a\n  11 passed (4.1s)\n')).toEqual({
      passed: 11,
      failed: 1,
    });
  });
});

describe('tally', () => {
  const step = { counts: 'cargo' };
  test('a plain command is one test', () => {
    expect(tally({}, { ok: true, output: '' })).toEqual({ passed: 1, failed: 0 });
    expect(tally({}, { ok: false, output: '' })).toEqual({ passed: 0, failed: 1 });
  });

  test('a runner that did not compile, or ran nothing, has failed', () => {
    expect(tally(step, { ok: false, output: 'error[E0308]' })).toEqual({ passed: 0, failed: 1 });
    expect(tally(step, { ok: true, output: '' })).toEqual({ passed: 0, failed: 1 });
  });
});

describe('failures', () => {
  test('repeats each failed test with the beginning of its message', () => {
    const output = [
      '  ✓  1 [page] › page/a.spec.ts:3:1 › opens (1.0s)',
      '  1) [page] › page/b.spec.ts:7:1 › closes ───',
      '',
      '    Error: expected 2, received 3',
      '  2) [page] › page/c.spec.ts:9:1 › sleeps ───',
      '    Error: timeout',
      ...Array.from({ length: 40 }, (_, line) => `      at line ${line}`),
    ].join('\n');
    const [first, second, ...rest] = failures('playwright', output, { lines: 3 });
    expect(first).toBe('  1) [page] › page/b.spec.ts:7:1 › closes ───\n    Error: expected 2, received 3');
    expect(second?.split('\n')).toHaveLength(3);
    expect(rest).toEqual([]);
  });

  test('shows the last lines where no test is named', () => {
    expect(failures('cargo', 'a\nb\n\nerror: no\n', { lines: 2 })).toEqual(['b\nerror: no']);
    expect(failures(undefined, 'too large', { lines: 2 })).toEqual(['too large']);
  });
});
