// Fills the gallery of a page with N entries, as the gallery's worker writes them (www/src/gallery/database.ts).
//
// Written straight into the stores, because ten thousand honest traces would take an hour. The thumbnails are
// real WebP pictures of the usual sizes; the drawings are small.
//
// usage: node benches/page/seed.mjs URL N     opens a Chromium to look at the gallery with N entries

/** Runs in the page, whose gallery has been opened once, so that the stores exist. */
async function fill(total) {
  const database = await new Promise((done, fail) => {
    const request = indexedDB.open('pathloom', 1);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const picture = async (side, at) => {
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    context.scale(side / 320, side / 320);
    for (let disc = 0; disc < 60; disc += 1) {
      context.fillStyle = `hsl(${(at * 40 + disc * 23) % 360} 65% ${30 + ((disc * 7) % 50)}%)`;
      context.beginPath();
      context.arc((disc * 97) % 320, (disc * 61 + at * 13) % 320, 12 + ((disc * 11) % 40), 0, 7);
      context.fill();
    }
    return (await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })).arrayBuffer();
  };
  const thumbnails = [];
  for (let at = 0; at < 12; at += 1)
    thumbnails.push({ small: await picture(96, at), large: await picture(320, at) });
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="m0 0h9v9z"/></svg>';
  const packed = await new Response(
    new Blob([svg]).stream().pipeThrough(new CompressionStream('gzip')),
  ).blob();
  const stores = ['entries', 'drawings', 'names'];
  for (let begin = 0; begin < total; begin += 250) {
    const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' });
    const [entries, drawings, names] = stores.map((name) => transaction.objectStore(name));
    for (let at = begin; at < Math.min(total, begin + 250); at += 1) {
      const id = crypto.randomUUID();
      const name = `picture ${at} of ${total}.png`;
      const modified = 1.7e12 + at * 60_000;
      const bytes = 1000 + ((at * 7919) % 400_000);
      const stats = {
        width: 9,
        height: 9,
        paths: 1 + (at % 3000),
        curves: 3,
        coordinates: 6,
        colors: 1,
        bytes,
      };
      const natural = name.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
      const order = {
        newest: [-modified, id],
        oldest: [modified, id],
        name: [natural, id],
        largest: [-bytes, id],
      };
      const settings = { preset: 'auto', values: {}, recolor: [] };
      const kept = { settings, stats, source: null, thumbnails: thumbnails[at % 12], order };
      entries.put({ id, name, created: modified, modified, ...kept });
      drawings.put(packed, id);
      names.put(0, [name, id, modified, bytes]);
    }
    await new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
  }
  database.close();
  // As the page notes what it keeps (www/src/state/keeping.svelte.ts).
  if (total > 0) localStorage.setItem('pathloom.kept', '1');
}

/** Opens and closes the gallery, so that its stores are there, then fills them. */
export async function seedGallery(page, total) {
  await page.getByRole('button', { name: 'Gallery', exact: true }).waitFor();
  await page.keyboard.press('g');
  await page.getByRole('dialog', { name: 'Gallery' }).getByText('Nothing here yet').waitFor();
  await page.keyboard.press('Escape');
  await page.evaluate(fill, total);
  await page.reload();
}

if (process.argv[1]?.endsWith('seed.mjs')) {
  const { chromium } = await import('@playwright/test');
  const { findChromium } = await import('../../pkg-config/chromium.mjs');
  const [url, total] = process.argv.slice(2);
  const executablePath = findChromium();
  const browser = await chromium.launch({ headless: false, ...(executablePath ? { executablePath } : {}) });
  const page = await browser.newPage();
  await page.goto(url);
  await seedGallery(page, Number(total));
}
