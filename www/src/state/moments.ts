/**
 * Moments of the page's own thread, to begin something in that is not urgent.
 *
 * A task that is split this way lets a click or a frame come between. One long task was the simpler way, and is
 * what a person on a slow machine waits for.
 */

/** The next frame is on the screen; not before the page is looked at. */
export const painted = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** The page has nothing better to do, or has had something for so long, ms. */
export function idle(timeout = 2000): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done(), { timeout });
    else setTimeout(done, 50);
  });
}

/** The page has loaded, and has nothing better to do. */
export async function loaded(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((done) => addEventListener('load', done, { once: true }));
  await idle(4000);
}
