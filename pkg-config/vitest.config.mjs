// Every unit test of TypeScript and of the tools, in one run.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  test: {
    projects: [
      'worker',
      'www',
      { test: { name: 'tidy', root: `${root}tests/tidy`, include: ['**/*.test.mjs'] } },
    ],
  },
});
