/** What stands beside the dials, the figures and the keys, in English; a part of later.en.ts. */
import type { SchemaChoice, SchemaField, SchemaPreset, Stage } from 'pathloom';
import { numbers } from './numbers';

const { count, list } = numbers('en');

const stages: Record<Stage, string> = {
  decode: 'Decode',
  prepare: 'Prepare',
  segment: 'Segment',
  trace: 'Trace',
  fit: 'Fit',
  write: 'Write',
};

/** Titles of groups, by the first word of a field's name. */
const groups: Record<string, string> = { ...stages, '': 'Engine', vtracer: 'VTracer' };

/** Titles of dials where the name alone would read badly. */
const fields: Record<string, string> = {
  'prepare.maxPixels': 'Largest size',
  'prepare.minPixels': 'Smallest size',
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

/** Why settings from a link or the clipboard were not taken. */
const refused = {
  unreadable: 'There are no settings in this. Copy the whole link or the whole JSON, then try again.',
  invalid: 'Change what is named here, then try again. Your settings are as they were.',
  unavailable: 'The engine could not be started to check them. Reload the page and try again.',
  given: (given: string, allowed: string) => `${given} is not allowed; ${allowed}`,
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

const controls = {
  preset: 'Preset',
  chose: (title: string) => `Auto chose ${title}`,
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

const result = {
  region: 'Result',
  svg: 'SVG',
  gzip: 'Gzipped',
  paths: 'Paths',
  nodes: 'Nodes',
  difference: 'Mean ΔE',
  colors: 'Colours',
  time: 'Time',
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

export const dials = { stages, groups, schema, refused, keys, controls, result };

export type Dials = typeof dials;

export type ShortcutGroup = keyof Dials['keys']['groups'];
/** Under which a part of the page brings a key. */
export type ShortcutName = keyof Dials['keys']['names'];
