/** Every word the page says, in German; the compiler shows what is missing, a test what the engine's table adds. */

import type { Strings } from './en';
import { later } from './later.de';
import { numbers } from './numbers';
import { sayIn } from './sentences';
import { sentences } from './sentences.de';

const format = numbers('de');
const { count, size } = format;

const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const app: Strings['app'] = {
  name: 'Pathloom',
  open: 'Öffnen',
  copy: 'SVG kopieren',
  copied: 'Kopiert',
  copyFailed: 'Der Browser verweigert die Zwischenablage',
  download: 'SVG speichern',
  dropHere: 'Zum Nachzeichnen ablegen',
  settings: 'Einstellungen',
  pictureArea: 'Bild',
  close: 'Schließen',
  language: 'Sprache',
  documentTitle: 'Pathloom · Aus Bildern wird SVG',
};

const empty: Strings['empty'] = {
  title: 'Aus jedem Bild ein sauberes SVG',
  lead: 'Irgendwo ablegen, einfügen oder öffnen. Nachgezeichnet wird im Browser: Das Bild verlässt Ihr Gerät nie.',
  open: 'Bild öffnen',
  formats: 'PNG, JPEG, WebP, GIF, TIFF, BMP und mehr',
  samples: 'Oder eines von diesen ausprobieren',
  opening: (name) => `${name} wird geöffnet …`,
};

const samples: Strings['samples'] = {
  'loom.png': 'Logo',
  'wagon.png': 'Clipart',
  'astronaut.png': 'Foto',
};

const progress: Strings['progress'] = {
  label: 'Fortschritt',
  waiting: 'Wird nachgezeichnet …',
  doing: {
    decode: 'Das Bild wird gelesen …',
    prepare: 'Das Bild wird vorbereitet …',
    segment: 'Flächen werden gesucht …',
    trace: 'Umrisse werden verfolgt …',
    fit: 'Kurven werden angepasst …',
    write: 'Das SVG wird geschrieben …',
  },
  stop: 'Anhalten',
  stopped: 'Angehalten',
  retry: 'Erneut nachzeichnen',
};

const result: Strings['result'] = {
  done: (paths, bytes) => `Nachgezeichnet: ${plural(paths, 'Pfad', 'Pfade')}, ${size(bytes)}.`,
  pictureSize: (width, height) => `${count(width)} × ${count(height)}`,
};

const controls: Strings['controls'] = {
  resetAll: 'Alles zurücksetzen',
};

const refused: Strings['refused'] = {
  title: 'Diese Einstellungen wurden nicht übernommen',
};

const said: Strings['said'] = sayIn(sentences);

const notices: Strings['notices'] = {
  dismiss: 'Schließen',
  about: (file, title) => `${file}: ${title}`,
  single: {
    title: 'Läuft auf einem Kern',
    site: 'Diese Website erlaubt Pathloom keine Threads. Alles geht, große Bilder dauern aber länger.',
    browser:
      'In diesem Browser ließen sich keine Threads starten. Alles geht, große Bilder dauern aber länger.',
  },
};

const errors: Strings['errors'] = {
  unsupported: { title: 'Das ist kein Bild, das Pathloom lesen kann' },
  malformed: { title: 'Die Datei ist beschädigt' },
  truncated: { title: 'Die Datei ist unvollständig' },
  'too-large': { title: 'Das Bild ist zu groß' },
  'invalid-params': {
    title: 'Diese Einstellungen passen nicht zusammen',
    advice: 'Ändern Sie, was hier genannt ist, oder setzen Sie alles zurück.',
  },
  cancelled: { title: 'Angehalten' },
  timeout: {
    title: 'Das hat zu lange gedauert',
    advice: 'Verringern Sie die Details, oder verkleinern Sie das Bild.',
  },
  'queue-full': { title: 'Zu viel auf einmal', advice: 'Warten Sie kurz und versuchen Sie es noch einmal.' },
  'out-of-memory': {
    title: 'Der Speicher reicht nicht',
    advice: 'Schließen Sie andere Tabs, oder verkleinern Sie das Bild.',
  },
  'worker-lost': {
    title: 'Das Nachzeichnen ist bei diesem Bild zweimal abgebrochen',
    advice: 'Versuchen Sie andere Einstellungen oder ein kleineres Bild.',
  },
  unavailable: {
    title: 'Etwas ließ sich nicht laden',
    advice:
      'Prüfen Sie die Verbindung und laden Sie die Seite neu. Nötig ist ein aktueller Chrome, Edge, Firefox oder Safari.',
  },
  internal: { title: 'Pathloom hat einen Fehler gemacht', advice: 'Versuchen Sie andere Einstellungen.' },
};

const gallery: Strings['gallery'] = {
  title: 'Galerie',
  status: { waiting: 'Wird aufgehoben…', kept: 'In der Galerie', failed: 'Nicht aufgehoben' },
};

const queue: Strings['queue'] = {
  title: 'Warteschlange',
  show: (done, total) => `Warteschlange ${count(done)}/${count(total)}`,
  finished: (done, failed) =>
    `Warteschlange fertig: ${plural(done, 'Zeichnung', 'Zeichnungen')}${failed > 0 ? `, ${count(failed)} gescheitert` : ''}.`,
};

const offline: Strings['offline'] = {
  ready: 'Geht jetzt auch ohne Netz',
  update: { title: 'Eine neue Version ist da', text: 'Laden Sie neu, wann es passt; die Galerie bleibt.' },
  reload: 'Neu laden',
  partMissing: {
    title: 'Ein Teil der Seite ließ sich nicht laden',
    text: 'Vielleicht gibt es eine neuere Version oder keine Verbindung. Laden Sie die Seite neu; die Galerie bleibt.',
  },
};

export const de: Strings = {
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
  later,
};
