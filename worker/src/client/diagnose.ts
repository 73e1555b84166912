/** Says in words what stands between a page and full speed. */
import type { Diagnosis, VectorizerInfo } from '../types.js';

const HEADERS =
  'Send the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp" ' +
  "with the page and with the worker's script.";

/** Looks at the surroundings and at what the engine became in them. */
export function diagnose(info: VectorizerInfo): Diagnosis {
  const findings: Diagnosis['findings'] = [];
  const find = (what: string, remedy: string) => findings.push({ what, remedy });
  if (typeof isSecureContext === 'boolean' && !isSecureContext) {
    find(
      'The page is not a secure context, so the browser withholds shared memory.',
      'Serve it over HTTPS or from localhost.',
    );
  } else if (!info.isolated) {
    find('The page is not cross-origin isolated, so the engine runs on one thread.', HEADERS);
  } else if (typeof SharedArrayBuffer === 'undefined') {
    find(
      'The browser has no SharedArrayBuffer.',
      'Use a current version of Chrome, Edge, Firefox or Safari.',
    );
  } else if (info.build === 'single') {
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
  const runs = `pathloom ${info.version}: ${info.build === 'threads' ? `${info.threads} threads` : 'one thread'}, at most ${info.maxMemoryMiB} MiB.`;
  const text = [runs, ...findings.map(({ what, remedy }) => `- ${what} ${remedy}`)].join('\n');
  return { ok: findings.length === 0, findings, text };
}
