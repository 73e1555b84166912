/**
 * Says in words what stands between a page and full speed, and how to mend it.
 *
 * It tries rather than asks where that is possible: a policy or a missing header is seen by what
 * fails, not by what a server says of itself.
 */
import { simd, threads } from 'wasm-feature-detect';
import type { Diagnosis, VectorizerInfo, VectorizerStats } from '../types.js';

const HEADERS =
  'Send the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp" ' +
  "with the page and with the worker's script.";
const MIB = 1_048_576;

/** What there is to look at. Without a vectorizer only the surroundings are. */
export interface Surroundings {
  info?: VectorizerInfo | undefined;
  stats?: VectorizerStats | undefined;
  /** Where the worker's script is. */
  worker: string | URL;
  /** Where the rarer formats and VTracer are. */
  extras: string | URL;
}

type Find = (what: string, remedy: string) => void;

/** Whether the page's policy lets WebAssembly compile: the smallest module there is. */
function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

async function headersOf(url: string | URL): Promise<Headers | undefined> {
  try {
    const response = await fetch(url, { method: 'HEAD', credentials: 'same-origin' });
    return response.ok ? response.headers : undefined;
  } catch {
    return undefined;
  }
}

async function browser(find: Find): Promise<void> {
  if (typeof Worker === 'undefined' || typeof WebAssembly === 'undefined') {
    find('There are no web workers or there is no WebAssembly.', 'Run this in a current browser.');
    return;
  }
  if (!mayCompile()) {
    find(
      'The content security policy forbids WebAssembly.',
      "Add 'wasm-unsafe-eval' to script-src, in the policy of the page and of the worker's script.",
    );
  }
  if (!(await simd())) {
    find('The browser has no WebAssembly SIMD.', 'Use Chrome or Edge 91, Firefox 89, Safari 16.4 or later.');
  }
}

async function isolation(find: Find, worker: string | URL): Promise<void> {
  if (typeof isSecureContext === 'boolean' && !isSecureContext) {
    find(
      'The page is not a secure context, so the browser withholds shared memory.',
      'Serve it over HTTPS or from localhost.',
    );
    return;
  }
  if (typeof crossOriginIsolated === 'boolean' && !crossOriginIsolated) {
    find('The page is not cross-origin isolated, so the engine runs on one thread.', HEADERS);
  } else if (typeof SharedArrayBuffer === 'undefined' || !(await threads())) {
    find(
      'The browser has no shared WebAssembly memory.',
      'Use a current version of Chrome, Edge, Firefox or Safari.',
    );
  }
  const headers = await headersOf(worker);
  if (!headers) {
    find(
      `The worker's script cannot be fetched from ${worker}.`,
      "Serve worker.js on the page's own origin and name it in the option workerUrl; allow it by worker-src and connect-src 'self'.",
    );
  } else if (
    typeof crossOriginIsolated === 'boolean' &&
    crossOriginIsolated &&
    !headers.get('Cross-Origin-Embedder-Policy')
  ) {
    find("The worker's script comes without isolation headers, so it may not share memory.", HEADERS);
  }
}

async function reach(find: Find, extras: string | URL): Promise<void> {
  if (await headersOf(extras)) return;
  find(
    `The file for WebP, TIFF, ICO, PNM, QOI and VTracer cannot be fetched from ${extras}.`,
    "Serve pathloom-extras.wasm there, or name its place in the option wasmUrl; allow it by connect-src 'self'.",
  );
}

function engine(find: Find, info: VectorizerInfo): void {
  if (info.isolated && info.build === 'single') {
    find(
      info.fallback ?? 'The engine runs on one thread.',
      'See the message; threads can be allowed by the options threads and flags.threads.',
    );
  }
  if (info.build === 'threads' && info.threads === 1) {
    find(
      'One thread traces.',
      'Leave the option threads at "auto"; on a machine with one core there is nothing to mend.',
    );
  }
  if (info.maxMemoryMiB < 512) {
    find(
      `The engine may use ${info.maxMemoryMiB} MiB only; large pictures will not fit.`,
      'Raise maxMemoryMiB, or close other tabs.',
    );
  }
}

function history(
  find: Find,
  { worker, engine: { memoryBytes } }: VectorizerStats,
  info: VectorizerInfo,
): void {
  const used = memoryBytes / MIB;
  if (used > 0.8 * info.maxMemoryMiB) {
    find(
      `The engine holds ${used.toFixed(0)} of at most ${info.maxMemoryMiB} MiB.`,
      'Close open pictures that are no longer needed, lower prepare.maxPixels or raise maxMemoryMiB.',
    );
  }
  if (worker.breaker !== 'closed') {
    find(
      'Worker after worker was lost, so that none is started for some seconds.',
      'Look into the console for the reason; a browser that is short of memory ends workers.',
    );
  }
  const lost = worker.lost - worker.lostBy.stopped;
  if (lost > 0) {
    const causes = Object.entries(worker.lostBy)
      .filter(([cause, count]) => count > 0 && cause !== 'stopped')
      .map(([cause, count]) => `${cause} ${count}`);
    find(
      `${lost} worker${lost === 1 ? ' was' : 's were'} lost and replaced (${causes.join(', ')}).`,
      'A trap is a fault in Pathloom: please report it with the picture. Otherwise the machine may be short of memory.',
    );
  }
}

/** Looks at the surroundings and at what the engine became in them. */
export async function diagnose({ info, stats, worker, extras }: Surroundings): Promise<Diagnosis> {
  const findings: Diagnosis['findings'] = [];
  const find: Find = (what, remedy) => findings.push({ what, remedy });
  await browser(find);
  if (typeof Worker !== 'undefined') await isolation(find, worker);
  await reach(find, extras);
  if (info) engine(find, info);
  if (info && stats) history(find, stats, info);
  const runs = info
    ? `pathloom ${info.version}: ${info.build === 'threads' ? `${info.threads} threads` : 'one thread'}, at most ${info.maxMemoryMiB} MiB.`
    : 'pathloom: no engine runs.';
  const text = [runs, ...findings.map(({ what, remedy }) => `- ${what} ${remedy}`)].join('\n');
  return { ok: findings.length === 0, findings, text };
}
