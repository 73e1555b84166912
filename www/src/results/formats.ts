/**
 * The drawing in the forms that people take away: packed, as a data URL, as JSX, as pixels.
 *
 * The SVG is our own plain output (five elements, no styles, no scripts), so the converter to JSX is a few
 * lines; svgr was rejected, which brings a parser for every SVG there is, and Babel.
 */

/** Gzip, as an .svgz file is. */
export async function gzipped(svg: Blob): Promise<Blob> {
  const packed = svg.stream().pipeThrough(new CompressionStream('gzip'));
  return new Blob([await new Response(packed).arrayBuffer()], { type: 'image/svg+xml' });
}

/** Percent codes that a URL in quotes does without; what ends an attribute, a string or an address keeps its code. */
const readable = new Map([...' =:/,;?@+$'].map((letter) => [encodeURIComponent(letter), letter]));

/** An address that holds the drawing: for `src`, `href` and `url("…")`. */
export function toDataUrl(svg: string): string {
  const body = encodeURIComponent(svg.replaceAll('"', "'"))
    .replace(/%[0-9A-F]{2}/g, (code) => readable.get(code) ?? code)
    .replace(/\(/g, '%28')
    .replace(/\)/g, '%29');
  return `data:image/svg+xml,${body}`;
}

const camel = (name: string): string =>
  name.replace(/[-:]([a-z])/g, (_, letter: string) => letter.toUpperCase());

const jsxText = (text: string): string => text.replace(/[{}]/g, (brace) => `{'${brace}'}`);

/** A React component; `name` is any text. */
export function toJsx(svg: string, name: string): string {
  const body = svg
    .trim()
    .replace(/<([^>]*)>|([^<]+)/g, (_, tag: string | undefined, text: string | undefined) =>
      tag === undefined
        ? jsxText(text ?? '')
        : `<${tag.replace(/ ([\w:-]+)=/g, (_, key) => ` ${camel(key)}=`)}>`,
    )
    .replace('>', ' {...props}>');
  return `export default function ${componentName(name)}(props) {\n  return (\n    ${body}\n  );\n}\n`;
}

/** 'my-boat 2' as `MyBoat2`; never empty, never beginning with a digit. */
export function componentName(name: string): string {
  const words = name.normalize('NFKD').match(/[a-z0-9]+/gi) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Z]/.test(joined) ? joined : `Drawing${joined}`;
}

/** What browsers draw at most, on a side and in all. */
const limits = { side: 16_384, pixels: 120_000_000 };

/** Size of a PNG that is `width` pixels wide; null when no browser can draw it. */
export function pngSize(
  drawing: { width: number; height: number },
  width: number,
): { width: number; height: number } | null {
  const size = {
    width: Math.round(width),
    height: Math.max(1, Math.round((width / drawing.width) * drawing.height)),
  };
  const fits =
    Number.isFinite(width) &&
    size.width >= 1 &&
    Math.max(size.width, size.height) <= limits.side &&
    size.width * size.height <= limits.pixels;
  return fits ? size : null;
}

/** The drawing at `url` as a PNG. Rejects when the browser cannot draw it. */
export async function toPng(
  url: string,
  { width, height }: { width: number; height: number },
): Promise<Blob> {
  const image = new Image(width, height);
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(image, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Hands a file to the person. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
