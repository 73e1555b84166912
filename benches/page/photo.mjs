// A photo as a camera makes it: 4000 × 3000, JPEG, with grain. Composed in the browser from the corpus, since no
// photo of that size is in the repository.

/** Runs in the page; leaves the file in `globalThis.photo`. */
async function compose() {
  const load = async (name) => createImageBitmap(await (await fetch(`/corpus/pictures/${name}.png`)).blob());
  const [astronaut, coffee] = await Promise.all(['astronaut', 'coffee'].map(load));
  const context = new OffscreenCanvas(4000, 3000).getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(coffee, 0, 0, 2000, 1500);
  context.drawImage(astronaut, 2000, 0, 2000, 2000);
  context.drawImage(astronaut, 0, 1500, 1500, 1500);
  context.drawImage(coffee, 1500, 2000, 2500, 1000);
  const picture = context.getImageData(0, 0, 4000, 3000);
  let state = 1;
  for (let at = 0; at < picture.data.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (at % 4 !== 3) picture.data[at] += ((state >>> 24) + ((state >>> 16) & 255) - 255) / 48;
  }
  context.putImageData(picture, 0, 0);
  const blob = await context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  globalThis.photo = new File([blob], 'photo.jpg', { type: 'image/jpeg' });
}

/** Puts the photo into the page, ready to be dropped. */
export async function bringPhoto(page) {
  await page.evaluate(compose);
}
