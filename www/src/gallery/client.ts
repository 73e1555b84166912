/** The page's side of the gallery's worker: started by its first use. */
import { type Remote, wrap } from 'comlink';
import type { GalleryWorker } from './worker';

let started: Remote<GalleryWorker> | null = null;

/** Errors reject as plain `Error`s with the name of the original. */
export function gallery(): Remote<GalleryWorker> {
  if (!started) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'gallery' });
    started = wrap<GalleryWorker>(worker);
  }
  return started;
}
