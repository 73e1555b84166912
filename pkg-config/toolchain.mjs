// Finds a Rust toolchain that can build the standard library for WebAssembly.
//
// Threads need a standard library compiled with atomics, so its sources must be there (`rust-src`). A stable
// compiler builds it when RUSTC_BOOTSTRAP=1 is set; a pinned nightly was rejected because every user of the
// crate would then need two compilers. Two sources of such a toolchain are known: rustup with the component
// rust-src, and Debian's rustc-web with rust-web-src (which also vendors the library's own dependencies).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './cache.mjs';

function output(program, ...words) {
  try {
    return execFileSync(program, words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

const firstExisting = (paths) => paths.find((path) => existsSync(path));

const sysrootOf = (rustc) => output(rustc, '--print', 'sysroot')?.trim();

/** The compiler's own linker; else the one of rustup's toolchain (Debian's compiler has none); else LLVM's. */
function findLinker(sysroot, host) {
  const own = [sysroot, sysrootOf('rustc')].map((path) => path && join(path, 'lib', 'rustlib', host, 'bin'));
  const onPath = (process.env.PATH ?? '').split(delimiter);
  const named = (folders, name) => firstExisting(folders.filter(Boolean).map((folder) => join(folder, name)));
  return named([...own, ...onPath], 'rust-lld') ?? named(onPath, 'wasm-ld');
}

function inspect(rustc, cargo) {
  const verbose = output(rustc, '-vV');
  const sysroot = sysrootOf(rustc);
  if (!verbose || !sysroot || !output(cargo, '--version')) return undefined;
  if (!existsSync(join(sysroot, 'lib', 'rustlib', 'src', 'rust', 'library', 'std', 'Cargo.toml')))
    return undefined;
  const host = /^host: (.+)$/m.exec(verbose)?.[1] ?? '';
  return { cargo, rustc, sysroot, version: verbose.split('\n')[0], linker: findLinker(sysroot, host) };
}

/** `{ cargo, rustc, sysroot, version, linker }` of the first toolchain that serves, or `undefined`. */
export function findWasmToolchain() {
  const candidates = [
    [process.env.PATHLOOM_RUSTC, process.env.PATHLOOM_CARGO],
    ['rustc', 'cargo'],
    ['/usr/bin/rustc', '/usr/bin/cargo'],
  ];
  for (const [rustc, cargo] of candidates) {
    const found = rustc && cargo && inspect(rustc, cargo);
    if (found) return found;
  }
  return undefined;
}

/** The wasm-bindgen that Cargo.toml pins; the command-line program must be the same version. */
export const wasmBindgenVersion = '0.2.130';

const features = '+bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext,+simd128';
const sharedMemory = [
  '--shared-memory',
  '--import-memory',
  '--max-memory=2147483648',
  // Recent linkers keep these to themselves unless asked; wasm-bindgen needs them to start a thread.
  ...['__heap_base', '__wasm_init_tls', '__tls_size', '__tls_align', '__tls_base'].map(
    (name) => `--export=${name}`,
  ),
];

/** Compiler flags of a build, `threads` or `single`. */
export function wasmFlags(toolchain, build) {
  const shared = build === 'threads';
  return [
    '-C',
    `target-feature=${shared ? '+atomics,' : ''}${features}`,
    ...(shared ? sharedMemory.map((argument) => `-Clink-arg=${argument}`) : []),
    ...(toolchain.linker ? [`-Clinker=${toolchain.linker}`] : []),
    // Panic messages name source files; they must not name this machine. (Those of the clone are relative
    // already; its path here would make every clone build all dependencies anew.)
    ...(process.env.CARGO_HOME || process.env.HOME
      ? [`--remap-path-prefix=${process.env.CARGO_HOME ?? join(process.env.HOME ?? '', '.cargo')}=cargo`]
      : []),
    `--remap-path-prefix=${toolchain.sysroot}=rust`,
    // A panic says what went wrong; in which line would be a twentieth of the download.
    '-Zlocation-detail=none',
    // Nor does anyone read there how a type is written out for debugging.
    '-Zfmt-debug=none',
    // A sixth of what LLVM would copy into its callers: a tenth less to download, and of traces taken in turns none
    // was slower by more than the clock wanders.
    '-Cllvm-args=-inline-threshold=40',
  ];
}

/** The environment in which cargo (or wasm-pack) builds for the browser. */
export function wasmEnvironment(toolchain, build) {
  const environment = {
    ...process.env,
    RUSTC_BOOTSTRAP: '1',
    RUSTC: toolchain.rustc,
    CARGO: toolchain.cargo,
    CARGO_ENCODED_RUSTFLAGS: wasmFlags(toolchain, build).join('\x1f'),
  };
  // rustup's proxies would otherwise force their own compiler on a system cargo.
  if (toolchain.cargo.startsWith('/'))
    environment.PATH = `${dirname(toolchain.cargo)}${delimiter}${process.env.PATH}`;
  delete environment.RUSTFLAGS;
  return environment;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = findWasmToolchain();
  if (!found) process.exit(1);
  console.log(`${found.version} (${found.sysroot}), linker ${found.linker ?? "the compiler's own"}`);
}
