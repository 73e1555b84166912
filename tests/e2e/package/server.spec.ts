// On a server: importing does nothing, creating fails in words.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

test('Node imports the package without harm, and hears that there is no browser', () => {
  const entry = fileURLToPath(new URL('../../../worker/dist/index.js', import.meta.url));
  const program = `
    const before = Object.keys(globalThis).length;
    const { createVectorizer, VectorizerError } = await import(${JSON.stringify(entry)});
    const error = await createVectorizer().catch((error) => error);
    console.log(JSON.stringify({
      added: Object.keys(globalThis).length - before,
      known: error instanceof VectorizerError,
      kind: error.kind,
    }));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({ added: 0, known: true, kind: 'unavailable' });
});
