/** The pictures that are served with the page; public/samples/LICENSES.md says whose they are. */
import type { Sample } from './state/intake';

const names = ['loom', 'wagon', 'astronaut'];

export const samples: readonly Sample[] = names.map((name) => ({
  name: `${name}.png`,
  file: `./samples/${name}.png`,
  thumbnail: `./samples/${name}-small.webp`,
}));
