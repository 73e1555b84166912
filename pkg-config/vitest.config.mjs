// Every unit test of TypeScript and of the tools, in one run.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const workspaces = ['worker', 'www'].filter((folder) => existsSync(`${root}${folder}/package.json`));
const tidy = { test: { name: 'tidy', root: `${root}tests/tidy`, include: ['**/*.test.mjs'] } };

export default defineConfig({ root, test: { projects: [...workspaces, tidy] } });
