/** Mouse, touch and keyboard on the preview pane, as movements of the viewport. */
import type { Viewport } from '../state/viewport.svelte.js';

type Point = { x: number; y: number };

/** How far an arrow key moves the picture, CSS pixels. */
const arrowStep = 48;
const keyZoom = 1.25;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [arrowStep, 0],
  ArrowRight: [-arrowStep, 0],
  ArrowUp: [0, arrowStep],
  ArrowDown: [0, -arrowStep],
};

/** Moves by a key; tells whether the key meant something. */
export function pressKey(viewport: Viewport, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const arrow = arrows[event.key];
  if (arrow) viewport.pan(...arrow);
  else if (event.key === '+' || event.key === '=') viewport.zoom(keyZoom);
  else if (event.key === '-' || event.key === '_') viewport.zoom(1 / keyZoom);
  else if (event.key === '0') viewport.fit();
  else return false;
  return true;
}

/** Zooms by the wheel; a pinch on a trackpad arrives as a wheel with the control key and small steps. */
export function turnWheel(viewport: Viewport, event: WheelEvent, at: Point): void {
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
  const speed = event.ctrlKey ? 0.01 : 0.0018;
  viewport.zoom(Math.exp(-event.deltaY * lines * speed), at);
}

const middle = (points: Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

const spread = ([a, b]: Point[]): number => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);

/** Follows fingers and the mouse: one drags, two also zoom. Points are relative to the pane. */
export class Fingers {
  readonly #viewport: Viewport;
  readonly #points = new Map<number, Point>();

  constructor(viewport: Viewport) {
    this.#viewport = viewport;
  }

  down(id: number, at: Point): void {
    this.#points.set(id, at);
  }

  move(id: number, at: Point): void {
    if (!this.#points.has(id)) return;
    const before = [...this.#points.values()];
    this.#points.set(id, at);
    const after = [...this.#points.values()];
    const from = middle(before);
    const to = middle(after);
    this.#viewport.pan(to.x - from.x, to.y - from.y);
    if (after.length === 2 && spread(before) > 0) this.#viewport.zoom(spread(after) / spread(before), to);
  }

  up(id: number): void {
    this.#points.delete(id);
  }
}
