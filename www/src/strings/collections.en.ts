/** What gallery, queue and the installed page say; apart from the rest for the length of the file alone. */
import { numbers } from './numbers';

const { count } = numbers('en');
const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

export const gallery = {
  title: 'Gallery',
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

export const queue = {
  title: 'Queue',
  show: (done: number, total: number) => `Queue ${count(done)}/${count(total)}`,
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
  finished: (done: number, failed: number) =>
    `Queue finished: ${plural(done, 'drawing', 'drawings')}${failed > 0 ? `, ${count(failed)} failed` : ''}.`,
};

export const offline = {
  ready: 'Ready to work offline',
  update: { title: 'A new version is ready', text: 'Reload when it suits you; the gallery stays.' },
  reload: 'Reload',
  partMissing: {
    title: 'A part of the page could not be loaded',
    text: 'There may be a newer version, or no connection. Reload the page; the gallery stays.',
  },
};
