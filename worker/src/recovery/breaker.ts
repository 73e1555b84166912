/**
 * When a worker is started again, and when not: cockatiel's circuit breaker, set up for workers.
 *
 * - Files that do not load are asked for again (`loading`).
 * - The breaker counts lives: a life is a success once it finished a job (or was ended on purpose),
 *   and a failure when it did not start or was lost before. After too many failures in a row no
 *   worker is started for a while, and then one, on trial.
 */
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { loading } from './loading.js';

/** More than the deaths that {@link QUARANTINE} allows one job: a single job must not open it. */
const FRUITLESS_LIVES = 10;
const OPEN_MS = 10_000;

/** Starts lives as long as they bear fruit. */
export class Lives {
  readonly #breaker = circuitBreaker(handleAll, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FRUITLESS_LIVES),
  });
  readonly #loading;

  constructor(isLoadFailure: (error: Error) => boolean) {
    this.#loading = loading(isLoadFailure);
  }

  get state(): 'closed' | 'open' | 'half-open' {
    const { state } = this.#breaker;
    return state === CircuitState.HalfOpen ? 'half-open' : state === CircuitState.Closed ? 'closed' : 'open';
  }

  /**
   * Runs one life: `start` again and again while loading fails, then `live` until it is decided.
   *
   * @throws what `start` or `live` threw, or an error for which {@link isOpen} holds
   */
  async run<T>(start: () => Promise<T>, live: (started: T) => Promise<void>): Promise<void> {
    await this.#breaker.execute(async () => live(await this.#loading.execute(start)));
  }
}

/** Whether no attempt was made, because the breaker is open. */
export function isOpen(error: unknown): boolean {
  return error instanceof BrokenCircuitError;
}
