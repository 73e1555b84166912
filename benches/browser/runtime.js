// Runs in the page: what the runtime promises, measured. Each function is one measurement and owns its
// vectorizer; what another measured is not in its caches.
//
// Long because every promise has its measurement here: they share pictures, clocks and stand-ins for workers, and a
// page that loads one file needs no bundler.
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

const repeat = async (count, work) => {
  for (let turn = 0; turn < count; turn += 1) await work(turn);
};

async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

/** The page's own memory, MiB, without garbage; what a running function's stack names is only gone in a later turn. */
async function heap() {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await pause(50);
  }
  return (performance.memory?.usedJSHeapSize ?? 0) / 2 ** 20;
}

async function warmedUp(vectorizer) {
  while (!(await vectorizer.engineStats()).warmUp.done) await pause(50);
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

/**
 * Workers that can be ended behind the vectorizer's back. Only the newest is held: a worker that is referred to keeps
 * the addresses of its memory, of which Chromium has for some 125.
 */
function mortal(onReady = () => {}) {
  const Browser = globalThis.Worker;
  const made = { count: 0, newest: undefined };
  globalThis.Worker = class extends Browser {
    constructor(...words) {
      super(...words);
      made.count += 1;
      made.newest = this;
      super.addEventListener('message', ({ data }) => {
        if (data?.type === 'ready') onReady();
      });
    }
  };
  return {
    made,
    kill: () => Browser.prototype.terminate.call(made.newest),
    restore: () => {
      globalThis.Worker = Browser;
    },
  };
}

/**
 * The newest worker is killed at random moments, also while it starts; every job must come out once and right.
 * Recovery is the time from the last kill to the next worker that is ready.
 */
async function kills(count = 100) {
  let killedAt;
  const recovered = [];
  const { made, kill, restore } = mortal(() => {
    if (killedAt !== undefined) recovered.push(performance.now() - killedAt);
    killedAt = undefined;
  });
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const images = await Promise.all([64, 96, 128, 160].map((size) => pixels(photo, size)));
  const expected = [];
  for (const image of images) expected.push((await vectorizer.vectorize(image, { preset: 'photo' })).svg);
  const seen = { jobs: 0, lost: 0, wrong: 0, doubled: 0 };
  const ends = [];
  let whileStarting = 0;
  for (let killed = 0; killed < count; killed += 1) {
    for (let index = 0; index < 4; index += 1) {
      seen.jobs += 1;
      let settled = 0;
      const job = vectorizer.submit(images[index], { preset: 'photo' });
      job.on('statechange', ({ endedAt }) => {
        settled += endedAt === undefined ? 0 : 1;
        if (settled > 1) seen.doubled += 1;
      });
      ends.push(
        job.result.then(
          ({ svg }) => {
            if (svg !== expected[index]) seen.wrong += 1;
          },
          () => {
            seen.lost += 1;
          },
        ),
      );
    }
    await pause(Math.random() * 200);
    if (killedAt !== undefined) whileStarting += 1;
    const { count: before } = made;
    kill();
    killedAt = performance.now();
    // When the breaker opened, all are lost, and the next four ask for a worker.
    const isAwaited = () => killedAt !== undefined && vectorizer.stats().jobs.inFlight > 0;
    while (isAwaited() && made.count === before) await pause(1);
  }
  await Promise.all(ends);
  const { lostBy, starts } = vectorizer.stats().worker;
  await vectorizer.dispose();
  restore();
  return { count, whileStarting, ...seen, starts, lostBy, recovery: spread(recovered) };
}

/** A worker dies in 30 % of the attempts at 1,000 jobs. */
async function faults(count = 1_000) {
  const { made, restore } = mortal();
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
  let done = 0;
  const failed = {};
  const { ms } = await timed(async () => {
    // In portions: a loss sends everything in flight again.
    for (let at = 0; at < count; at += 50) {
      const jobs = Array.from({ length: 50 }, () => vectorizer.submit(image, { preset: 'logo' }).result);
      for (const { status, reason } of await Promise.allSettled(jobs))
        if (status === 'fulfilled') done += 1;
        else failed[reason.kind] = (failed[reason.kind] ?? 0) + 1;
    }
  });
  const { recovery, lostBy } = vectorizer.stats().worker;
  await vectorizer.dispose();
  restore();
  return {
    ...{ attempts, faulted, done, failed, share: done / count },
    ...{ workers: made.count, lostBy, ms, recovery },
  };
}

/** Ten thousand messages that no page of ours would send, to a worker that has jobs to do. */
async function storm(count = 10_000) {
  const { made, restore } = mortal();
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const image = await pixels(icons[0], 64);
  const { svg } = await vectorizer.vectorize(image, { preset: 'logo' });
  const types = [
    'trace',
    'open',
    'validate',
    'params',
    'close',
    'cancel',
    'release',
    'reserve',
    'prioritise',
    '',
  ];
  const values = [undefined, null, -1, 2 ** 53, NaN, '', 'x', [], {}, { source: {} }, { image: 7 }];
  const one = (list, at) => list[at % list.length];
  const seen = { right: 0, wrong: 0, failed: {} };
  const jobs = [];
  const { ms } = await timed(async () => {
    for (let at = 0; at < count; at += 1) {
      const fields = ['id', 'target', 'image', 'slot', 'bytes', 'params', 'priority', 'text', 'versioned'];
      const message = Object.fromEntries(
        fields.map((field, place) => [field, one(values, at * 7 + place * place)]),
      );
      made.newest.postMessage(at % 13 === 0 ? one(values, at) : { ...message, type: one(types, at) });
      if (at % 500 === 0) jobs.push(vectorizer.vectorize(image, { preset: 'logo' }));
    }
    jobs.push(vectorizer.vectorize(image, { preset: 'logo' }));
    for (const { value, reason } of await Promise.allSettled(jobs))
      if (reason) seen.failed[reason.kind] = (seen.failed[reason.kind] ?? 0) + 1;
      else if (value.svg === svg) seen.right += 1;
      else seen.wrong += 1;
  });
  const { malformed } = (await vectorizer.engineStats()).messages;
  const { lost } = vectorizer.stats().worker;
  await vectorizer.dispose();
  restore();
  return { count, jobs: jobs.length, ...seen, malformed, workersLost: lost, ms };
}

/**
 * A client that does nothing but send and hear: no supervisor, no watchdog, no counters, no deltas. It stands in for
 * the package without recovery and telemetry.
 */
async function bare(build) {
  const worker = new Worker('/package/worker.js', { type: 'module' });
  const heard = new Map();
  let ids = 0;
  worker.onmessage = ({ data }) => {
    const last = data.type === 'ready' || !['started', 'alive', 'progress'].includes(data.type);
    if (last) heard.get(data.id ?? 0)?.(data);
  };
  const reply = (id) => new Promise((resolve) => heard.set(id, resolve));
  const ask = (message) => {
    ids += 1;
    const id = ids;
    const answer = reply(id);
    worker.postMessage({ ...message, id });
    return answer.finally(() => heard.delete(id));
  };
  const ready = reply(0);
  const { FLAGS } = await import('/package/index.js');
  worker.postMessage({
    type: 'start',
    build,
    module: await WebAssembly.compileStreaming(fetch(`/package/pathloom-${build}.wasm`)),
    threads: navigator.hardwareConcurrency,
    maxMemoryMiB: 2_048,
    startLimitMs: 10_000,
    cacheMiB: 0,
    flags: Object.fromEntries(FLAGS.map((name) => [name, true])),
    life: `bare-${Math.random()}`,
  });
  await ready;
  const text = new TextDecoder();
  return {
    ask,
    async open({ data, width, height }) {
      const source = { kind: 'pixels', pixels: new Uint8Array(data), width, height };
      const { image } = await ask({ type: 'open', source, priority: 'interactive' });
      return async (params) => {
        const message = { type: 'trace', target: { image }, params, priority: 'interactive' };
        return text.decode((await ask(message)).result.svg);
      };
    },
    end: () => worker.terminate(),
  };
}

/**
 * What recovery, telemetry and everything else in the client add to an icon: the package beside a bare client, trace
 * by trace in turns, on engines of their own. Inside the worker telemetry costs at most what `stats` takes more than a
 * `validate` does, since that counts everything once and more.
 */
async function overhead(runs = 500) {
  const icon = await pixels(icons[0], 512);
  const params = { preset: 'logo' };
  const heaps = [await heap()];
  const plain = await bare('threads');
  const traceBare = await plain.open(icon);
  heaps.push(await heap());
  const vectorizer = await createVectorizer({ ...quiet, flags: { stageCache: false } });
  const image = await vectorizer.open(icon);
  while (!(await vectorizer.engineStats()).warmUp.done) await pause(50);
  while (!(await plain.ask({ type: 'stats' })).stats.warmUp.done) await pause(50);
  const times = { bare: [], whole: [] };
  const ways = { bare: () => traceBare(params), whole: () => image.vectorize(params) };
  for (let run = -50; run < runs; run += 1)
    for (const way of run % 2 ? ['bare', 'whole'] : ['whole', 'bare']) {
      const { ms } = await timed(ways[way]);
      if (run >= 0) times[way].push(ms);
    }
  heaps.push(await heap());
  const [bareMiB, wholeMiB] = [heaps[1] - heaps[0], heaps[2] - heaps[1]];
  const calls = { stats: [], validate: [] };
  for (let run = 0; run < 300; run += 1) {
    calls.stats.push((await timed(() => plain.ask({ type: 'stats' }))).ms);
    calls.validate.push((await timed(() => plain.ask({ type: 'validate', params }))).ms);
  }
  await vectorizer.dispose();
  plain.end();
  const median = (values) => quantile(values, 0.5);
  const added = median(times.whole.map((ms, run) => ms - times.bare[run]));
  const inWorker = median(calls.stats.map((ms, run) => ms - calls.validate[run]));
  return {
    bare: spread(times.bare),
    whole: spread(times.whole),
    added,
    inWorker,
    share: added / median(times.bare),
    bareMiB,
    wholeMiB,
    heapMiB: wholeMiB - bareMiB,
  };
}

let titles = 0;
/** A request that no cache knows as a whole. */
const fresh = (params) => {
  titles += 1;
  return { ...params, write: { ...params.write, title: `${titles}` } };
};

/** What each flag is for: the work that shows it, with which other flags off. */
const flagWorks = {
  threads: {
    what: 'a photo of 1024²',
    begin: async (vectorizer) => {
      const image = await pixels(photo, 1_024);
      return () => vectorizer.vectorize(image, fresh({ preset: 'photo' }));
    },
  },
  imagePool: {
    what: '8 × open and close an `ImageData` of 1 MP',
    begin: async (vectorizer) => {
      const image = await pixels(photo, 1_024);
      return () => repeat(8, async () => (await vectorizer.open(image)).close());
    },
  },
  stageCache: {
    what: '`write.title` of an open photo of 512²',
    begin: async (vectorizer) => {
      const image = await vectorizer.open(await pixels(photo));
      return () => image.vectorize(fresh({ preset: 'photo' }));
    },
  },
  validationCache: {
    what: '100 × `validate` the same',
    without: ['deltas'],
    begin: async (vectorizer) => {
      const params = { preset: 'photo', fit: { tolerance: 0.5 }, segment: { detail: 61, minArea: 7 } };
      return () => repeat(100, () => vectorizer.validate(params));
    },
  },
  batching: {
    what: '12 icons of 128 px and 8 photos of 512² at once',
    without: ['stageCache'],
    begin: async (vectorizer) => {
      const small = await Promise.all(icons.map((url) => pixels(url, 128)));
      const large = await pixels(photo, 512);
      const work = [
        ...Array.from({ length: 12 }, (_, at) => [small[at % small.length], 'logo']),
        ...Array.from({ length: 8 }, () => [large, 'photo']),
      ];
      return () => Promise.all(work.map(([image, preset]) => vectorizer.vectorize(image, fresh({ preset }))));
    },
  },
  messageBatching: {
    what: 'a photo of 512² with `onProgress`, single-threaded build',
    without: ['threads'],
    begin: async (vectorizer) => {
      const image = await pixels(photo);
      return () => vectorizer.vectorize(image, fresh({ preset: 'photo' }), { onProgress() {} });
    },
  },
  deltas: {
    what: '100 × `validate` with one field changed',
    begin: async (vectorizer) => {
      const base = { preset: 'photo', segment: { detail: 61, minArea: 7 }, write: { precision: 2 } };
      return () =>
        repeat(100, (turn) => vectorizer.validate({ ...base, fit: { tolerance: 0.3 + turn / 1_000 } }));
    },
  },
};

/** The same work with a flag on and off: both engines warm, turn by turn. */
async function flag(name, rounds = 15) {
  const { what, without = [], begin } = flagWorks[name];
  const start = async (on) => {
    const others = Object.fromEntries(without.map((other) => [other, false]));
    const vectorizer = await createVectorizer({ ...quiet, flags: { ...others, [name]: on } });
    while (!(await vectorizer.engineStats()).warmUp.done) await pause(50);
    const work = await begin(vectorizer);
    await repeat(3, work);
    return { vectorizer, work };
  };
  const ways = { on: await start(true), off: await start(false) };
  const times = { on: [], off: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const way of round % 2 ? ['on', 'off'] : ['off', 'on'])
      times[way].push((await timed(ways[way].work)).ms);
  for (const { vectorizer } of Object.values(ways)) await vectorizer.dispose();
  const median = (values) => quantile(values, 0.5);
  return {
    what,
    on: median(times.on),
    off: median(times.off),
    ratio: median(times.off.map((ms, round) => ms / times.on[round])),
    saved: median(times.off.map((ms, round) => ms - times.on[round])),
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
