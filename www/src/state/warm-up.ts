/**
 * Traces two small made-up pictures while the page is idle.
 *
 * A browser runs fresh WebAssembly in a slow form until it has seen which functions are busy; without this the
 * person's first picture pays for it. Nothing of the result is kept.
 */
import type { Params, Vectorizer } from 'pathloom';

const side = 160;

/** Discs of flat colour with soft edges, as in a logo. */
function flat(context: OffscreenCanvasRenderingContext2D): void {
  for (const [at, color] of ['#0b6e5c', '#f2b84b', '#e8684a', '#17191a'].entries()) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(40 + 26 * at, 50 + 20 * at, 36 - 5 * at, 0, 7);
    context.fill();
  }
}

/** Shading with grain, as in a photo. */
function grainy(context: OffscreenCanvasRenderingContext2D): void {
  const picture = context.createImageData(side, side);
  let state = 1;
  for (let at = 0; at < picture.data.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const shade = ((at >> 2) % side) + (at >> 11);
    picture.data[at] = at % 4 === 3 ? 255 : shade / 2 + (state >>> 27);
  }
  context.putImageData(picture, 0, 0);
}

/** Never rejects: a failure here shows again, in words, with the first real picture. */
export async function warmUp(vectorizer: Vectorizer): Promise<void> {
  const pictures: [typeof flat, Params][] = [
    [flat, { preset: 'logo' }],
    [grainy, { preset: 'photo' }],
  ];
  try {
    for (const [draw, params] of pictures) {
      const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
      if (!context) return;
      draw(context);
      await vectorizer.vectorize(context.getImageData(0, 0, side, side), params, { priority: 'batch' });
    }
  } catch {
    // See above.
  }
}
