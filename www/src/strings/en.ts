/** Every word the page's start says by itself, in English; other parts bring theirs (later.en.ts). {@link Strings} is what another language has to say. */
import type { ErrorKind, Stage } from 'pathloom';
import type { Later } from './later.en';
import { numbers } from './numbers';

const format = numbers('en');
const { count, size } = format;

const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const app = {
  name: 'Pathloom',
  open: 'Open',
  copy: 'Copy SVG',
  copied: 'Copied',
  copyFailed: 'The browser refused the clipboard',
  download: 'Download SVG',
  dropHere: 'Drop to trace',
  settings: 'Settings',
  pictureArea: 'Picture',
  close: 'Close',
  language: 'Language',
  documentTitle: 'Pathloom · Pictures to SVG',
};

const empty = {
  title: 'Turn any picture into a clean SVG',
  lead: 'Drop it anywhere, paste it, or open a file. Tracing happens in your browser: the picture never leaves your device.',
  open: 'Open a picture',
  formats: 'PNG, JPEG, WebP, GIF, TIFF, BMP and more',
  samples: 'Or try one of these',
  opening: (name: string) => `Opening ${name}…`,
};

/** Names of the samples, by file. */
const samples: Record<string, string> = {
  'loom.png': 'Logo',
  'wagon.png': 'Clip art',
  'astronaut.png': 'Photo',
};

const progress = {
  label: 'Progress',
  waiting: 'Tracing…',
  doing: {
    decode: 'Reading the picture…',
    prepare: 'Preparing…',
    segment: 'Finding shapes…',
    trace: 'Following outlines…',
    fit: 'Fitting curves…',
    write: 'Writing the SVG…',
  } satisfies Record<Stage, string>,
  stop: 'Stop',
  stopped: 'Stopped',
  retry: 'Trace again',
};

const result = {
  done: (paths: number, bytes: number) => `Traced: ${plural(paths, 'path', 'paths')}, ${size(bytes)}.`,
  pictureSize: (width: number, height: number) => `${count(width)} × ${count(height)}`,
};

/** Beside the dials, and where something is said of them. */
const controls = {
  resetAll: 'Reset all',
};

const refused = {
  title: 'These settings were not taken',
};

/** A sentence of the engine, which speaks English. */
const said = (sentence: string): string => sentence;

const notices = {
  dismiss: 'Close',
  about: (file: string, title: string) => `${file}: ${title}`,
  single: {
    title: 'Running on one core',
    site: 'This site does not let Pathloom use threads. Everything works, but large pictures take longer.',
    browser:
      'Threads could not be started in this browser. Everything works, but large pictures take longer.',
  },
};

/** What happened, by kind; then the engine's own words; then what to do, where those do not say it. */
const errors: Record<ErrorKind, { title: string; advice?: string }> = {
  unsupported: { title: 'This is not a picture that Pathloom can read' },
  malformed: { title: 'The file is damaged' },
  truncated: { title: 'The file is incomplete' },
  'too-large': { title: 'The picture is too large' },
  'invalid-params': {
    title: 'These settings do not work together',
    advice: 'Change what is named here, or reset all settings.',
  },
  cancelled: { title: 'Stopped' },
  timeout: { title: 'This took too long', advice: 'Lower the detail, or scale the picture down.' },
  'queue-full': { title: 'Too much at once', advice: 'Wait a moment and try again.' },
  'out-of-memory': { title: 'Memory ran out', advice: 'Close other tabs, or scale the picture down.' },
  'worker-lost': {
    title: 'The engine stopped twice on this picture',
    advice: 'Try other settings or a smaller picture.',
  },
  unavailable: {
    title: 'Something could not be loaded',
    advice: 'Check the connection and reload the page. A current Chrome, Edge, Firefox or Safari is needed.',
  },
  internal: { title: 'Pathloom made a mistake', advice: 'Try again with other settings.' },
};

/** What the page says of the gallery and the queue before their panels are there. */
const gallery = {
  title: 'Gallery',
  status: { waiting: 'Keeping…', kept: 'Kept in the gallery', failed: 'Not kept' },
};

const queue = {
  title: 'Queue',
  show: (done: number, total: number) => `Queue ${count(done)}/${count(total)}`,
  finished: (done: number, failed: number) =>
    `Queue finished: ${plural(done, 'drawing', 'drawings')}${failed > 0 ? `, ${count(failed)} failed` : ''}.`,
};

const offline = {
  ready: 'Ready to work offline',
  update: { title: 'A new version is ready', text: 'Reload when it suits you; the gallery stays.' },
  reload: 'Reload',
  partMissing: {
    title: 'A part of the page could not be loaded',
    text: 'There may be a newer version, or no connection. Reload the page; the gallery stays.',
  },
};

export const en = {
  format,
  app,
  empty,
  samples,
  progress,
  result,
  controls,
  refused,
  said,
  notices,
  errors,
  gallery,
  queue,
  offline,
  /** Null for English: it comes with the parts that say it (later.ts). */
  later: null as Later | null,
};

/** Everything that a language has to say. */
export type Strings = typeof en;
