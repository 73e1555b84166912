/**
 * The service worker, as the page knows it: installed once the page is at rest, and telling of new versions.
 *
 * A new version waits for the person's word. Reloading by itself was rejected: it would throw away a picture that
 * is being tuned.
 */

/** How often an open page looks for a new version when it is looked at again, ms. */
const pause = 3_600_000;

export class Offline {
  /** A new version is installed and waits. */
  waiting = $state.raw<ServiceWorker | null>(null);

  /** Installs it, in the built page. */
  begin(): void {
    if (import.meta.env.PROD && 'serviceWorker' in navigator) void this.#register();
  }

  /** Lets the new version take over, and loads it. */
  reload(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.waiting?.postMessage('take over');
  }

  async #register(): Promise<void> {
    try {
      const url = new URL('service-worker.js', document.baseURI);
      const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
      this.#watch(registration);
    } catch {
      // Storage is forbidden, or the host serves the file wrongly: the page works, online.
    }
  }

  #watch(registration: ServiceWorkerRegistration): void {
    // Without a controller it is the first version, and there is nothing to replace.
    const look = (): void => {
      this.waiting = navigator.serviceWorker.controller ? registration.waiting : null;
    };
    registration.addEventListener('updatefound', () =>
      registration.installing?.addEventListener('statechange', look),
    );
    look();
    let last = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - last < pause) return;
      last = Date.now();
      void registration.update().catch(() => {});
    });
  }
}
