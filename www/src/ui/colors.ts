/** Colours as the engine writes them: '#rgb', '#rrggbb' or '#rrggbbaa'. */

const pattern = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** The colour in lower case with its '#', or null when the text is no colour. */
export function parseColor(text: string): string | null {
  const match = pattern.exec(text.trim());
  return match?.[1] ? `#${match[1].toLowerCase()}` : null;
}

/** Every colour in a text, separated by anything: a pasted list becomes a palette. */
export function parseColors(text: string): string[] {
  return text
    .split(/[^#0-9a-z]+/i)
    .map(parseColor)
    .filter((color) => color !== null);
}

/** '#rrggbb' without alpha, the only form that a colour input takes. */
export function opaqueHex(color: string): string {
  const hex = (parseColor(color) ?? '#000000').slice(1);
  return hex.length === 3 ? `#${[...hex].map((digit) => digit + digit).join('')}` : `#${hex.slice(0, 6)}`;
}
