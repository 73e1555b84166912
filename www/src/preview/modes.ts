/**
 * The ways to look at a picture and its drawing, and what each puts where on the screen.
 *
 * Every way is a list of layers with the part of the pane they may cover; panning and zooming know nothing of it.
 */

export const modes = ['original', 'compare', 'side', 'onion', 'drawing', 'nodes', 'error'] as const;

export type Mode = (typeof modes)[number];

export type LayerName = 'original' | 'drawing' | 'nodes' | 'error';

/** A part of the pane, CSS pixels. */
export type Box = { x: number; y: number; width: number; height: number };

/** A layer on the screen. */
export type Shown = {
  layer: LayerName;
  opacity: number;
  /** Nothing is painted outside of it. */
  clip: Box;
  /** Where the view's own origin lies in the pane. */
  origin: { x: number; y: number };
};

/** What a person sets besides the mode. */
export type Arrangement = {
  mode: Mode;
  /** Share of the pane that the original covers. */
  split: number;
  /** Opacity of the drawing over the original. */
  onion: number;
};

type Size = { width: number; height: number };

/** The second of two panes lies beneath the first where the pane is tall. */
const tall = ({ width, height }: Size): boolean => height > width;

/** The size of one view: half the pane where two are shown. */
export function viewSize(mode: Mode, pane: Size): Size {
  if (mode !== 'side') return pane;
  return tall(pane)
    ? { width: pane.width, height: pane.height / 2 }
    : { width: pane.width / 2, height: pane.height };
}

/** Where each view begins: one, or two side by side. */
export function origins(mode: Mode, pane: Size): { x: number; y: number }[] {
  const first = { x: 0, y: 0 };
  if (mode !== 'side') return [first];
  return [first, tall(pane) ? { x: 0, y: pane.height / 2 } : { x: pane.width / 2, y: 0 }];
}

/** The layers from below, for a pane of a size. */
export function arrange({ mode, split, onion }: Arrangement, pane: Size): Shown[] {
  const whole = { x: 0, y: 0, ...pane };
  const show = (layer: LayerName, clip: Box = whole, opacity = 1, origin = { x: 0, y: 0 }): Shown => ({
    layer,
    opacity,
    clip,
    origin,
  });
  const at = split * pane.width;
  switch (mode) {
    case 'original':
      return [show('original')];
    case 'compare':
      return [
        show('original', { ...whole, width: at }),
        show('drawing', { ...whole, x: at, width: pane.width - at }),
      ];
    case 'side': {
      const size = viewSize(mode, pane);
      const [one, two] = origins(mode, pane).map((origin) => ({ ...origin, ...size }));
      return [show('original', one), show('drawing', two, 1, two)];
    }
    case 'onion':
      return [show('original'), show('drawing', whole, onion)];
    case 'drawing':
      return [show('drawing')];
    case 'nodes':
      return [show('drawing', whole, 0.4), show('nodes')];
    case 'error':
      return [show('drawing', whole, 0.3), show('error')];
  }
}

/** What of a box lies outside of another: up to four boxes. */
export function around(box: Box, hole: Box): Box[] {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const left = Math.min(right, Math.max(box.x, hole.x));
  const top = Math.min(bottom, Math.max(box.y, hole.y));
  const end = Math.max(left, Math.min(right, hole.x + hole.width));
  const foot = Math.max(top, Math.min(bottom, hole.y + hole.height));
  return [
    { x: box.x, y: box.y, width: box.width, height: top - box.y },
    { x: box.x, y: foot, width: box.width, height: bottom - foot },
    { x: box.x, y: top, width: left - box.x, height: foot - top },
    { x: end, y: top, width: right - end, height: foot - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}
