/** What can go wrong with storage, by what a person can do about it. */

/**
 * - `full`: no room on the disk, or the browser's share of it is used up
 * - `lost`: the browser has thrown the gallery away, or the entry is gone
 * - `damaged`: what lies there, or in an archive, can't be read
 * - `forbidden`: this browser (or its private mode) keeps nothing
 * - `internal`: anything else
 */
export type GalleryFailure = 'full' | 'lost' | 'damaged' | 'forbidden' | 'internal';

const kinds: Record<string, GalleryFailure> = {
  QuotaExceededError: 'full',
  NotFoundError: 'lost',
  InvalidStateError: 'lost',
  AbortError: 'lost',
  NotReadableError: 'damaged',
  DataError: 'damaged',
  EncodingError: 'damaged',
  TypeError: 'damaged',
  SecurityError: 'forbidden',
  InvalidAccessError: 'forbidden',
  UnknownError: 'forbidden',
};

/** Errors come out of the worker as plain `Error`s; their names stay. */
export function failureOf(error: unknown): GalleryFailure {
  return (error instanceof Error && kinds[error.name]) || 'internal';
}
