/**
 * The one table of what goes wrong and what is done about it; nothing else in the package decides
 * that.
 *
 * The engine is deterministic: what trapped twice traps again, so two such deaths end a job. A
 * worker that vanished says little about the job it ran (the browser, the system or a test ended it),
 * so only a long row of those does: where workers vanish from 30 % of all attempts by chance, two in a
 * row happen to one job in eleven, eight to one in fifteen thousand.
 */
import type { ErrorKind, LossCause } from '../types.js';

/**
 * What a job's error means for the job.
 *
 * - `final`: the same input fails in the same way
 * - `smaller`: it may fit with fewer pixels
 */
export type Treatment = 'final' | 'smaller';

export const TREATMENT: Readonly<Record<ErrorKind, Treatment>> = {
  unsupported: 'final',
  malformed: 'final',
  truncated: 'final',
  'too-large': 'final',
  'invalid-params': 'final',
  cancelled: 'final',
  timeout: 'final',
  'queue-full': 'final',
  'out-of-memory': 'smaller',
  'worker-lost': 'final',
  unavailable: 'final',
  internal: 'final',
};

/** With this much blame a job is given up. */
export const QUARANTINE = 8;

/** How much a job that ran is to blame for a loss; after the loss it is sent again at once, up to {@link QUARANTINE}. */
export const BLAME: Readonly<Record<LossCause, number>> = {
  trap: 4,
  'out-of-memory': 4,
  crash: 4,
  hang: 4,
  vanished: 1,
  stopped: 0,
};
