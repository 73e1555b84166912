// The rules of the house that a program can check: who may import whom, how long a file may be, what must
// not be in the repository. Each rule is a function from files (path → text) to complaints, so that the
// tests can hand it a wrong file. A general tool (dependency-cruiser, cargo-modules) was rejected: it knows
// one language of the two, and this is short.

/** @typedef {Map<string, string>} Files path relative to the top of the repository → text */

// Rust ------------------------------------------------------------------------------------------------------

/** A module may import itself and what stands on a lower step. */
const rustSteps = [
  ['error'],
  ['limits'],
  ['context'],
  ['parallel'],
  ['params', 'image'],
  ['model'],
  ['stages'],
  ['pipeline'],
  ['runtime'],
  ['wasm', 'extras', 'cli'],
];
const stepOf = new Map(rustSteps.flatMap((names, step) => names.map((name) => [name, step])));
const facade = new Set(['src/lib.rs', 'src/main.rs']);
const browserCrates = /\b(wasm_bindgen\w*|js_sys|web_sys|serde_wasm_bindgen|console_error_panic_hook)\b/;

const withoutComments = (text) => text.replace(/^\s*\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');

/** The first two names of each item in `crate::a::b` and `crate::{a::b, c::d::{e, f}}`. */
function cratePaths(text) {
  const paths = [...text.matchAll(/\bcrate::(\w+)(?:::(\w+))?/g)].map((found) => [found[1], found[2]]);
  for (const { index } of text.matchAll(/\bcrate::\{/g)) {
    let depth = 1;
    let item = '';
    for (let at = text.indexOf('{', index) + 1; depth > 0 && at < text.length; at += 1) {
      const letter = text[at];
      if (letter === '{') depth += 1;
      if (letter === '}') depth -= 1;
      if ((depth === 1 && letter === ',') || depth === 0) {
        const names = item.trim().split('::');
        if (names[0]) paths.push([names[0], names[1]]);
        item = '';
      } else item += letter;
    }
  }
  return paths;
}

/** `pub use context::{Context, Control}` in lib.rs: the name at the crate root → the module behind it. */
function reexports(lib) {
  const found = new Map();
  for (const [, module, names] of lib.matchAll(/pub use (\w+)(?:::\w+)*::(\{[^}]*\}|\w+)/g))
    for (const name of names.match(/\w+/g) ?? []) found.set(name, module);
  return found;
}

/** @param {Files} files */
export function rustArrows(files) {
  const complaints = [];
  const atRoot = reexports(files.get('src/lib.rs') ?? '');
  for (const [path, whole] of files) {
    if (!path.startsWith('src/') || !path.endsWith('.rs')) continue;
    const text = withoutComments(whole);
    const [, own = '', stage = ''] = path.replace(/(\/mod)?\.rs$/, '').split('/');
    const browser = browserCrates.exec(text);
    if (browser && own !== 'wasm') complaints.push(`${path}: only src/wasm may name ${browser[0]}`);
    if (facade.has(path)) continue;
    if (!stepOf.has(own)) {
      complaints.push(`${path}: module ${own} has no place in the order (tests/tidy/rules.mjs)`);
      continue;
    }
    for (const [name, next] of cratePaths(text)) {
      const target = stepOf.has(name) ? name : atRoot.get(name);
      if (target === undefined || target === own) {
        const sibling = name === 'stages' && own === 'stages' && stage !== '' && next !== stage;
        if (sibling) complaints.push(`${path}: stage ${stage} must not know its sibling ${next}`);
      } else if (stepOf.get(target) >= stepOf.get(own)) {
        complaints.push(`${path}: ${own} must not know ${target}`);
      }
    }
    const outside =
      /\bsuper::super::super\b|^[^:\n]*\bsuper::super::(trace|fit|write|segment|prepare|decode)\b/m;
    if (own === 'stages' && outside.test(text)) complaints.push(`${path}: super::super leaves the stage`);
  }
  return complaints;
}

// TypeScript --------------------------------------------------------------------------------------------------

function resolveImport(from, to) {
  if (!to.startsWith('.')) return to;
  const parts = from.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Every module that a file imports, resolved; `isType` when only its types are. */
function imports(path, whole) {
  const text = withoutComments(whole);
  const found = [];
  const statements = /\b(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]*?\s+from\s+)?['"]([^'"]+)['"]/g;
  for (const [, type, to] of text.matchAll(statements))
    found.push({ to: resolveImport(path, to), isType: Boolean(type) });
  for (const [, to] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ to: resolveImport(path, to), isType: false });
  return found;
}

const under = (folder) => (path) => path.startsWith(folder);

/** `from` and `to` are tests of a path; `typesToo: false` lets an import of types alone pass. */
const typescriptArrows = [
  {
    from: under('worker/src/client/'),
    to: under('worker/src/runtime/'),
    why: 'client and runtime know the protocol, never each other',
  },
  {
    from: under('worker/src/runtime/'),
    to: under('worker/src/client/'),
    why: 'client and runtime know the protocol, never each other',
  },
  {
    from: (path) => path.startsWith('worker/src/') && !path.startsWith('worker/src/runtime/'),
    to: under('worker/wasm/'),
    why: 'only runtime imports the generated wasm glue',
  },
  {
    from: (path) => path.startsWith('worker/src/recovery/') || path === 'worker/src/protocol.ts',
    to: (path) => /^worker\/src\/(client|runtime)\//.test(path),
    why: 'the protocol and recovery stand below client and runtime',
  },
  { from: under('worker/'), to: under('www/'), why: 'the package does not know the page' },
  {
    from: under('www/'),
    to: (path) => path.startsWith('worker/') || (path.startsWith('pathloom/') && !path.endsWith('?url')),
    why: "the page imports only the package's public entry",
  },
  { from: under('www/src/ui/'), to: under('www/src/state/'), why: 'ui components take props, not state' },
  {
    from: (path) => path.startsWith('www/src/') && !path.startsWith('www/src/gallery/'),
    to: (path) => path === 'idb' || /^www\/src\/gallery\/(database|store|worker|archive)(\.|$)/.test(path),
    why: 'only the gallery uses IndexedDB, and only its worker',
    typesToo: false,
  },
  {
    from: under('www/src/state/'),
    to: (path) => path.endsWith('.svelte'),
    why: 'state does not know components',
  },
  {
    from: under('www/src/raster/'),
    to: (path) => /^www\/src\/(state|preview|ui|controls|shell|gallery|performance)\//.test(path),
    why: 'the raster worker knows nothing of the page',
  },
];

/** @param {Files} files */
export function typescriptImports(files) {
  const complaints = [];
  for (const [path, text] of files) {
    if (!/^(worker|www)\/src\/.*\.(ts|svelte|mjs|js)$/.test(path)) continue;
    for (const { to, isType } of imports(path, text))
      for (const arrow of typescriptArrows)
        if (arrow.from(path) && arrow.to(to) && (arrow.typesToo !== false || !isType))
          complaints.push(`${path} → ${to}: ${arrow.why}`);
  }
  return complaints;
}

/** The protocol is types only: it imports types, and exports nothing that exists at run time. @param {Files} files */
export function protocolIsTypes(files) {
  const path = 'worker/src/protocol.ts';
  const text = files.get(path);
  if (text === undefined) return [];
  const complaints = imports(path, text)
    .filter(({ isType }) => !isType)
    .map(({ to }) => `${path}: imports more than types of ${to}`);
  if (/^export (default|const|let|var|function|class|async|enum)/m.test(text))
    complaints.push(`${path}: exports a value`);
  return complaints;
}

// Everything ----------------------------------------------------------------------------------------------------

const isSource = (path) => /\.(rs|ts|svelte|mjs|js|css|sh)$/.test(path) && !/generated|golden/.test(path);

/** @param {Files} files */
export function fileLengths(files) {
  const complaints = [];
  for (const [path, text] of files) {
    const lines = text.split('\n').length - 1;
    const head = text.split('\n').slice(0, 40).join('\n');
    if (isSource(path) && lines > 600 && !/long because/i.test(head))
      complaints.push(`${path}: ${lines} lines; split it, or say at its top "long because …"`);
  }
  return complaints;
}

// In pieces, so that this file does not break its own rules.
const machinePaths = new RegExp(['/wor', 'k/|/far', 'm/|/roo', 't/|/tm', 'p/[a-z]'].join(''));
const stubs = new RegExp(
  [
    '\\btodo',
    '!\\(|\\bunimplemented',
    '!\\(|FIX',
    'ME|XX',
    'X|\\b(test|it|describe)\\.(skip|on',
    'ly)\\(|#\\[ign',
    'ore',
  ].join(''),
);

function linesMatching(files, pattern, accepts, complaint) {
  const complaints = [];
  for (const [path, text] of files) {
    if (!accepts(path)) continue;
    text.split('\n').forEach((line, at) => {
      if (pattern.test(line)) complaints.push(`${path}:${at + 1}: ${complaint}: ${line.trim().slice(0, 90)}`);
    });
  }
  return complaints;
}

/** @param {Files} files */
export const namesOfMachines = (files) =>
  linesMatching(files, machinePaths, (path) => !/lock(\.json)?$/.test(path), 'a path of one machine');

/** @param {Files} files */
export const unfinishedWork = (files) => linesMatching(files, stubs, isSource, 'a stub or a skipped test');

/** `npm ci` needs every platform's package in the lock file, and no registry's address. @param {Files} files */
export function lockFile(files) {
  const text = files.get('package-lock.json');
  if (text === undefined) return [];
  const complaints = [];
  const packages = JSON.parse(text).packages;
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  for (const [path, entry] of Object.entries(packages)) {
    if (typeof entry.resolved === 'string' && /^https?:/.test(entry.resolved))
      complaints.push(`package-lock.json: ${path} records an address`);
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      if (!names.has(name)) complaints.push(`package-lock.json: ${name}, which ${path} may need, is missing`);
  }
  return complaints;
}
