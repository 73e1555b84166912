/** Every word the page says by itself. Help for dials and reasons come from the engine. */
import type { ErrorKind, Stage } from 'pathloom';

const numbers = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A whole number: 12,345. */
export const count = (value: number): string => numbers.format(value);

/** A size in bytes: 812 B, 45.2 kB, 3.1 MB. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${short.format(bytes / 1000)} kB` : `${short.format(bytes / 1e6)} MB`;
}

/** A time in milliseconds: 0.4 ms, 12 ms, 1.4 s. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${short.format(ms / 1000)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

export const app = {
  name: 'Pathloom',
  open: 'Open',
  copy: 'Copy SVG',
  copied: 'Copied',
  copyFailed: 'The browser refused the clipboard. Use “Download SVG” instead.',
  download: 'Download SVG',
  dropHere: 'Drop to trace',
  settings: 'Settings',
  pictureArea: 'Picture',
};

export const empty = {
  title: 'Turn any picture into a clean SVG',
  lead: 'Drop it anywhere, paste it, or open a file. Tracing happens in your browser: the picture never leaves your device.',
  open: 'Open a picture',
  formats: 'PNG, JPEG, WebP, GIF, TIFF, BMP and more',
  samples: 'Or try one of these',
  opening: (name: string) => `Opening ${name}…`,
};

/** Names of the samples, by file. */
export const samples: Record<string, string> = {
  loom: 'Logo',
  wagon: 'Clip art',
  astronaut: 'Photo',
};

export const stages: Record<Stage, string> = {
  decode: 'Decode',
  prepare: 'Prepare',
  segment: 'Segment',
  trace: 'Trace',
  fit: 'Fit',
  write: 'Write',
};

export const progress = {
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

export const preview = {
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
  zoom: (scale: number) => `${Math.round(scale * 100)} %`,
  noOriginal: 'This browser cannot show the original, but Pathloom can read it.',
};

export const result = {
  region: 'Result',
  done: (paths: number, bytes: number) => `Traced: ${plural(paths, 'path', 'paths')}, ${size(bytes)}.`,
  svg: 'SVG',
  gzip: 'Gzipped',
  paths: 'Paths',
  curves: 'Curves',
  colors: 'Colours',
  time: 'Time',
  pictureSize: (width: number, height: number) => `${count(width)} × ${count(height)}`,
  stages: 'Time by stage',
  reused: 'reused',
  reusedHelp: 'Nothing that this stage depends on has changed.',
};

export const controls = {
  preset: 'Preset',
  chose: (title: string) => `Auto chose ${title}`,
  resetAll: 'Reset all',
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

/** Titles of groups, by the first word of a field's name. */
export const groups: Record<string, string> = { ...stages, '': 'Engine', vtracer: 'VTracer' };

/** Titles of dials where the name alone would read badly. */
const fields: Record<string, string> = {
  'prepare.maxPixels': 'Largest size',
  'prepare.matte': 'Background',
  'segment.minArea': 'Smallest shape',
  'segment.maxColors': 'Colours',
  'segment.palette': 'Fixed palette',
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

function words(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

/** A dial's title. */
export const fieldTitle = (name: string): string => fields[name] ?? words(name.split('.').at(-1) ?? name);

/** A choice's label. */
export const choiceTitle = (field: string, value: string): string =>
  choices[`${field}.${value}`] ?? words(value);

export const notices = {
  dismiss: 'Close',
  single: {
    title: 'Running on one core',
    site: 'This site does not let Pathloom use threads. Everything works, but large pictures take longer.',
    browser:
      'Threads could not be started in this browser. Everything works, but large pictures take longer.',
  },
};

/** What happened, by kind; then the engine's own words; then what to do, where those do not say it. */
export const errors: Record<ErrorKind, { title: string; advice?: string }> = {
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
