/** What gallery, queue and the installed page say, in German. */
import type { Strings } from './en';
import { numbers } from './numbers';

const { count } = numbers('de');
const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const drawings = (total: number): string => plural(total, 'Zeichnung', 'Zeichnungen');

export const gallery: Strings['gallery'] = {
  title: 'Galerie',
  count: drawings,
  list: 'Zeichnungen',
  loading: 'Wird geladen…',
  empty: {
    title: 'Noch ist nichts hier',
    lead: 'Jedes nachgezeichnete Bild wird hier aufgehoben, auf diesem Gerät und mit seinen Einstellungen.',
  },
  noMatch: (search) => `Kein Name enthält „${search}“.`,
  search: 'Nach Namen suchen',
  sort: 'Reihenfolge',
  sorts: {
    newest: 'Neueste zuerst',
    oldest: 'Älteste zuerst',
    name: 'Nach Namen',
    largest: 'Größte zuerst',
  },
  open: (name) => `${name} öffnen`,
  opening: (name) => `${name} wird aus der Galerie geöffnet…`,
  download: (name) => `${name} als SVG herunterladen`,
  remove: (name) => `${name} löschen`,
  facts: (bytes, paths) => `${bytes} · ${plural(paths, 'Pfad', 'Pfade')}`,
  removed: (name) => `${name} wurde gelöscht.`,
  undo: 'Rückgängig',
  back: 'Zurück zu allen Zeichnungen',
  alone: {
    title: 'Nur die Zeichnung wurde aufgehoben',
    text: 'Das Bild selbst ist nicht in der Galerie: Die Zeichnung lässt sich speichern, aber nicht weiter einstellen.',
    download: 'SVG herunterladen',
  },
  source: 'Auch die Bilder aufheben',
  sourceHelp: 'Nötig, um eine Zeichnung später weiter einzustellen. Sie bleiben auf diesem Gerät.',
  storage: 'Speicher',
  used: (used, quota) => `${used} von ${quota} belegt`,
  persist: 'Vor dem Leeren schützen',
  persisted: 'Geschützt: Der Browser leert sie nicht von selbst.',
  unprotected: 'Bei voller Festplatte kann der Browser sie leeren.',
  persistRefused:
    'Der Browser hat abgelehnt. Er stimmt eher zu, wenn diese Seite installiert ist oder oft besucht wird.',
  exportAll: 'Alles exportieren',
  exporting: (share) => `Export… ${share}`,
  importAll: 'Importieren',
  importing: (share) => `Import… ${share}`,
  imported: (added, same, bad) =>
    [
      `${drawings(added)} hinzugefügt.`,
      same > 0 ? `${count(same)} schon vorhanden.` : '',
      bad > 0
        ? `${plural(bad, 'Eintrag', 'Einträge')} ausgelassen: beschädigt oder kein schlichtes SVG.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  importFailed:
    'Diese Datei ist keine von Pathloom exportierte Galerie, oder sie ist beschädigt. Nichts wurde geändert.',
  clear: 'Alles löschen',
  clearing: {
    title: 'Alles löschen?',
    text: (total) =>
      `${drawings(total)} sind dann endgültig weg. Exportieren Sie sie vorher, wenn Sie sie noch brauchen könnten.`,
    confirm: 'Alles löschen',
    cancel: 'Abbrechen',
  },
  status: { waiting: 'Wird aufgehoben…', kept: 'In der Galerie', failed: 'Nicht aufgehoben' },
  troubles: {
    full: {
      title: 'Diese Zeichnung ließ sich nicht aufheben: Der Speicher ist voll',
      advice:
        'Was schon in der Galerie ist, ist sicher. Laden Sie das SVG herunter, oder löschen Sie Zeichnungen.',
    },
    'without-source': {
      title: 'Die Zeichnung wurde ohne ihr Bild aufgehoben: Der Speicher ist fast voll',
      advice: 'Löschen Sie Zeichnungen, oder exportieren Sie sie vorher.',
    },
    lost: {
      title: 'Der Browser hat die Galerie geleert',
      advice:
        'Das geschieht bei voller Festplatte oder wenn Websitedaten gelöscht werden. Neue Zeichnungen werden wieder aufgehoben; „Vor dem Leeren schützen“ in der Galerie bittet den Browser, sie zu verschonen.',
    },
    damaged: {
      title: 'Ein Teil der Galerie ließ sich nicht lesen',
      advice:
        'Löschen Sie die Zeichnung und zeichnen Sie ihr Bild noch einmal nach. Die anderen sind nicht betroffen.',
    },
    forbidden: {
      title: 'Dieser Browser hebt hier nichts auf',
      advice:
        'Private Fenster und strenge Einstellungen verbieten das Speichern. Laden Sie herunter, was Sie behalten möchten.',
    },
    internal: {
      title: 'Die Galerie hat nicht geantwortet',
      advice: 'Laden Sie die Seite neu und vorher herunter, was Sie behalten möchten.',
    },
  },
};

export const queue: Strings['queue'] = {
  title: 'Warteschlange',
  show: (done, total) => `Warteschlange ${count(done)}/${count(total)}`,
  list: 'Dateien',
  summary: (done, total, failed) =>
    `${count(done)} von ${plural(total, 'Datei', 'Dateien')} nachgezeichnet${failed > 0 ? `, ${count(failed)} gescheitert` : ''}`,
  states: {
    waiting: 'Wartet',
    tracing: 'Wird nachgezeichnet…',
    done: 'Fertig',
    failed: 'Gescheitert',
    cancelled: 'Abgebrochen',
  },
  unkept: 'Fertig, aber nicht in der Galerie',
  progress: (name) => `Fortschritt von ${name}`,
  cancel: (name) => `${name} abbrechen`,
  retry: (name) => `${name} noch einmal nachzeichnen`,
  open: (name) => `${name} zum Einstellen öffnen`,
  cancelAll: 'Rest abbrechen',
  retryAll: 'Gescheiterte wiederholen',
  again: 'Alle mit den jetzigen Einstellungen',
  clear: 'Warteschlange leeren',
  zip: 'Als ZIP herunterladen',
  zipping: 'Wird gepackt…',
  zipName: 'zeichnungen.zip',
  zipFailed:
    'Das Archiv ließ sich nicht anlegen. Laden Sie die Zeichnungen einzeln aus der Galerie herunter.',
  settings: 'Es gelten die Einstellungen des Augenblicks, in dem die Dateien dazukamen.',
  finished: (done, failed) =>
    `Warteschlange fertig: ${drawings(done)}${failed > 0 ? `, ${count(failed)} gescheitert` : ''}.`,
};

export const offline: Strings['offline'] = {
  ready: 'Geht jetzt auch ohne Netz',
  update: { title: 'Eine neue Version ist da', text: 'Laden Sie neu, wann es passt; die Galerie bleibt.' },
  reload: 'Neu laden',
  partMissing: {
    title: 'Ein Teil der Seite ließ sich nicht laden',
    text: 'Vielleicht gibt es eine neuere Version oder keine Verbindung. Laden Sie die Seite neu; die Galerie bleibt.',
  },
};
