/**
 * A start that is late gets another one beside it; the first that is ready wins, the others are ended.
 *
 * A worker that is killed before its script runs tells nobody: there is no event for it, and no lock
 * yet that could come free. A short limit was the simpler rule, and takes a slow network for death; a
 * long one makes each such death cost as long. A hedge does neither: what is merely slow still wins.
 */

/**
 * So many starts beside each other, the first included. When all of them were ended before their scripts ran, only a
 * time limit notices; with five, a hundred kills at random moments of a busy machine came to that.
 */
const MOST = 8;
/** Late is who takes so many times longer than starts usually do. */
const LATE = 2;
const LEAST_PATIENCE_MS = 150;
/** The next one waits so many times longer: a machine that is busy must not get all of them at once. */
const GROWTH = 1.25;
const REMEMBERED = 8;

export class Hedge {
  readonly #took: number[] = [];

  /**
   * @param isGone whether a start failed because its worker was ended, which says nothing about the next
   * @param onLate a start gets another one beside it
   */
  constructor(
    private readonly isGone: (error: unknown) => boolean,
    private readonly onLate = () => {},
  ) {}

  /** How long a start may take before another one begins; nothing before any was seen. */
  get patienceMs(): number | undefined {
    const sorted = [...this.#took].sort((a, b) => a - b);
    const usual = sorted[sorted.length >> 1];
    return usual === undefined ? undefined : Math.max(LATE * usual, LEAST_PATIENCE_MS);
  }

  /**
   * Runs `start` until it is ready, once more when it is late or its worker is gone. A start whose
   * signal is aborted has lost and must end what it began, even when it was ready already.
   *
   * @throws what the last start threw, when none is left
   */
  run<T>(start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const running = new Set<AbortController>();
      let begun = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = () => {
        this.onLate();
        begin();
      };
      const begin = () => {
        clearTimeout(timer);
        const own = new AbortController();
        running.add(own);
        begun += 1;
        const patience = this.patienceMs;
        if (patience !== undefined && begun < MOST)
          timer = setTimeout(late, patience * GROWTH ** (begun - 1));
        const beganAt = performance.now();
        start(own.signal).then(
          (ready) => {
            if (!running.delete(own)) return;
            clearTimeout(timer);
            for (const other of running) other.abort();
            running.clear();
            this.#took.push(performance.now() - beganAt);
            if (this.#took.length > REMEMBERED) this.#took.shift();
            resolve(ready);
          },
          (error) => {
            if (!running.delete(own)) return;
            if (this.isGone(error) && begun < MOST) begin();
            else if (running.size === 0) {
              clearTimeout(timer);
              reject(error);
            }
          },
        );
      };
      begin();
    });
  }
}
