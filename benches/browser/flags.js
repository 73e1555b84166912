// Each flag on against off, measured in the page.
import { createVectorizer } from '/package/index.js';
import { icons, median, pause, photo, pixels, quiet, repeat, timed } from './measuring.js';

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
export async function flag(name, rounds = 15) {
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
  return {
    what,
    on: median(times.on),
    off: median(times.off),
    ratio: median(times.off.map((ms, round) => ms / times.on[round])),
    saved: median(times.off.map((ms, round) => ms - times.on[round])),
  };
}
