/** What stands beside the dials, the figures and the keys, in German; a part of later.de.ts. */
import type { Dials } from './dials.en';
import { numbers } from './numbers';
import { sayIn } from './sentences';
import { sentences } from './sentences.de';

const { count, list } = numbers('de');
const said = sayIn(sentences);

const stages: Dials['stages'] = {
  decode: 'Lesen',
  prepare: 'Vorbereiten',
  segment: 'Aufteilen',
  trace: 'Umreißen',
  fit: 'Anpassen',
  write: 'Schreiben',
};

const groups: Dials['groups'] = { ...stages, '': 'Verfahren', vtracer: 'VTracer' };

/** Title and help of each dial. */
const fields: Record<string, readonly [title: string, help: string]> = {
  engine: ['Verfahren', 'Wer nachzeichnet.'],
  'prepare.maxPixels': ['Größtmaß', 'Größere Bilder werden auf so viele Pixel verkleinert.'],
  'prepare.minPixels': [
    'Kleinstmaß',
    'Kleinere Bilder werden bis zu vierfach vergrößert nachgezeichnet, damit ihre Umrisse glatt werden.',
  ],
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
  'segment.smoothEdges': [
    'Glatte Kanten',
    'Nimmt Pixel zwischen zwei Flächen als deren weiche Kante und zeichnet sie als Kurven. Aus: Kanten bleiben rau wie im Foto.',
  ],
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

const schema: Dials['schema'] = {
  fieldTitle: (name) => fields[name]?.[0] ?? name,
  fieldHelp: (field) => fields[field.name]?.[1] ?? field.help,
  choiceTitle: (field, value) => choices[`${field}.${value}`]?.[0] ?? value,
  choiceHelp: (field, choice) => choices[`${field}.${choice.value}`]?.[1] ?? choice.help,
  presetTitle: (preset) => presets[preset.name]?.[0] ?? preset.title,
  presetHelp: (preset) => presets[preset.name]?.[1] ?? preset.help,
};

const refused: Dials['refused'] = {
  unreadable:
    'Darin sind keine Einstellungen. Kopieren Sie den ganzen Link oder das ganze JSON und versuchen Sie es noch einmal.',
  invalid:
    'Ändern Sie, was hier genannt ist, und versuchen Sie es noch einmal. Ihre Einstellungen sind geblieben, wie sie waren.',
  unavailable:
    'Sie ließen sich nicht prüfen, weil das Verfahren nicht startet. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  given: (given, allowed) => `${said(given)} geht nicht; ${said(allowed)}`,
};

const keys: Dials['keys'] = {
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

const units: Record<string, string> = { decimals: 'Stellen', bits: 'Bit' };

const controls: Dials['controls'] = {
  preset: 'Vorlage',
  chose: (title) => `Automatisch gewählt: ${title}`,
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

const result: Dials['result'] = {
  region: 'Ergebnis',
  svg: 'SVG',
  gzip: 'Gepackt',
  paths: 'Pfade',
  nodes: 'Knoten',
  difference: 'Mittleres ΔE',
  colors: 'Farben',
  time: 'Zeit',
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

export const dials: Dials = { stages, groups, schema, refused, keys, controls, result };
