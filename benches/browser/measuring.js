// What the runtime's measurements share: a clock, quantiles, and pictures.

export const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
};
export const spread = (values) => ({
  count: values.length,
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
});
export const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
export const quiet = { logger: { warn() {} } };
export const photo = '/corpus/pictures/astronaut.png';
export const icons = ['wagon', 'otter', 'pirate'].map((name) => `/corpus/pictures/${name}.png`);

export const repeat = async (count, work) => {
  for (let turn = 0; turn < count; turn += 1) await work(turn);
};

export async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

/** The page's own memory, MiB, without garbage; what a running function's stack names is only gone in a later turn. */
export async function heap() {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await pause(50);
  }
  return (performance.memory?.usedJSHeapSize ?? 0) / 2 ** 20;
}

export async function warmedUp(vectorizer) {
  while (!(await vectorizer.engineStats()).warmUp.done) await pause(50);
}

export async function pixels(url, width, height = width) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob(), { premultiplyAlpha: 'none' });
  const context = new OffscreenCanvas(width ?? bitmap.width, height ?? bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0, context.canvas.width, context.canvas.height);
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

export const median = (values) => quantile(values, 0.5);
