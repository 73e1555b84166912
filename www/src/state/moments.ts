/** Runs something when the page has loaded and the browser has nothing else to do. */
export function afterLoad(work: () => void): void {
  const whenIdle = (): void => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 4000 });
    else setTimeout(work, 1500);
  };
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle, { once: true });
}
