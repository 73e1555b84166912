/** The pictures that are served with the page; public/samples/LICENSES.md says whose they are. */
import type { Sample } from './state/intake';
import { samples as titles } from './strings/en';

const names = ['loom', 'wagon', 'astronaut'];

export const samples: readonly Sample[] = names.map((name) => ({
  name: `${name}.png`,
  title: titles[name] ?? name,
  file: `./samples/${name}.png`,
  thumbnail: `./samples/${name}-small.webp`,
}));
