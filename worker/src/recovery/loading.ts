/** Asks again for a file that did not load: cockatiel's retry, with exponential backoff and jitter. */
import { ExponentialBackoff, handleWhen, type RetryPolicy, retry } from 'cockatiel';

export function loading(isLoadFailure: (error: Error) => boolean): RetryPolicy {
  return retry(handleWhen(isLoadFailure), {
    maxAttempts: 3,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 }),
  });
}
