// What the package adds to a bare client, measured in the page.
import { createVectorizer } from '/package/index.js';
import { heap, icons, median, pause, pixels, quiet, spread, timed } from './measuring.js';

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
export async function overhead(runs = 500) {
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
