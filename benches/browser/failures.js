// What the runtime promises when workers die, attempts fail or messages make no sense, measured in the page.
import { createVectorizer } from '/package/index.js';
import { icons, pause, photo, pixels, quiet, spread, timed } from './measuring.js';

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
export async function kills(count = 100) {
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
export async function faults(count = 1_000) {
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
export async function storm(count = 10_000) {
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
