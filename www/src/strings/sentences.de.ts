/** The engine's sentences in German: a test reads its sources and misses none. */
export const sentences: Readonly<Record<string, string>> = {
  // Why `auto` took a preset.
  'You chose it.': 'Sie haben sie gewählt.',
  'The picture is empty.': 'Das Bild ist leer.',
  'The picture is of one colour.': 'Das Bild hat nur eine Farbe.',
  'All edges lie on a grid of {} × {} px: pixel art, scaled up.':
    'Alle Kanten liegen auf einem Raster von {} × {} px: vergrößerte Pixelkunst.',
  'It is small and has {} colours without soft edges: pixel art.':
    'Es ist klein und hat {} Farben ohne weiche Kanten: Pixelkunst.',
  'Its {} colours change from pixel to pixel: a pattern, every pixel meant.':
    'Seine {} Farben wechseln von Pixel zu Pixel: ein Muster, in dem jedes Pixel gemeint ist.',
  'It is grey, {} % dark strokes on a light ground: ink or text.':
    'Es ist grau, mit {} % dunklen Strichen auf hellem Grund: Tusche oder Text.',
  'It is small and softly shaded: a drawing that is traced enlarged.':
    'Es ist klein und weich schattiert: eine Zeichnung, die vergrößert nachgezeichnet wird.',
  '{} % of it are areas of one colour, {} % smooth ramps, with clean edges.':
    '{} % davon sind einfarbige Flächen, {} % weiche Verläufe, mit sauberen Kanten.',
  '{} % of it are areas of one colour, with soft detail between them.':
    '{} % davon sind einfarbige Flächen, dazwischen weiche Einzelheiten.',
  '{} % of it are areas of one colour, with noise at their edges as JPEG leaves it.':
    '{} % davon sind einfarbige Flächen, mit Rauschen an den Kanten, wie JPEG es hinterlässt.',
  '{} % of it are calm, and most of the rest are sharp edges.':
    '{} % davon sind ruhig, und das Übrige sind meist scharfe Kanten.',
  'Only {} % of it are areas of one colour; the rest is texture or shading.':
    'Nur {} % davon sind einfarbige Flächen; der Rest ist Textur oder Schattierung.',

  // What is wrong with a file.
  'The file is empty. Choose a picture with content.': 'Die Datei ist leer. Wählen Sie ein Bild mit Inhalt.',
  'The file stops before the picture is complete. Download or copy it again.':
    'Die Datei endet, bevor das Bild vollständig ist. Laden oder kopieren Sie sie noch einmal.',
  'The {} file is damaged ({}). Open it in an image editor and export it again.':
    'Die {}-Datei ist beschädigt ({}). Öffnen Sie sie in einem Bildprogramm und exportieren Sie sie neu.',
  'This kind of {} file is not read here ({}). Export it as PNG.':
    'Diese Art von {}-Datei kann hier nicht gelesen werden ({}). Exportieren Sie sie als PNG.',
  '{} Use PNG, JPEG, WebP, GIF, BMP, TIFF, ICO, PNM or QOI.':
    '{} Nehmen Sie PNG, JPEG, WebP, GIF, BMP, TIFF, ICO, PNM oder QOI.',
  'This is an AVIF picture, which is read in the browser only.':
    'Das ist ein AVIF-Bild; das liest nur der Browser selbst.',
  'This is a HEIC picture.': 'Das ist ein HEIC-Bild.',
  'This is a JPEG XL picture.': 'Das ist ein JPEG-XL-Bild.',
  'This is a PDF document.': 'Das ist ein PDF-Dokument.',
  'This is an XML or SVG file, which is a vector already.':
    'Das ist eine XML- oder SVG-Datei, also schon ein Vektor.',
  'This is a text file, not a picture.': 'Das ist eine Textdatei und kein Bild.',
  'This is not a picture of a known format.': 'Das ist kein Bild in einem bekannten Format.',
  'This browser does not decode {}, or the file is damaged. Convert it to PNG or JPEG.':
    'Dieser Browser liest {} nicht, oder die Datei ist beschädigt. Wandeln Sie sie in PNG oder JPEG um.',
  'The file cannot be read: it was moved, changed or deleted.':
    'Die Datei ist nicht lesbar: Sie wurde verschoben, geändert oder gelöscht.',

  // Too large, or too much.
  'The picture is {} × {} px; {}. Scale it down and try again.':
    'Das Bild hat {} × {} px; {}. Verkleinern Sie es und versuchen Sie es noch einmal.',
  'at most {} × {} px are read': 'höchstens {} × {} px werden gelesen',
  'that is {} megapixels and at most {} are read': 'das sind {} Megapixel, und höchstens {} werden gelesen',
  'decoding it takes {} MiB and at most {} MiB may be used':
    'es zu lesen braucht {} MiB, und höchstens {} MiB stehen bereit',
  'The picture is {} MiB and at most {} MiB are read. Scale it down and try again.':
    'Das Bild hat {} MiB, und höchstens {} MiB werden gelesen. Verkleinern Sie es und versuchen Sie es noch einmal.',
  'Decoding the picture would take more memory than is allowed ({}). Scale it down and try again.':
    'Das Bild zu lesen würde mehr Speicher brauchen, als erlaubt ist ({}). Verkleinern Sie es und versuchen Sie es noch einmal.',
  'There is no memory for the picture. Close other pictures, or scale it down.':
    'Für das Bild ist kein Speicher frei. Schließen Sie andere Bilder, oder verkleinern Sie es.',
  '{} jobs wait, and their pictures hold {} MiB. Wait for some of them before sending more.':
    '{} Aufträge warten, und ihre Bilder belegen {} MiB. Warten Sie, bis einige davon fertig sind.',
  'Too many jobs wait. Wait for some of them before sending more.':
    'Zu viele Aufträge warten. Warten Sie, bis einige davon fertig sind.',
  'The time limit of the job ran out.': 'Die Zeit für den Auftrag ist abgelaufen.',

  // The engine itself.
  'The worker was lost.': 'Der Worker ist verloren gegangen.',
  'No progress for {} s or more.': 'Kein Fortschritt seit {} s oder länger.',
  'Worker after worker was lost, so none is started for some seconds. Try again then; if it stays, ask diagnose().':
    'Ein Worker nach dem anderen ging verloren; für einige Sekunden wird keiner gestartet. Versuchen Sie es danach noch einmal.',
  'Pathloom needs a browser with web workers and WebAssembly.':
    'Pathloom braucht einen Browser mit Web Workern und WebAssembly.',
  'The engine stopped unexpectedly ({}). This is a fault in Pathloom; please report it.':
    'Das Nachzeichnen ist unerwartet abgebrochen ({}). Das ist ein Fehler in Pathloom; bitte melden Sie ihn.',

  // What a setting may be.
  'give an object, such as {}': 'erlaubt ist ein Objekt wie {}',
  'give a whole number from {} to {}': 'erlaubt ist eine ganze Zahl von {} bis {}',
  'give a number from {} to {}': 'erlaubt ist eine Zahl von {} bis {}',
  'give true or false': 'erlaubt ist true oder false',
  'give one of {}': 'erlaubt ist eines von {}',
  'give text of at most {} characters, without line breaks':
    'erlaubt ist Text von höchstens {} Zeichen ohne Zeilenumbruch',
  'give an opaque colour as #rgb or #rrggbb, or none (null)':
    'erlaubt ist eine deckende Farbe als #rgb oder #rrggbb, oder keine (null)',
  'give at most {} colours as #rgb, #rrggbb or #rrggbbaa':
    'erlaubt sind höchstens {} Farben als #rgb, #rrggbb oder #rrggbbaa',
  'see the list of parameters': 'siehe die Liste der Parameter',
  'did you mean {}?': 'gemeint ist vielleicht {}',
  'an unknown name': 'ein unbekannter Name',
  'mend the ones above first': 'bringen Sie zuerst die oben in Ordnung',
  'each of {} further names or values': '{} weitere Namen oder Werte',
  'an object': 'ein Objekt',
  'a list of {}': 'eine Liste von {}',
  '{} in the list': '{} in der Liste',
};
