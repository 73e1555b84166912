/**
 * The one error class that callers see.
 *
 * A class for each kind was rejected: callers match on a word, and a word survives `postMessage`
 * and duplicate copies of this module, `instanceof` does not.
 */
import type { WireError } from '../protocol.js';
import type { ErrorKind, Problem } from '../types.js';

/** Every failure of a vectorizer. */
export class VectorizerError extends Error {
  override readonly name = 'VectorizerError';
  /** What went wrong, in a word to match on. */
  readonly kind: ErrorKind;
  /** Every wrong parameter; empty for all kinds but `invalid-params`. */
  readonly problems: readonly Problem[];

  constructor(kind: ErrorKind, message: string, options: { cause?: unknown; problems?: Problem[] } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.problems = options.problems ?? [];
  }
}

/** A file of the package could not be loaded for a reason that may pass. */
export class LoadError extends VectorizerError {
  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { cause });
  }
}

export function fromWire({ kind, message, problems }: WireError): VectorizerError {
  return new VectorizerError(kind, message, problems ? { problems } : {});
}

/** Why a signal ended a job: `AbortSignal.timeout` is a time limit, everything else a wish. */
export function cancelled(signal: AbortSignal): VectorizerError {
  if (signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError') {
    return new VectorizerError('timeout', 'The time limit of the job ran out.', { cause: signal.reason });
  }
  return new VectorizerError('cancelled', 'The job was cancelled.', { cause: signal.reason });
}

export function disposed(): VectorizerError {
  return new VectorizerError('unavailable', 'The vectorizer was disposed; create a new one.');
}

/** Any failure as a `VectorizerError`. */
export function asVectorizerError(error: unknown): VectorizerError {
  if (error instanceof VectorizerError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new VectorizerError('internal', message, { cause: error });
}
