/** What the parts say that are not there from the start, in English: it comes with them, so that the first load stays light. */
import { dials } from './dials.en';
import { numbers } from './numbers';

const format = numbers('en');
const { count, percent } = format;
const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

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

const gallery = {
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
  count: (total: number) => plural(total, 'drawing', 'drawings'),
  list: 'Drawings',
  loading: 'Loading…',
  empty: {
    title: 'Nothing here yet',
    lead: 'Each picture that you trace is kept here, on this device, together with its settings.',
  },
  noMatch: (search: string) => `No name contains “${search}”.`,
  search: 'Search by name',
  sort: 'Order',
  sorts: {
    newest: 'Newest first',
    oldest: 'Oldest first',
    name: 'By name',
    largest: 'Largest first',
  },
  open: (name: string) => `Open ${name}`,
  opening: (name: string) => `Opening ${name} from the gallery…`,
  download: (name: string) => `Download ${name} as SVG`,
  remove: (name: string) => `Delete ${name}`,
  facts: (size: string, paths: number) => `${size} · ${plural(paths, 'path', 'paths')}`,
  removed: (name: string) => `${name} was deleted.`,
  undo: 'Undo',
  back: 'Back to all drawings',
  alone: {
    title: 'Only the drawing was kept',
    text: 'The picture itself is not in the gallery: the drawing can be saved, but not tuned.',
    download: 'Download SVG',
  },
  source: 'Keep the pictures, too',
  sourceHelp: 'Needed to go on tuning a drawing later. They never leave this device.',
  storage: 'Storage',
  used: (used: string, quota: string) => `${used} of ${quota} used`,
  persist: 'Protect from clearing',
  persisted: 'Protected: the browser won’t clear it by itself.',
  unprotected: 'The browser may clear it when the disk is full.',
  persistRefused: 'The browser did not agree. It may when you install this page or visit it often.',
  exportAll: 'Export all',
  exporting: (share: string) => `Exporting… ${share}`,
  importAll: 'Import',
  importing: (share: string) => `Importing… ${share}`,
  imported: (added: number, same: number, bad: number) =>
    [
      `${plural(added, 'drawing', 'drawings')} added.`,
      same > 0 ? `${count(same)} already here.` : '',
      bad > 0 ? `${plural(bad, 'entry', 'entries')} left out: damaged or not plain SVG.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  importFailed: 'This file is not a gallery that Pathloom exported, or it is damaged. Nothing was changed.',
  clear: 'Delete all',
  clearing: {
    title: 'Delete everything?',
    text: (total: number) =>
      `${plural(total, 'drawing', 'drawings')} will be gone for good. Export them first if you may need them.`,
    confirm: 'Delete all',
    cancel: 'Cancel',
  },
};

const queue = {
  list: 'Files',
  summary: (done: number, total: number, failed: number) =>
    `${count(done)} of ${plural(total, 'file', 'files')} traced${failed > 0 ? `, ${count(failed)} failed` : ''}`,
  states: {
    waiting: 'Waiting',
    tracing: 'Tracing…',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  unkept: 'Done, but not kept in the gallery',
  progress: (name: string) => `Progress of ${name}`,
  cancel: (name: string) => `Cancel ${name}`,
  retry: (name: string) => `Trace ${name} again`,
  open: (name: string) => `Open ${name} to tune it`,
  cancelAll: 'Cancel the rest',
  retryAll: 'Retry what failed',
  again: 'Trace all with the present settings',
  clear: 'Empty the queue',
  zip: 'Download as ZIP',
  zipping: 'Packing…',
  zipName: 'drawings.zip',
  zipFailed: 'The archive could not be made. Download the drawings one by one from the gallery.',
  settings: 'Traced with the settings of the moment when the files were added.',
};

export const later = {
  ...dials,
  preview,
  performance,
  exporting,
  palette,
  gallery,
  queue,
};

export type Later = typeof later;
