/** Every word the page's start says by itself, in English; other parts bring theirs (later.en.ts). {@link Strings} is what another language has to say. */
import type { ErrorKind, SchemaChoice, SchemaField, SchemaPreset, Stage } from 'pathloom';
import type { Later } from './later.en';
import { numbers } from './numbers';

const format = numbers('en');
const { count, list, size } = format;

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

/** The list of keys. */
const keys = {
  title: 'Keys',
  groups: { file: 'File', settings: 'Settings', view: 'View', page: 'Page' },
  /** What each key does, by the name it is brought under. */
  names: {
    gallery: 'Open the gallery',
    queue: 'Show the queue',
    open: 'Open a picture',
    download: 'Download the SVG',
    export: 'Save and copy as …',
    undo: 'Undo a change of settings',
    redo: 'Redo it',
    stop: 'Stop tracing',
    keys: 'Show this list',
    performance: 'Performance',
    'mode-original': 'The picture alone',
    'mode-compare': 'Compare with a divider',
    'mode-side': 'Side by side',
    'mode-onion': 'Onion skin',
    'mode-drawing': 'The vector alone',
    'mode-nodes': 'Nodes',
    'mode-error': 'Error',
  },
  /** Keys that are called otherwise than their code. */
  keyNames: {
    Control: 'Ctrl',
    Meta: '⌘',
    Shift: 'Shift',
    Escape: 'Esc',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
  } as Record<string, string>,
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

const stages: Record<Stage, string> = {
  decode: 'Decode',
  prepare: 'Prepare',
  segment: 'Segment',
  trace: 'Trace',
  fit: 'Fit',
  write: 'Write',
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
  region: 'Result',
  done: (paths: number, bytes: number) => `Traced: ${plural(paths, 'path', 'paths')}, ${size(bytes)}.`,
  svg: 'SVG',
  gzip: 'Gzipped',
  paths: 'Paths',
  nodes: 'Nodes',
  difference: 'Mean ΔE',
  colors: 'Colours',
  time: 'Time',
  pictureSize: (width: number, height: number) => `${count(width)} × ${count(height)}`,
  stages: 'Time by stage',
  /** Which stages the last change ran, by title. */
  ran: (titles: readonly string[], all: number) =>
    titles.length === 0
      ? 'Nothing had to run again.'
      : titles.length === all
        ? 'Every stage ran.'
        : `Ran again: ${list(titles)}.`,
  reused: 'reused',
  reusedHelp: 'Nothing that this stage depends on has changed.',
};

const controls = {
  preset: 'Preset',
  chose: (title: string) => `Auto chose ${title}`,
  resetAll: 'Reset all',
  undo: 'Undo',
  redo: 'Redo',
  share: 'Copy or paste settings',
  shareHelp: 'These are your settings. Paste others over them, or a link.',
  copyLink: 'Copy link',
  copyJson: 'Copy JSON',
  apply: 'Apply',
  reset: (title: string) => `Reset ${title}`,
  advanced: 'Advanced',
  none: 'None',
  noColor: 'Keep as it is',
  clear: 'Clear',
  color: (title: string) => `${title}: pick a colour`,
  paletteColor: (index: number) => `Colour ${index}`,
  removeColor: (color: string) => `Remove ${color}`,
  addColor: 'Add colour',
  palettePlaceholder: '#1d3557 #e63946 …',
  value: (value: number, unit: string) => (unit ? `${count(value)} ${unit}` : count(value)),
  /** Short units for fields; the long word is for screen readers. */
  shownUnit: (unit: string) => (unit === 'decimals' ? '' : unit),
};

/** Why settings from a link or the clipboard were not taken. */
const refused = {
  title: 'These settings were not taken',
  unreadable: 'There are no settings in this. Copy the whole link or the whole JSON, then try again.',
  invalid: 'Change what is named here, then try again. Your settings are as they were.',
  unavailable: 'The engine could not be started to check them. Reload the page and try again.',
  given: (given: string, allowed: string) => `${given} is not allowed; ${allowed}`,
};

/** Titles of groups, by the first word of a field's name. */
const groups: Record<string, string> = { ...stages, '': 'Engine', vtracer: 'VTracer' };

/** Titles of dials where the name alone would read badly. */
const fields: Record<string, string> = {
  'prepare.maxPixels': 'Largest size',
  'prepare.matte': 'Background',
  'segment.minArea': 'Smallest shape',
  'segment.maxColors': 'Colours',
  'segment.palette': 'Fixed palette',
  'segment.recolor': 'Colour pairs',
  'trace.layering': 'Layers',
  'fit.shape': 'Outlines',
  'fit.cornerAngle': 'Corners',
  'write.precision': 'Decimals',
  'write.minify': 'Compactness',
  'write.group': 'Grouping',
};

/** Labels of choices where the value alone would read badly. */
const choices: Record<string, string> = {
  'engine.vtracer': 'VTracer',
  'segment.threshold.otsu': 'Automatic',
};

/** 'minArea' and 'line-art' as words. */
function words(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

/** What stands in the engine's table, in the page's language; English takes most from the table itself. */
const schema = {
  fieldTitle: (name: string): string => fields[name] ?? words(name.split('.').at(-1) ?? name),
  fieldHelp: (field: SchemaField): string => field.help,
  choiceTitle: (field: string, value: string): string => choices[`${field}.${value}`] ?? words(value),
  choiceHelp: (_field: string, choice: SchemaChoice): string => choice.help,
  presetTitle: (preset: SchemaPreset): string => preset.title,
  presetHelp: (preset: SchemaPreset): string => preset.help,
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
  troubles: {
    full: {
      title: 'This drawing could not be kept: the storage is full',
      advice: 'Everything already in the gallery is safe. Download the SVG, or delete drawings to make room.',
    },
    'without-source': {
      title: 'The drawing was kept without its picture: the storage is nearly full',
      advice: 'Delete drawings to make room, or export them first.',
    },
    lost: {
      title: 'The browser has cleared the gallery',
      advice:
        'It does so when the disk is full or site data is deleted. New drawings are kept again; “Protect from clearing” in the gallery asks the browser to spare it.',
    },
    damaged: {
      title: 'Part of the gallery could not be read',
      advice: 'Delete the drawing and trace its picture again. The others are not affected.',
    },
    forbidden: {
      title: 'This browser keeps nothing here',
      advice: 'Private windows and strict settings forbid storage. Download what you want to keep.',
    },
    internal: {
      title: 'The gallery did not answer',
      advice: 'Reload the page. Download what you want to keep before that.',
    },
  },
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
  keys,
  empty,
  samples,
  stages,
  progress,
  result,
  controls,
  refused,
  groups,
  schema,
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

export type ShortcutGroup = keyof Strings['keys']['groups'];
/** Under which a part of the page brings a key. */
export type ShortcutName = keyof Strings['keys']['names'];
