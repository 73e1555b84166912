/**
 * Palettes from files: GIMP (.gpl), Adobe Swatch Exchange (.ase), and lists of hex codes (.txt, .hex).
 *
 * Told apart by content, as names lie. The formats are a page each; the parsers on npm are unmaintained or want
 * Node's Buffer. GPL as in GIMP's gimppalette-load.c, ASE as documented at
 * http://www.selapa.net/swatches/colors/fileformats.php#adobe_ase
 */
import { convertLabToRgb, formatHex, formatHex8, parseHex } from 'culori/fn';

/** As many as `segment.palette` takes. */
export const maxColors = 256;

const hex = (r: number, g: number, b: number): string => formatHex({ mode: 'rgb', r, g, b });

/** Six or eight digits, or anything after a '#': words such as “add” are no colours. */
const codes = /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})\b|\b(?:[0-9a-f]{8}|[0-9a-f]{6})\b/gi;

function fromList(text: string): string[] {
  // Paint.NET puts remarks after a semicolon, and alpha first.
  const alphaFirst = text.startsWith(';');
  return [...text.replace(/^;.*$/gm, '').matchAll(codes)]
    .map(([code]) => (alphaFirst && /^\w{8}$/.test(code) ? code.slice(2) + code.slice(0, 2) : code))
    .map((code) => parseHex(code))
    .map((color) => ((color?.alpha ?? 1) < 1 ? formatHex8(color) : formatHex(color)))
    .filter((color) => color !== undefined);
}

function fromGpl(text: string): string[] {
  return [...text.matchAll(/^\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?=\s|$)/gm)]
    .map((found) => found.slice(1, 4).map(Number))
    .filter((channels) => channels.every((channel) => channel <= 255))
    .map(([r = 0, g = 0, b = 0]) => hex(r / 255, g / 255, b / 255));
}

/** One colour entry: model, then its channels as big-endian floats. */
function aseColor(view: DataView, at: number): string | null {
  const model = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4));
  const channel = (index: number): number => view.getFloat32(at + 4 + 4 * index);
  switch (model) {
    case 'RGB ':
      return hex(channel(0), channel(1), channel(2));
    case 'Gray':
      return hex(channel(0), channel(0), channel(0));
    case 'CMYK': {
      // Without a colour profile, as everything that reads ASE does it.
      const light = 1 - channel(3);
      return hex((1 - channel(0)) * light, (1 - channel(1)) * light, (1 - channel(2)) * light);
    }
    case 'LAB ':
      return formatHex(convertLabToRgb({ l: channel(0) * 100, a: channel(1), b: channel(2) }));
    default:
      return null;
  }
}

function fromAse(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const colors: string[] = [];
  const blocks = view.getUint32(8);
  for (let at = 12, block = 0; block < blocks && at + 6 <= view.byteLength; block += 1) {
    const isColor = view.getUint16(at) === 1;
    const length = view.getUint32(at + 2);
    const entry = at + 6;
    at = entry + length;
    if (!isColor) continue;
    const color = aseColor(view, entry + 2 + 2 * view.getUint16(entry));
    if (color) colors.push(color);
  }
  return colors;
}

const startsWith = (bytes: Uint8Array, word: string): boolean =>
  [...word].every((letter, at) => bytes[at] === letter.charCodeAt(0));

/**
 * The distinct colours of a palette file in its order, at most {@link maxColors}.
 *
 * @throws {SyntaxError} when there is no colour in it
 */
export function readPalette(bytes: Uint8Array): { colors: string[]; dropped: number } {
  let found: string[];
  if (startsWith(bytes, 'ASEF')) {
    try {
      found = fromAse(bytes);
    } catch (error) {
      // A view reads past the end of a file that is cut short.
      if (error instanceof RangeError) throw new SyntaxError('ASE');
      throw error;
    }
  } else {
    const text = new TextDecoder().decode(bytes);
    found = text.startsWith('GIMP Palette') ? fromGpl(text) : fromList(text);
  }
  const distinct = [...new Set(found)];
  if (distinct.length === 0) throw new SyntaxError('no colour');
  return { colors: distinct.slice(0, maxColors), dropped: Math.max(0, distinct.length - maxColors) };
}
