/** Every word the page says, in German; the compiler shows what is missing, a test what the engine's table adds. */

import type { Strings } from './en';
import { later } from './later.de';
import { numbers } from './numbers';
import { sayIn } from './sentences';
import { sentences } from './sentences.de';

const format = numbers('de');
const { count, list, size } = format;

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
        : `Erneut gelaufen: ${list(titles)}.`,
  reused: 'übernommen',
  reusedHelp: 'Nichts, wovon dieser Schritt abhängt, hat sich geändert.',
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
  later,
};
