/** What the parts say that are not there from the start, in German. */

import { dials } from './dials.de';
import type { Later } from './later.en';
import { numbers } from './numbers';

const format = numbers('de');
const { count, percent } = format;
const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;
const drawings = (total: number): string => plural(total, 'Zeichnung', 'Zeichnungen');

const preview: Later['preview'] = {
  region:
    'Vorschau. Plus und Minus vergrößern und verkleinern, die Pfeiltasten verschieben, 0 zeigt das ganze Bild.',
  original: 'Original',
  drawing: 'Vektor',
  originalOf: (name) => `Original: ${name}`,
  drawingOf: (name) => `Vektorzeichnung von ${name}`,
  compare: 'Vergleich',
  mode: 'Was zu sehen ist',
  divider: 'Teiler zwischen Original und Vektor',
  divided: (share) => `${share} % Original`,
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  fit: 'Das ganze Bild zeigen',
  zoom: (scale) => percent(scale),
  noOriginal: 'Dieser Browser kann das Original nicht anzeigen, Pathloom kann es aber lesen.',
  modes: {
    original: 'Original',
    compare: 'Vergleich',
    side: 'Nebeneinander',
    onion: 'Übereinander',
    drawing: 'Vektor',
    nodes: 'Knoten',
    error: 'Abweichung',
  },
  modeHelp: {
    original: 'Das Bild, wie es geöffnet wurde',
    compare: 'Bild und Vektor mit einem Teiler dazwischen',
    side: 'Bild und Vektor nebeneinander',
    onion: 'Der Vektor über dem Bild',
    drawing: 'Nur der Vektor',
    nodes: 'Die Punkte der Kurven und ihre Griffe',
    error: 'Wo der Vektor vom Bild abweicht',
  },
  onionOpacity: 'Deckkraft des Vektors',
  meanError: (value) => `Mittleres ΔE ${value}`,
  comparing: 'Wird verglichen …',
  findingNodes: 'Knoten werden gesucht …',
  nodes: (inView, all) => `${count(inView)} von ${count(all)} Knoten zu sehen`,
  nodesDense: (all) => `${count(all)} Knoten: zum Ansehen vergrößern`,
};

const performance: Later['performance'] = {
  title: 'Leistung',
  close: 'Schließen',
  sections: {
    warnings: 'Auffällig',
    frames: 'Bilder',
    last: 'Letzte Zeichnung',
    engine: 'Rechenwerk',
    queue: 'Warteschlange',
    threads: 'Threads: Anteil der Arbeit, Aufträge, Tempo',
    caches: 'Zwischenspeicher',
    messages: 'Nachrichten',
    flags: 'Zum Vergleich abschalten',
  },
  findings: {
    frames: (value) => `Nur ${count(Math.round(value))} Bilder in der Sekunde`,
    task: (value) => `Eine Aufgabe hielt die Seite ${format.duration(value)} auf`,
    lost: (value) => `${plural(value, 'Worker ging verloren', 'Worker gingen verloren')} und wurde ersetzt`,
    memory: (value) => `${percent(value)} des Speichers sind belegt`,
    single: 'Ein Thread: Die Seite ist nicht isoliert, oder Threads ließen sich nicht starten',
  },
  rows: {
    fps: 'Bilder in der Sekunde',
    longest: 'Längste Aufgabe, 10 s',
    scaler: 'Skaliert mit',
    build: 'Ausführung',
    threads: 'Threads',
    isolated: 'Isoliert',
    version: 'Version',
    memory: 'Speicher',
    images: 'Offene Bilder',
    workers: 'Worker gestartet, verloren',
    waiting: 'Wartend',
    running: 'Laufend',
    wait: 'Wartezeit, Median und p95',
    total: 'Aufruf bis Ergebnis, Median und p95',
    jobs: 'Aufträge fertig, gescheitert, angehalten',
    thread: (number) => `Thread ${number}`,
    stageCache: 'Stufen: Treffer',
    stageCacheSize: 'Stufen: belegt',
    pool: 'Bildplätze: wiederverwendet',
    poolSize: 'Bildplätze: belegt',
    validation: 'Parameter: bekannt',
    sent: 'Gesendet',
    received: 'Empfangen',
    malformed: 'Nicht verstanden',
  },
  yes: 'ja',
  no: 'nein',
  builds: { threads: 'Threads', single: 'ein Thread' },
  hits: (hits, misses) =>
    hits + misses === 0 ? '–' : `${percent(hits / (hits + misses))} von ${count(hits + misses)}`,
  of: (part, whole) => `${part} von ${whole}`,
  share: (share, jobs, megapixels) => `${percent(share)} · ${count(jobs)} · ${format.short(megapixels)} MP/s`,
  none: '–',
  rest: 'Warten und Übertragen',
  restarts: 'Ein Schalter startet das Rechenwerk neu.',
  flags: {
    threads: 'Threads',
    imagePool: 'Bildplätze',
    stageCache: 'Stufenspeicher',
    validationCache: 'Parameterspeicher',
    batching: 'Kleine Aufträge gebündelt',
    messageBatching: 'Nachrichten gebündelt',
    deltas: 'Nur geänderte Parameter',
    gpuPreview: 'Vorschau auf der Grafikkarte',
  },
};

const exporting: Later['exporting'] = {
  title: 'Speichern und kopieren als',
  vector: 'Als Vektor speichern',
  pixels: 'Als Pixel speichern',
  clipboard: 'Kopieren als',
  scale: 'Maßstab',
  width: 'Breite',
  dataUrl: 'Daten-URL',
  size: (width, height) => `${count(width)} × ${count(height)} px`,
  tooLarge: 'Das kann kein Browser zeichnen. Wählen Sie es kleiner.',
  pngFailed: 'Der Browser konnte das PNG nicht zeichnen. Wählen Sie es kleiner.',
};

const palette: Later['palette'] = {
  title: 'Palette',
  count: (flat, inGradients) =>
    plural(flat, 'Farbe', 'Farben') + (inGradients > 0 ? `, ${count(inGradients)} in Verläufen` : ''),
  some: (shown, total) => `${count(shown)} von ${count(total)} Farben`,
  swatch: (color, locked, changed) => color + (locked ? ', gesperrt' : changed ? ', geändert' : ''),
  replace: (color) => `${color} ersetzen`,
  merge: 'Mit einer anderen Farbe vereinen',
  mergeWith: 'Vereinen mit',
  mergeHint: 'Wählen Sie die Farbe, mit der vereint wird.',
  lock: 'Sperren: genau diese Farbe behalten',
  unlock: 'Entsperren',
  putBack: 'Die gefundene Farbe zurückholen',
  remove: 'Löschen: stattdessen die nächste Farbe nehmen',
  load: 'Laden',
  fix: (total) => (total === 1 ? 'Nur diese' : `Nur diese ${count(total)}`),
  free: 'Palette freigeben',
  fixedHelp: (total) => `Nachgezeichnet mit einer festen Palette von ${total}.`,
  freeHelp: 'Wählen Sie eine Farbe, um sie zu ändern. GIMP, Adobe ASE und Hex-Listen lassen sich laden.',
  dropped: (kept, dropped) =>
    `Die ersten ${count(kept)} Farben wurden genommen; ${count(dropped)} weitere passten nicht.`,
  unreadable: (name) =>
    `${name} enthält keine Farben. Laden Sie eine GIMP-Palette (.gpl), Adobe-Farbfelder (.ase) oder eine Liste von Hex-Codes.`,
};

const gallery: Later['gallery'] = {
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
};

const queue: Later['queue'] = {
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
};

export const later: Later = {
  ...dials,
  preview,
  performance,
  exporting,
  palette,
  gallery,
  queue,
};
