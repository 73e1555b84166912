/** The colours of the error view; the page's legend shows the same. */

/** dE at which they are at their hottest. */
export const hottest = 20;

/** Red, green, blue, alpha, evenly spaced: nothing, yellow, orange, red, dark. */
export const heatStops: readonly (readonly [number, number, number, number])[] = [
  [255, 238, 170, 0],
  [255, 214, 90, 150],
  [246, 134, 46, 215],
  [205, 38, 48, 240],
  [92, 6, 60, 255],
];
