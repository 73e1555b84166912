/** Failures as the page shows them. */
import { type ErrorKind, type Problem, VectorizerError } from 'pathloom';

/** What went wrong, ready for display. */
export type Failure = { kind: ErrorKind; message: string; problems: readonly Problem[] };

/** Any error as a failure; null for a job that was cancelled, which is no news to a person. */
export function toFailure(error: unknown): Failure | null {
  if (error instanceof VectorizerError) {
    const { kind, message, problems } = error;
    return kind === 'cancelled' ? null : { kind, message, problems };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof TypeError ? 'unavailable' : 'internal', message, problems: [] };
}
