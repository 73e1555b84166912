/**
 * Holds a Web Lock for as long as this worker lives.
 *
 * A worker that is terminated or crashes tells nobody; its locks are given back by the browser at
 * that moment, and the page's thread, which asked for the same lock, is woken. Pinging was the
 * simpler choice: it needs a timer that never rests, and a long job on this thread looks like death.
 */

/** Resolves when the lock is held, or at once where there are no locks (an insecure page). */
export function holdLife(name: string): Promise<void> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return Promise.resolve();
  return new Promise((held) => {
    const never = new Promise<never>(() => {});
    locks
      .request(name, () => {
        held();
        return never;
      })
      .catch(() => held());
  });
}
