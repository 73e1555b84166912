/**
 * Bitmaps made off the page's thread: the one door to the raster worker.
 *
 * Comlink carries the calls: one promise each, and what is given away is not copied. Messages of our own were
 * rejected: they would be Comlink again.
 */
import { type Remote, wrap } from 'comlink';
import type { RasterService } from './service';

export type { NodesShown } from './nodes';
export type { Look } from './original';
export type { Region } from './region';
export type { Compared, NodesOrder, Order } from './service';

let service: Remote<RasterService> | null = null;

/** The worker, started at the first call. */
export function raster(): Remote<RasterService> {
  service ??= wrap<RasterService>(
    new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'raster' }),
  );
  return service;
}

let numbered = 0;

/** A number that no other picture or drawing has. */
export function newNumber(): number {
  numbered += 1;
  return numbered;
}
