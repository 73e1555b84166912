/**
 * Fetches and compiles the engine, once a vectorizer: workers get the compiled module, so that
 * replacing one costs no compilation and no worker needs to know an address.
 */
import type { Build } from '../protocol.js';
import { loading } from '../recovery/loading.js';
import type { VectorizerOptions } from '../types.js';
import { LoadError, VectorizerError } from './errors.js';

/** Said wherever a file of the package is not where it should be; the usual reason is a bundler. */
export const BUNDLER_HINT =
  "With the development server of Vite 7 or older add optimizeDeps: { exclude: ['pathloom'] } to its configuration; " +
  'elsewhere serve the files of pathloom/dist and name them in the options workerUrl and wasmUrl.';

/** Addresses of the package's files, as bundlers find them unless the caller says otherwise. */
export interface Addresses {
  worker: string | URL;
  threads: string | URL;
  single: string | URL;
  /** Rarer formats and VTracer. */
  extras: string | URL;
}

export function withOverrides(found: Addresses, { workerUrl, wasmUrl }: VectorizerOptions): Addresses {
  const worker = workerUrl ?? found.worker;
  if (wasmUrl === undefined) return { ...found, worker };
  if (typeof wasmUrl === 'string' || wasmUrl instanceof URL)
    return { ...found, worker, threads: wasmUrl, single: wasmUrl };
  return { ...found, worker, ...wasmUrl };
}

async function compile(url: string | URL): Promise<WebAssembly.Module> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin' });
  } catch (cause) {
    throw new LoadError(`${url} could not be fetched. ${BUNDLER_HINT}`, cause);
  }
  if (!response.ok) {
    const said = `${url} could not be fetched: the server answered ${response.status}. ${BUNDLER_HINT}`;
    // What is not there now will not be there in a second; a server that is overloaded may recover.
    throw response.status >= 500 ? new LoadError(said) : new VectorizerError('unavailable', said);
  }
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/wasm')) {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch (cause) {
      throw uncompilable(url, cause);
    }
  }
  const bytes = await response.arrayBuffer();
  const magic = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  if (magic.join() !== '0,97,115,109') {
    throw new VectorizerError('unavailable', `${url} is not a WebAssembly file. ${BUNDLER_HINT}`);
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw uncompilable(url, cause);
  }
}

function uncompilable(url: string | URL, cause: unknown): VectorizerError {
  return new VectorizerError(
    'unavailable',
    `${url} does not compile. The browser may lack WebAssembly SIMD, or a content security policy forbids it: ` +
      "allow script-src 'wasm-unsafe-eval'.",
    { cause },
  );
}

/** Compiled modules by build; each address is fetched at most once with success. */
export class Modules {
  readonly #compiled = new Map<Build | 'extras', Promise<WebAssembly.Module>>();
  readonly #loading = loading((error) => error instanceof LoadError);

  constructor(private readonly addresses: Addresses) {}

  get(build: Build | 'extras'): Promise<WebAssembly.Module> {
    let module = this.#compiled.get(build);
    if (!module) {
      module = compile(this.addresses[build]);
      this.#compiled.set(build, module);
      module.catch(() => this.#compiled.delete(build));
    }
    return module;
  }

  /** Asks again when they do not load; for the builds, the one who starts the worker does. */
  extras(): Promise<WebAssembly.Module> {
    return this.#loading.execute(() => this.get('extras'));
  }
}
