/** Every word the page says, in German; the compiler shows what is missing, a test what the engine's table adds. */

import { gallery, offline, queue } from './collections.de';
import type { Strings } from './en';
import { numbers } from './numbers';
import { sayIn } from './sentences';
import { sentences } from './sentences.de';

const format = numbers('de');
const { count, size, percent } = format;

const list = new Intl.ListFormat('de');

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

const keys: Strings['keys'] = {
  title: 'Tasten',
  groups: { file: 'Datei', settings: 'Einstellungen', view: 'Ansicht', page: 'Seite' },
  names: {
    gallery: 'Galerie öffnen',
    queue: 'Warteschlange zeigen',
    open: 'Bild öffnen',
    download: 'SVG speichern',
    export: 'Speichern und kopieren als …',
    undo: 'Eine Änderung rückgängig machen',
    redo: 'Sie wiederholen',
    stop: 'Nachzeichnen anhalten',
    keys: 'Diese Liste zeigen',
    performance: 'Leistung',
    'mode-original': 'Nur das Bild',
    'mode-compare': 'Vergleich mit Teiler',
    'mode-side': 'Nebeneinander',
    'mode-onion': 'Übereinander',
    'mode-drawing': 'Nur der Vektor',
    'mode-nodes': 'Knoten',
    'mode-error': 'Abweichung',
  },
  keyNames: {
    Control: 'Strg',
    Meta: '⌘',
    Shift: 'Umschalt',
    Escape: 'Esc',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
  },
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

const stages: Strings['stages'] = {
  decode: 'Lesen',
  prepare: 'Vorbereiten',
  segment: 'Aufteilen',
  trace: 'Umreißen',
  fit: 'Anpassen',
  write: 'Schreiben',
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

const preview: Strings['preview'] = {
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

const performance: Strings['performance'] = {
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

const result: Strings['result'] = {
  region: 'Ergebnis',
  done: (paths, bytes) => `Nachgezeichnet: ${plural(paths, 'Pfad', 'Pfade')}, ${size(bytes)}.`,
  svg: 'SVG',
  gzip: 'Gepackt',
  paths: 'Pfade',
  nodes: 'Knoten',
  difference: 'Mittleres ΔE',
  colors: 'Farben',
  time: 'Zeit',
  pictureSize: (width, height) => `${count(width)} × ${count(height)}`,
  stages: 'Zeit je Schritt',
  ran: (titles, all) =>
    titles.length === 0
      ? 'Nichts musste erneut laufen.'
      : titles.length === all
        ? 'Alle Schritte sind gelaufen.'
        : `Erneut gelaufen: ${list.format(titles)}.`,
  reused: 'übernommen',
  reusedHelp: 'Nichts, wovon dieser Schritt abhängt, hat sich geändert.',
};

const exporting: Strings['exporting'] = {
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

const units: Record<string, string> = { decimals: 'Stellen', bits: 'Bit' };

const controls: Strings['controls'] = {
  preset: 'Vorlage',
  chose: (title) => `Automatisch gewählt: ${title}`,
  resetAll: 'Alles zurücksetzen',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  share: 'Einstellungen kopieren oder einfügen',
  shareHelp: 'Das sind Ihre Einstellungen. Fügen Sie andere oder einen Link darüber ein.',
  copyLink: 'Link kopieren',
  copyJson: 'JSON kopieren',
  apply: 'Anwenden',
  reset: (title) => `${title} zurücksetzen`,
  advanced: 'Erweitert',
  none: 'Keiner',
  noColor: 'Unverändert',
  clear: 'Leeren',
  color: (title) => `${title}: Farbe wählen`,
  paletteColor: (index) => `Farbe ${index}`,
  removeColor: (color) => `${color} entfernen`,
  addColor: 'Farbe hinzufügen',
  palettePlaceholder: '#1d3557 #e63946 …',
  value: (value, unit) => (unit ? `${count(value)} ${units[unit] ?? unit}` : count(value)),
  shownUnit: (unit) => (unit === 'decimals' ? '' : (units[unit] ?? unit)),
};

const refused: Strings['refused'] = {
  title: 'Diese Einstellungen wurden nicht übernommen',
  unreadable:
    'Darin sind keine Einstellungen. Kopieren Sie den ganzen Link oder das ganze JSON und versuchen Sie es noch einmal.',
  invalid:
    'Ändern Sie, was hier genannt ist, und versuchen Sie es noch einmal. Ihre Einstellungen sind geblieben, wie sie waren.',
  unavailable:
    'Sie ließen sich nicht prüfen, weil das Verfahren nicht startet. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  given: (given, allowed) => `${said(given)} geht nicht; ${said(allowed)}`,
};

const palette: Strings['palette'] = {
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

const groups: Strings['groups'] = { ...stages, '': 'Verfahren', vtracer: 'VTracer' };

/** Title and help of each dial. */
const fields: Record<string, readonly [title: string, help: string]> = {
  engine: ['Verfahren', 'Wer nachzeichnet.'],
  'prepare.maxPixels': ['Größtmaß', 'Größere Bilder werden auf so viele Pixel verkleinert.'],
  'prepare.denoise': ['Entrauschen', 'Glättet Körnung und JPEG-Rauschen; Kanten bleiben scharf.'],
  'prepare.matte': [
    'Hintergrund',
    'Legt das Bild auf diese Farbe; ohne Farbe bleibt Durchsichtiges durchsichtig.',
  ],
  'segment.method': ['Methode', 'Wie das Bild in Flächen geteilt wird.'],
  'segment.detail': ['Details', 'Von wenigen großen Flächen bis zu jeder Nuance.'],
  'segment.minArea': ['Kleinste Fläche', 'Flecken mit weniger Pixeln verschwinden.'],
  'segment.maxColors': [
    'Farben',
    'Genau so viele Farben; bei 0 so viele, wie das Bild braucht. Eine Palette geht vor.',
  ],
  'segment.recolor': ['Farbpaare', 'Die erste Farbe jedes Paars wird zur zweiten, und Nachbarn werden eins.'],
  'segment.palette': ['Feste Palette', 'Nur diese Farben; leer gelten die des Bildes.'],
  'segment.gradients': ['Verläufe', 'Zeichnet weiche Farbübergänge als echte Verläufe.'],
  'segment.threshold': ['Schwelle', 'Wie Schwarz von Weiß unterschieden wird.'],
  'segment.level': ['Helligkeit', 'Alles, was dunkler ist, wird schwarz.'],
  'trace.layering': ['Ebenen', 'Wie Flächen aufeinanderliegen.'],
  'fit.shape': ['Umrisse', 'Woraus Umrisse bestehen.'],
  'fit.tolerance': [
    'Toleranz',
    'Wie weit eine Kurve von der Kante abweichen darf; mehr gibt glattere, kleinere Zeichnungen.',
  ],
  'fit.cornerAngle': ['Ecken', 'Eine schärfere Wendung bleibt eine Ecke; weniger erhält mehr Ecken.'],
  'write.precision': ['Nachkommastellen', 'Weniger Stellen machen die Datei kleiner.'],
  'write.minify': ['Verdichtung', '0 ist gut lesbar, 1 kompakt, 2 am kleinsten.'],
  'write.group': ['Gruppierung', 'Wie Flächen in der Datei zusammengefasst werden.'],
  'write.title': ['Titel', 'Ein Name für die Zeichnung, den Bildschirmleser vorlesen.'],
  'vtracer.filterSpeckle': [
    'Flecken',
    'Stellen, die kleiner als ein Quadrat dieser Seite sind, verschwinden.',
  ],
  'vtracer.colorPrecision': ['Farbgenauigkeit', 'Wie genau Farben unterschieden werden.'],
  'vtracer.layerDifference': ['Ebenenabstand', 'Wie weit die Farben zweier Ebenen auseinanderliegen.'],
  'vtracer.cornerThreshold': ['Ecken', 'Schwächere Wendungen werden geglättet.'],
  'vtracer.lengthThreshold': ['Längen', 'Längere Stücke werden vor dem Glätten geteilt.'],
  'vtracer.spliceThreshold': ['Teilen', 'Eine Kurve, die stärker dreht, wird in zwei geteilt.'],
  'vtracer.simplify': [
    'Vereinfachen',
    'Wie weit neu angepasste Kurven abweichen dürfen; bei 0 bleiben sie, wie sie sind.',
  ],
};

/** Label and help of each choice. */
const choices: Record<string, readonly [label: string, help: string]> = {
  'engine.pathloom': ['Pathloom', 'Das eigene Verfahren von Pathloom'],
  'engine.vtracer': ['VTracer', 'VTracer 1.0, mit genau dessen Ergebnis'],
  'segment.method.regions': ['Flächen', 'Pixel, die zusammengehören; für alles Farbige'],
  'segment.method.threshold': ['Schwelle', 'Schwarz und weiß'],
  'segment.method.exact': ['Exakt', 'Jedes Pixel behält seine Farbe; für Pixelkunst und Bildschirmfotos'],
  'segment.threshold.otsu': ['Selbsttätig', 'Findet die beste Helligkeit von selbst'],
  'segment.threshold.fixed': ['Fest', 'Nimmt die eingestellte Helligkeit'],
  'segment.threshold.adaptive': ['Mitlaufend', 'Folgt ungleichem Licht, etwa auf abfotografiertem Papier'],
  'trace.layering.stacked': ['Gestapelt', 'Flächen laufen unter den oberen weiter; leicht umzufärben'],
  'trace.layering.cutout': ['Puzzle', 'Flächen stoßen aneinander wie Puzzleteile; für Plotter'],
  'fit.shape.spline': ['Kurven', 'Glatte Kurven, gerade Linien, scharfe Ecken'],
  'fit.shape.polygon': ['Vielecke', 'Nur gerade Linien'],
  'fit.shape.pixel': ['Pixel', 'Die Kanten der Pixel selbst'],
  'write.group.none': ['Keine', 'Benachbarte Flächen einer Farbe teilen sich einen Pfad; kleinste Datei'],
  'write.group.color': ['Nach Farbe', 'Ein Pfad je Fläche, nach Farben gruppiert; am besten zu bearbeiten'],
};

/** Title and help. */
const presets: Record<string, readonly [title: string, help: string]> = {
  auto: ['Auto', 'Sieht sich das Bild an und nimmt die passende Vorlage.'],
  logo: ['Logo', 'Logos und Symbole: genaue Kanten, wenige Punkte, echte Verläufe.'],
  illustration: ['Illustration', 'Zeichnungen mit vielen Farben und weicher Schattierung.'],
  photo: ['Foto', 'Fotografien: viele kleine einfarbige Flächen.'],
  'line-art': ['Linien', 'Tinte, Bleistift und gescannter Text als schwarze Flächen.'],
  'pixel-art': ['Pixelkunst', 'Figuren und Bildschirmfotos, Pixel für Pixel.'],
  // The hyphen shows only where the line breaks.
  bw: ['Schwarz\u00adweiß', 'Wie „bw“ von VTracer: Was dunkler als mittleres Grau ist, wird schwarz.'],
  poster: ['Plakat', 'Wie „poster“ von VTracer: flache Farbstufen ohne Flecken.'],
};

const schema: Strings['schema'] = {
  fieldTitle: (name) => fields[name]?.[0] ?? name,
  fieldHelp: (field) => fields[field.name]?.[1] ?? field.help,
  choiceTitle: (field, value) => choices[`${field}.${value}`]?.[0] ?? value,
  choiceHelp: (field, choice) => choices[`${field}.${choice.value}`]?.[1] ?? choice.help,
  presetTitle: (preset) => presets[preset.name]?.[0] ?? preset.title,
  presetHelp: (preset) => presets[preset.name]?.[1] ?? preset.help,
};

const said: Strings['said'] = sayIn(sentences);

const notices: Strings['notices'] = {
  dismiss: 'Schließen',
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

export const de: Strings = {
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
