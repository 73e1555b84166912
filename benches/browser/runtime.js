// Runs in the page: what the runtime promises, measured. Each function is one measurement and owns its
// vectorizer; what another measured is not in its caches.
import { createVectorizer } from '/package/index.js';

const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
};
const spread = (values) => ({
  count: values.length,
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  p99: quantile(values, 0.99),
});
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
const quiet = { logger: { warn() {} } };
const photo = '/corpus/pictures/astronaut.png';
const icons = ['wagon', 'otter', 'pirate'].map((name) => `/corpus/pictures/${name}.png`);

async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

async function pixels(url, width, height = width) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob(), { premultiplyAlpha: 'none' });
  const context = new OffscreenCanvas(width ?? bitmap.width, height ?? bitmap.height).getContext('2d');
  context.drawImage(bitmap, 0, 0, context.canvas.width, context.canvas.height);
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

/** From a call to a running engine, and its first trace against a warm one. */
async function start(runs = 5) {
  const image = await pixels(photo);
  const [ready, first, rested, warm] = [[], [], [], []];
  const trace = (vectorizer) => timed(() => vectorizer.vectorize(image, { preset: 'photo' }));
  const options = { ...quiet, flags: { stageCache: false } };
  for (let run = 0; run < runs; run += 1) {
    const { ms, value: vectorizer } = await timed(() => createVectorizer(options));
    ready.push(ms);
    first.push((await trace(vectorizer)).ms);
    for (let more = 0; more < 6; more += 1) warm.push((await trace(vectorizer)).ms);
    await vectorizer.dispose();
    const idle = await createVectorizer(options);
    await pause(2_000);
    rested.push((await trace(idle)).ms);
    await idle.dispose();
  }
  return { ready: spread(ready), first: spread(first), firstAfterIdle: spread(rested), warm: spread(warm) };
}

/** A dial of an open 512 × 512 photo; each value is new. */
async function dials(moves = 40) {
  const vectorizer = await createVectorizer(quiet);
  const image = await vectorizer.open(await (await fetch(photo)).blob());
  await image.vectorize({ preset: 'photo' });
  const answer = {};
  for (const [stage, dial, from, to] of [
    ['write', 'precision', 0, 5],
    ['fit', 'tolerance', 0.2, 1.4],
    ['segment', 'detail', 30, 80],
  ]) {
    const times = [];
    for (let move = 0; move < moves; move += 1) {
      const value = from + ((to - from) * move) / moves;
      const set = dial === 'precision' ? Math.floor(value) : value;
      // `write` again with the same number would be found in the cache: the title makes it new.
      const write = { ...(stage === 'write' ? { precision: set } : {}), title: `${stage} ${move}` };
      const params = { preset: 'photo', write, ...(stage === 'write' ? {} : { [stage]: { [dial]: set } }) };
      times.push((await timed(() => image.vectorize(params))).ms);
    }
    answer[`${stage}.${dial}`] = spread(times);
  }
  await vectorizer.dispose();
  return answer;
}

async function mixed() {
  const icon = await Promise.all(icons.map((url) => pixels(url, 128)));
  const photos = await Promise.all([photo, '/corpus/pictures/coffee.png'].map((url) => pixels(url, 512)));
  return Array.from({ length: 64 }, (_, index) =>
    index % 4 === 3
      ? { image: photos[(index >> 2) % photos.length], preset: 'photo' }
      : { image: icon[index % icon.length], preset: 'logo' },
  );
}

/** 64 pictures, three of four icons of 128 px and one a photo of 512², against VTracer 1.0 in wasm. */
async function throughput() {
  const set = await mixed();
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  await Promise.all(set.slice(0, 8).map(({ image, preset }) => vectorizer.vectorize(image, { preset })));
  const ours = await timed(() =>
    Promise.all(
      set.map(({ image, preset }) => vectorizer.vectorize(image, { preset }, { priority: 'batch' })),
    ),
  );
  await vectorizer.dispose();
  const answer = { perSecond: 64_000 / ours.ms };
  try {
    const vtracer = await import('/vtracer10/vtracer.js');
    await vtracer.default();
    const trace = ({ image }) =>
      vtracer.trace(new Uint8Array(image.data.buffer), image.width, image.height, 'poster', 0);
    for (const picture of set.slice(0, 4)) trace(picture);
    const theirs = await timed(async () => set.forEach(trace));
    Object.assign(answer, { vtracerPerSecond: 64_000 / theirs.ms, times: theirs.ms / ours.ms });
  } catch (error) {
    answer.vtracer = String(error);
  }
  return answer;
}

/** Round trips from the page. */
async function validation(runs = 300) {
  const vectorizer = await createVectorizer(quiet);
  const base = { preset: 'photo', fit: { tolerance: 0.5 }, write: { precision: 2 } };
  const [unchanged, one, cold] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    unchanged.push((await timed(() => vectorizer.validate(base))).ms);
    one.push((await timed(() => vectorizer.validate({ ...base, fit: { tolerance: 0.5 + run / 1000 } }))).ms);
    const other = { preset: 'logo', segment: { detail: run / 10 }, write: { title: `${run}` } };
    cold.push((await timed(() => vectorizer.validate(other))).ms);
  }
  await vectorizer.dispose();
  return { unchanged: spread(unchanged), oneField: spread(one), cold: spread(cold) };
}

/** How often the page's thread copies pixels on their way, and whether any travel in a message. */
async function copies() {
  const vectorizer = await createVectorizer(quiet);
  const image = await pixels(photo);
  await vectorizer.vectorize(image);
  const size = image.data.byteLength;
  const seen = { copies: 0, bytesInMessages: 0 };
  const { set } = Uint8Array.prototype;
  const { slice } = Uint8Array.prototype;
  Uint8Array.prototype.set = function (from, at) {
    if (from.length >= size) seen.copies += 1;
    return set.call(this, from, at);
  };
  Uint8Array.prototype.slice = function (...range) {
    if (this.length >= size) seen.copies += 1;
    return slice.apply(this, range);
  };
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...rest) {
    const source = message?.target?.source;
    seen.bytesInMessages += source?.pixels?.byteLength ?? source?.bytes?.byteLength ?? 0;
    return postMessage.call(this, message, ...rest);
  };
  await vectorizer.vectorize(image, { preset: 'photo' });
  Object.assign(Uint8Array.prototype, { set, slice });
  Worker.prototype.postMessage = postMessage;
  await vectorizer.dispose();
  return seen;
}

/** A running job of 16 megapixels is stopped; a small one waits behind it. */
async function cancel(runs = 5) {
  const vectorizer = await createVectorizer(quiet);
  const large = await pixels(photo, 4_096);
  const small = await pixels(icons[0], 64);
  const [rejected, next] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    const abort = new AbortController();
    const job = vectorizer.vectorize(large, { preset: 'photo' }, { signal: abort.signal }).catch(() => {});
    await pause(400 + 150 * run);
    const began = performance.now();
    abort.abort();
    await job;
    rejected.push(performance.now() - began);
    const after = await vectorizer.vectorize(small, { preset: 'logo', write: { title: `${run}` } });
    next.push(after.timings.queue);
  }
  const { lost } = vectorizer.stats().worker;
  await vectorizer.dispose();
  return { rejected: spread(rejected), nextWaited: spread(next), workersLost: lost };
}

/** A preview of an open picture, alone and behind a thousand batch jobs. */
async function preview() {
  const vectorizer = await createVectorizer(quiet);
  const image = await vectorizer.open(await pixels(icons[0], 256));
  let title = 0;
  const trace = () => {
    title += 1;
    const params = { preset: 'logo', write: { title: `${title}` } };
    return timed(() => image.vectorize(params, { priority: 'preview' }));
  };
  await trace();
  const alone = [];
  for (let run = 0; run < 20; run += 1) alone.push((await trace()).ms);
  const icon = await pixels(icons[1], 96);
  const item = await timed(() => vectorizer.vectorize(icon, { preset: 'logo', write: { title: 'item' } }));
  const jobs = Array.from({ length: 1_000 }, (_, index) =>
    vectorizer.submit(icon, { preset: 'logo', write: { title: `job ${index}` } }, { priority: 'batch' }),
  );
  await jobs[3].result;
  const [behind, waited] = [[], []];
  for (let run = 0; run < 20; run += 1) {
    const { ms, value } = await trace();
    behind.push(ms);
    waited.push(value.timings.queue);
    await pause(5);
  }
  const left = vectorizer.jobs().filter(({ endedAt }) => endedAt === undefined).length;
  for (const job of jobs) job.cancel();
  await Promise.allSettled(jobs.map(({ result }) => result));
  await vectorizer.dispose();
  return { alone: spread(alone), behind: spread(behind), waited: spread(waited), itemMs: item.ms, left };
}

/** The engine's memory after one photo of two megapixels. */
async function memory() {
  const vectorizer = await createVectorizer(quiet);
  await vectorizer.vectorize(await pixels(photo, 1_414), { preset: 'photo' });
  const { memoryBytes } = vectorizer.stats().engine;
  await vectorizer.dispose();
  return { mebibytes: memoryBytes / 2 ** 20 };
}

/** A thousand mixed jobs, a tenth bad, a twentieth cancelled. */
async function endurance() {
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const images = await Promise.all([16, 32, 64, 96, 160, 256].map((size) => pixels(icons[size % 3], size)));
  const ends = { done: 0, failed: 0, cancelled: 0 };
  const memory = [];
  const heap = [];
  const { ms } = await timed(async () => {
    for (let round = 0; round < 10; round += 1) {
      const jobs = Array.from({ length: 100 }, (_, index) => {
        const source = index % 10 === 9 ? new Uint8Array(1_000) : images[(index + round) % images.length];
        const job = vectorizer.submit(source, { preset: 'logo' }, { priority: 'batch' });
        if (index % 20 === 3) job.cancel();
        job.on('statechange', ({ state }) => {
          if (state in ends) ends[state] += 1;
        });
        return job.result;
      });
      await Promise.allSettled(jobs);
      memory.push(vectorizer.stats().engine.memoryBytes / 2 ** 20);
      globalThis.gc?.();
      heap.push((performance.memory?.usedJSHeapSize ?? 0) / 2 ** 20);
    }
  });
  await vectorizer.dispose();
  return {
    ends,
    ms,
    memoryAt100: memory[0],
    memoryAt1000: memory.at(-1),
    heapAt100: heap[0],
    heapAt1000: heap.at(-1),
  };
}

/** Workers that can be ended behind the vectorizer's back. */
function mortal() {
  const Browser = globalThis.Worker;
  const workers = [];
  globalThis.Worker = class extends Browser {
    constructor(...words) {
      super(...words);
      workers.push(this);
    }
  };
  return {
    workers,
    kill: () => Browser.prototype.terminate.call(workers.at(-1)),
    restore: () => {
      globalThis.Worker = Browser;
    },
  };
}

/** The worker is killed at random moments, also while it starts; every job must come out once and right. */
async function kills(count = 100) {
  const { workers, kill, restore } = mortal();
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const images = await Promise.all([64, 96, 128, 160].map((size) => pixels(photo, size)));
  const expected = [];
  for (const image of images) expected.push((await vectorizer.vectorize(image, { preset: 'photo' })).svg);
  const made = { jobs: 0, lost: 0, wrong: 0, doubled: 0 };
  const ends = [];
  const noticed = [];
  for (let killed = 0; killed < count; killed += 1) {
    for (let index = 0; index < 4; index += 1) {
      made.jobs += 1;
      let settled = 0;
      const job = vectorizer.submit(images[index], { preset: 'photo' });
      job.on('statechange', ({ endedAt }) => {
        settled += endedAt === undefined ? 0 : 1;
        if (settled > 1) made.doubled += 1;
      });
      ends.push(
        job.result.then(
          ({ svg }) => {
            if (svg !== expected[index]) made.wrong += 1;
          },
          () => {
            made.lost += 1;
          },
        ),
      );
    }
    while (workers.length <= killed) await pause(1);
    await pause(Math.random() * 200);
    kill();
    const began = performance.now();
    void vectorizer.validate({}).catch(() => {});
    while (workers.length <= killed + 1) await pause(1);
    noticed.push(performance.now() - began);
  }
  await Promise.all(ends);
  const { recovery, lostBy, starts } = vectorizer.stats().worker;
  await vectorizer.dispose();
  restore();
  return { ...made, starts, lostBy, noticed: spread(noticed), recovery };
}

/** A worker dies in 30 % of the attempts at 1,000 jobs. */
async function faults(count = 1_000) {
  const { workers, restore } = mortal();
  const Mortal = globalThis.Worker;
  let [attempts, faulted] = [0, 0];
  globalThis.Worker = class extends Mortal {
    addEventListener(type, ...rest) {
      super.addEventListener(type, ...rest);
      if (type !== 'message') return;
      super.addEventListener('message', ({ data }) => {
        if (data?.type !== 'started') return;
        attempts += 1;
        if (Math.random() >= 0.3) return;
        faulted += 1;
        if (Math.random() < 0.5) super.terminate();
        else this.dispatchEvent(new MessageEvent('messageerror'));
      });
    }
  };
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const image = await pixels(icons[0], 48);
  let [done, failed] = [0, 0];
  const { ms } = await timed(async () => {
    // In portions: a loss sends everything in flight again.
    for (let at = 0; at < count; at += 50) {
      const jobs = Array.from({ length: 50 }, () => vectorizer.submit(image, { preset: 'logo' }).result);
      for (const { status } of await Promise.allSettled(jobs))
        if (status === 'fulfilled') done += 1;
        else failed += 1;
    }
  });
  const { recovery } = vectorizer.stats().worker;
  await vectorizer.dispose();
  restore();
  return { attempts, faulted, done, failed, share: done / count, workers: workers.length, ms, recovery };
}

/** What of an icon's time is not the engine's: messages, telemetry, bookkeeping. */
async function overhead(runs = 200) {
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const icon = await pixels(icons[0], 128);
  const [totals, outside] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    const { timings } = await vectorizer.vectorize(icon, { preset: 'logo' });
    const { queue, total, ...stages } = timings;
    totals.push(total);
    outside.push(total - queue - Object.values(stages).reduce((sum, ms) => sum + ms, 0));
  }
  // The page's own share: everything that runs here for one call, without waiting.
  const { counters } = { counters: vectorizer.stats() };
  const began = performance.now();
  for (let run = 0; run < 1_000; run += 1) vectorizer.stats();
  const statsMs = (performance.now() - began) / 1_000;
  await vectorizer.dispose();
  return { total: spread(totals), outside: spread(outside), statsMs, lost: counters.worker.lost };
}

/** The same work with a flag on and off, in turns. */
async function flag(name, rounds = 4) {
  const image = await pixels(photo);
  const icon = await pixels(icons[0], 96);
  const times = { on: [], off: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 ? ['on', 'off'] : ['off', 'on']) {
      const vectorizer = await createVectorizer({ ...quiet, flags: { [name]: way === 'on' } });
      const open = await vectorizer.open(image);
      const work = async (turn) => {
        const title = `${round} ${way} ${turn}`;
        await open.vectorize({ preset: 'photo', write: { title } });
        await Promise.all(
          Array.from({ length: 24 }, (_, index) =>
            vectorizer.vectorize(icon, {
              preset: 'logo',
              fit: { tolerance: 0.3 + index / 100 },
              write: { title },
            }),
          ),
        );
        await vectorizer.vectorize(image, { preset: 'photo', write: { title } }, { onProgress() {} });
        for (let index = 0; index < 50; index += 1)
          await vectorizer.validate({ preset: 'photo', write: { title } });
      };
      await work(0);
      times[way].push((await timed(() => work(1))).ms);
      await vectorizer.dispose();
    }
  }
  const [on, off] = [quantile(times.on, 0.5), quantile(times.off, 0.5)];
  return { on, off, ratio: off / on };
}

globalThis.pathloomBench = {
  measurements: {
    start,
    dials,
    throughput,
    validation,
    copies,
    cancel,
    preview,
    memory,
    endurance,
    kills,
    faults,
    overhead,
    flag,
  },
};
