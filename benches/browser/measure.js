// Runs in the page: times one tracer on one picture, from decoded pixels to SVG text.
//
// Every tracer is started before the clock runs. Pathloom's stage cache is off, or the second run would cost
// nothing; its moved dial is measured apart, with the cache on, as people use it.

async function pixelsOf(url) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob(), { premultiplyAlpha: 'none' });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', {
    willReadFrequently: true,
  });
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

async function loadScript(source) {
  const script = document.createElement('script');
  script.src = source;
  await new Promise((loaded, failed) => {
    script.onload = loaded;
    script.onerror = () => failed(new Error(`${source} does not load`));
    document.head.append(script);
  });
}

const radians = (degrees) => (degrees * Math.PI) / 180;

/** VTracer 0.6's raw engine units; the two presets of its own page that matter here. */
const vtracer06 = {
  binary: false,
  mode: 'spline',
  hierarchical: 'stacked',
  cornerThreshold: radians(60),
  lengthThreshold: 4,
  maxIterations: 10,
  spliceThreshold: radians(45),
  filterSpeckle: 16,
  colorPrecision: 0,
  layerDifference: 16,
  pathPrecision: 2,
};

async function pathloom(threads) {
  const { createVectorizer } = await import('/package/index.js');
  const vectorizer = await createVectorizer({ threads, flags: { stageCache: false } });
  return {
    trace: async (image, preset) => (await vectorizer.vectorize(image, { preset })).svg,
    end: () => vectorizer.dispose(),
  };
}

const vtracer10 = async (simplify) => {
  const module = await import('/vtracer10/vtracer.js');
  await module.default();
  return {
    trace: (image) =>
      module.trace(new Uint8Array(image.data.buffer), image.width, image.height, 'poster', simplify),
  };
};

const tracers = {
  pathloom: () => pathloom('auto'),
  'pathloom, 1 thread': () => pathloom(1),
  'vtracer 1.0': () => vtracer10(0),
  'vtracer 1.0 simplified': () => vtracer10(1),
  'vtracer 0.6 (vtracer-wasm)': async () => {
    const module = await import('/peers/vtracer-wasm/vtracer.js');
    await module.default('/peers/vtracer-wasm/vtracer.wasm');
    return {
      trace: (image) =>
        module.to_svg(new Uint8Array(image.data.buffer), image.width, image.height, vtracer06),
    };
  },
  imagetracerjs: async () => {
    await loadScript('/peers/imagetracerjs/imagetracer_v1.2.6.js');
    return { trace: (image) => globalThis.ImageTracer.imagedataToSVG(image, 'posterized2') };
  },
  'esm-potrace-wasm': async () => {
    const module = await import('/peers/esm-potrace-wasm/dist/index.js');
    await module.init();
    const options = { extractcolors: true, posterizelevel: 6, posterizationalgorithm: 0 };
    return { trace: (image) => module.potrace(image, options) };
  },
};

const copyOf = (image) => new ImageData(new Uint8ClampedArray(image.data), image.width, image.height);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Traces between the first and those that are timed: by then the browser has optimised what runs often. */
const WARM_UP = 5;

/** Time in ms of the first trace and the median of `runs` warm ones, and the SVG. */
async function measure(name, url, preset, runs) {
  const image = await pixelsOf(url);
  const tracer = await tracers[name]();
  const times = [];
  let svg = '';
  for (let run = 0; run <= WARM_UP + runs; run += 1) {
    const input = copyOf(image);
    const began = performance.now();
    svg = await tracer.trace(input, preset);
    times.push(performance.now() - began);
  }
  await tracer.end?.();
  return { first: times[0], median: median(times.slice(1 + WARM_UP)), svg };
}

/** How long the dials of an open picture take: each value is new, so every stage after the dial runs. */
async function measureDials(url, preset, dials) {
  const { createVectorizer } = await import('/package/index.js');
  const vectorizer = await createVectorizer();
  const picture = await vectorizer.open(await (await fetch(url)).blob());
  await picture.vectorize({ preset });
  const answer = {};
  for (const { stage, dial, values } of dials) {
    const times = [];
    for (const value of values) {
      const began = performance.now();
      await picture.vectorize({ preset, [stage]: { [dial]: value } });
      times.push(performance.now() - began);
    }
    answer[`${stage}.${dial}`] = median(times);
  }
  await vectorizer.dispose();
  return answer;
}

/** From a call to a running engine, its files already in the browser's cache. */
async function measureStart(runs) {
  const { createVectorizer } = await import('/package/index.js');
  const times = [];
  let info;
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    const vectorizer = await createVectorizer();
    times.push(performance.now() - began);
    info = vectorizer.info;
    await vectorizer.dispose();
  }
  return { first: times[0], median: median(times), info };
}

globalThis.pathloomBench = { tracers: Object.keys(tracers), measure, measureDials, measureStart };
