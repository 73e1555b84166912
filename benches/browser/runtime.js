// Runs in the page: what the runtime promises, measured. Each function is one measurement and owns its
// vectorizer; what another measured is not in its caches.
import { createVectorizer } from '/package/index.js';
import { faults, kills, storm } from './failures.js';
import { flag } from './flags.js';
import {
  heap,
  icons,
  pause,
  photo,
  pixels,
  quantile,
  quiet,
  repeat,
  spread,
  timed,
  warmedUp,
} from './measuring.js';
import { overhead } from './overhead.js';

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

/**
 * Dials of an open 512 × 512 photo, moved as fast as they are answered, each to a new value; `settled` once the engine
 * has used the moment after the first picture to warm up, as it has when a hand reaches for a dial.
 */
async function dials(settled = true, moves = 40) {
  const vectorizer = await createVectorizer(quiet);
  const image = await vectorizer.open(await (await fetch(photo)).blob());
  await image.vectorize({ preset: 'photo' });
  const answer = {};
  if (settled) answer.warmUp = (await timed(() => warmedUp(vectorizer))).ms;
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

/**
 * 64 pictures, three of four icons of 128 px and one a photo of 512², against VTracer 1.0 in wasm. `busy` is the
 * processor time of the page and all its workers against that of all cores, `led` how much of the threads' time lay
 * within jobs that they led.
 */
async function throughput(rounds = 7) {
  const set = await mixed();
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  await warmedUp(vectorizer);
  const all = () =>
    Promise.all(
      set.map(({ image, preset }) => vectorizer.vectorize(image, { preset }, { priority: 'batch' })),
    );
  await repeat(2, all);
  const led = async () =>
    (await vectorizer.engineStats()).threads.reduce((sum, { busyMs }) => sum + busyMs, 0);
  const shares = { busy: [], led: [] };
  const times = [];
  const cores = navigator.hardwareConcurrency;
  for (let round = 0; round < rounds; round += 1) {
    const before = [await globalThis.processorMs(), await led()];
    const { ms } = await timed(all);
    const after = [await globalThis.processorMs(), await led()];
    times.push(ms);
    shares.busy.push((after[0] - before[0]) / (ms * cores));
    shares.led.push((after[1] - before[1]) / (ms * cores));
  }
  await vectorizer.dispose();
  const ours = { ms: quantile(times, 0.5) };
  const busy = quantile(shares.busy, 0.5);
  const answer = { perSecond: 64_000 / ours.ms, busy, led: quantile(shares.led, 0.5) };
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

/** Microseconds a call, inside the engine: its WebAssembly without worker or messages. */
async function validationInEngine(calls = 2_000) {
  const { default: init, Engine } = await import('/engine/single/pathloom.js');
  await init();
  const options = { cacheBytes: 0, maxBytes: 2 ** 30, imagePool: true, validationCache: true };
  const engine = new Engine(options);
  const base = { preset: 'photo', fit: { tolerance: 0.5 }, write: { precision: 2 } };
  const same = JSON.stringify(base);
  const whole = (call) =>
    JSON.stringify({ ...base, fit: { tolerance: 0.5 + call / 1e6 }, write: { title: `${call}` } });
  let version = 0;
  const ways = {
    unchanged: () => engine.read(same),
    oneField(call) {
      version += 1;
      if (version === 1) return engine.begin(1, 1, same);
      const set = { 'fit.tolerance': 0.5 + call / 1e6 };
      return engine.change(1, version, version - 1, JSON.stringify({ set, unset: [] }));
    },
    cold: (call) => engine.read(whole(call)),
  };
  const answer = {};
  for (const [name, work] of Object.entries(ways)) {
    const batches = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const began = performance.now();
      for (let call = 0; call < calls / 10; call += 1) work(batch * calls + call).free();
      batches.push(((performance.now() - began) * 1_000) / (calls / 10));
    }
    // The first half makes the code warm.
    answer[name] = quantile(batches.slice(10), 0.5);
  }
  return answer;
}

/** Round trips from the page, and what of them the engine takes. */
async function validation(runs = 300) {
  const vectorizer = await createVectorizer(quiet);
  while (!(await vectorizer.engineStats()).warmUp.done) await pause(50);
  const base = { preset: 'photo', fit: { tolerance: 0.5 }, write: { precision: 2 } };
  const [unchanged, one, cold] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    unchanged.push((await timed(() => vectorizer.validate(base))).ms);
    one.push((await timed(() => vectorizer.validate({ ...base, fit: { tolerance: 0.5 + run / 1000 } }))).ms);
    const other = { preset: 'logo', segment: { detail: run / 10 }, write: { title: `${run}` } };
    cold.push((await timed(() => vectorizer.validate(other))).ms);
  }
  await vectorizer.dispose();
  const engine = await validationInEngine();
  return { engine, unchanged: spread(unchanged), oneField: spread(one), cold: spread(cold) };
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
  const heaps = [];
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
      heaps.push(await heap());
    }
  });
  await vectorizer.dispose();
  return {
    ends,
    ms,
    memoryAt100: memory[0],
    memoryAt1000: memory.at(-1),
    heapAt100: heaps[0],
    heapAt1000: heaps.at(-1),
  };
}

globalThis.pathloomBench = {
  measurements: {
    start,
    dials,
    dialsAtOnce: () => dials(false),
    throughput,
    validation,
    copies,
    cancel,
    preview,
    memory,
    endurance,
    kills,
    faults,
    storm,
    overhead,
    flag,
  },
};
