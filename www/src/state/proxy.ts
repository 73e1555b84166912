/** What to ask of a picture's small proxy, so that its drawing resembles the one to come. */
import type { Params } from 'pathloom';

/** Bounds of what is asked for; the schema's own are wider. */
const leastTolerance = 0.05;

/**
 * A request in the pixels of a proxy that is `scale` times as wide as its picture. What the person set in pixels
 * shrinks with it; what presets set stays, as it is made for any size.
 */
export function forProxy(request: Params, scale: number): Params {
  const scaled: Params = { ...request };
  if (request.segment?.minArea !== undefined) {
    scaled.segment = { ...request.segment, minArea: Math.round(request.segment.minArea * scale * scale) };
  }
  if (request.fit?.tolerance !== undefined) {
    scaled.fit = { ...request.fit, tolerance: Math.max(leastTolerance, request.fit.tolerance * scale) };
  }
  return scaled;
}
