/** Every word the page says by itself, in English. {@link Strings} is what another language has to say. */
import type { ErrorKind, SchemaChoice, SchemaField, SchemaPreset, Stage } from 'pathloom';
import { gallery, offline, queue } from './collections.en';
import { numbers } from './numbers';

const format = numbers('en');
const { count, size, percent } = format;

const list = new Intl.ListFormat('en-GB');

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

const preview = {
  region: 'Preview. Plus and minus zoom, the arrow keys move, 0 shows the whole picture.',
  original: 'Original',
  drawing: 'Vector',
  originalOf: (name: string) => `Original: ${name}`,
  drawingOf: (name: string) => `Vector drawing of ${name}`,
  compare: 'Compare',
  mode: 'What to show',
  divider: 'Divider between original and vector',
  divided: (percent: number) => `${percent} % original`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show the whole picture',
  zoom: (scale: number) => percent(scale),
  noOriginal: 'This browser cannot show the original, but Pathloom can read it.',
  modes: {
    original: 'Original',
    compare: 'Compare',
    side: 'Side by side',
    onion: 'Onion skin',
    drawing: 'Vector',
    nodes: 'Nodes',
    error: 'Error',
  },
  modeHelp: {
    original: 'The picture as it was opened',
    compare: 'Picture and vector with a divider between them',
    side: 'Picture and vector beside each other',
    onion: 'The vector laid over the picture',
    drawing: 'The vector alone',
    nodes: 'The points of the curves, and their handles',
    error: 'Where the vector differs from the picture',
  },
  onionOpacity: 'Opacity of the vector',
  meanError: (value: string) => `Mean ΔE ${value}`,
  comparing: 'Comparing…',
  findingNodes: 'Finding the nodes…',
  nodes: (inView: number, all: number) => `${count(inView)} of ${count(all)} nodes in view`,
  nodesDense: (all: number) => `${count(all)} nodes: zoom in to see them`,
};

/** The performance panel. */
const performance = {
  title: 'Performance',
  close: 'Close',
  sections: {
    warnings: 'To look at',
    frames: 'Frames',
    last: 'Last trace',
    engine: 'Engine',
    queue: 'Queue',
    threads: 'Threads: share of the work, jobs, speed',
    caches: 'Caches',
    messages: 'Messages',
    flags: 'Switch off, to compare',
  },
  findings: {
    frames: (value: number) => `Only ${count(Math.round(value))} frames in a second`,
    task: (value: number) => `A task held the page up for ${format.duration(value)}`,
    lost: (value: number) => `${plural(value, 'worker was', 'workers were')} lost and replaced`,
    memory: (value: number) => `The engine holds ${percent(value)} of its memory`,
    single: 'One thread: the page is not isolated, or threads did not start',
  },
  rows: {
    fps: 'Frames in a second',
    longest: 'Longest task, 10 s',
    scaler: 'Scaled by',
    build: 'Build',
    threads: 'Threads',
    isolated: 'Isolated',
    version: 'Version',
    memory: 'Memory',
    images: 'Open pictures',
    workers: 'Workers started, lost',
    waiting: 'Waiting',
    running: 'Running',
    wait: 'Wait, median and p95',
    total: 'Call to result, median and p95',
    jobs: 'Jobs done, failed, stopped',
    thread: (number: string) => `Thread ${number}`,
    stageCache: 'Stages: hits',
    stageCacheSize: 'Stages: held',
    pool: 'Picture slots: recycled',
    poolSize: 'Picture slots: held',
    validation: 'Parameters: known',
    sent: 'Sent',
    received: 'Received',
    malformed: 'Not understood',
  },
  yes: 'yes',
  no: 'no',
  builds: { threads: 'threads', single: 'single thread' },
  hits: (hits: number, misses: number) =>
    hits + misses === 0 ? '–' : `${percent(hits / (hits + misses))} of ${count(hits + misses)}`,
  of: (part: string, whole: string) => `${part} of ${whole}`,
  share: (share: number, jobs: number, megapixels: number) =>
    `${percent(share)} · ${count(jobs)} · ${format.short(megapixels)} MP/s`,
  none: '–',
  rest: 'Queue and transfer',
  restarts: 'A switch starts the engine anew.',
  flags: {
    threads: 'Threads',
    imagePool: 'Picture slots',
    stageCache: 'Stage cache',
    validationCache: 'Parameter cache',
    batching: 'Batches of small jobs',
    messageBatching: 'Batches of messages',
    deltas: 'Parameter changes only',
    gpuPreview: 'Preview on the graphics card',
  },
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
        : `Ran again: ${list.format(titles)}.`,
  reused: 'reused',
  reusedHelp: 'Nothing that this stage depends on has changed.',
};

/** The dialog with everything a drawing can be saved and copied as. */
const exporting = {
  title: 'Save and copy as',
  vector: 'Save as vector',
  pixels: 'Save as pixels',
  clipboard: 'Copy as',
  scale: 'Scale',
  width: 'Width',
  dataUrl: 'Data URL',
  size: (width: number, height: number) => `${count(width)} × ${count(height)} px`,
  tooLarge: 'No browser can draw that. Choose a smaller one.',
  pngFailed: 'The browser could not draw the PNG. Choose a smaller one.',
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

const palette = {
  title: 'Palette',
  count: (flat: number, inGradients: number) =>
    plural(flat, 'colour', 'colours') + (inGradients > 0 ? `, ${count(inGradients)} in gradients` : ''),
  some: (shown: number, total: number) => `${count(shown)} of ${count(total)} colours`,
  swatch: (color: string, locked: boolean, changed: boolean) =>
    color + (locked ? ', locked' : changed ? ', changed' : ''),
  replace: (color: string) => `Replace ${color}`,
  merge: 'Merge with another colour',
  mergeWith: 'Merge with',
  mergeHint: 'Choose the colour to merge with.',
  lock: 'Lock: keep this exact colour',
  unlock: 'Unlock',
  putBack: 'Put the found colour back',
  remove: 'Delete: use the nearest colour instead',
  load: 'Load',
  fix: (total: number) => `Keep only ${total === 1 ? 'this' : `these ${count(total)}`}`,
  free: 'Free the palette',
  fixedHelp: (total: string) => `Traced with a fixed palette of ${total}.`,
  freeHelp: 'Choose a colour to change it. GIMP, Adobe ASE and hex lists can be loaded.',
  dropped: (kept: number, dropped: number) =>
    `The first ${count(kept)} colours were taken; ${count(dropped)} more did not fit.`,
  unreadable: (name: string) =>
    `${name} holds no colours. Load a GIMP palette (.gpl), Adobe swatches (.ase) or a list of hex codes.`,
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

export const en = {
  format,
  app,
  keys,
  empty,
  samples,
  stages,
  progress,
  preview,
  performance,
  result,
  exporting,
  controls,
  refused,
  palette,
  groups,
  schema,
  said,
  notices,
  errors,
  gallery,
  queue,
  offline,
};

/** Everything that a language has to say. */
export type Strings = typeof en;

export type ShortcutGroup = keyof Strings['keys']['groups'];
/** Under which a part of the page brings a key. */
export type ShortcutName = keyof Strings['keys']['names'];
