/**
 * Where the picture lies on the screen: a scale and an offset, in CSS pixels.
 *
 * `fit` is kept until the person zooms or pans, so that a resized window keeps the picture whole.
 */

/** CSS pixels of screen for a pixel of the picture, at most. */
const maxScale = 64;
/** The picture may shrink to this share of its fitted size. */
const minShare = 0.25;
/** Room around a fitted picture, CSS pixels; below it lies the bar with the view's buttons. */
const margin = { sides: 24, top: 24, bottom: 72 };

export class Viewport {
  scale = $state(1);
  x = $state(0);
  y = $state(0);
  fitted = $state(true);

  #picture = { width: 1, height: 1 };
  #view = { width: 1, height: 1 };

  /** A new picture starts whole and centred. */
  show(width: number, height: number): void {
    this.#picture = { width, height };
    this.fit();
  }

  /** Follows the size of the pane. */
  resize(width: number, height: number): void {
    const moved = { x: (width - this.#view.width) / 2, y: (height - this.#view.height) / 2 };
    this.#view = { width, height };
    if (this.fitted) this.fit();
    else this.#place(this.x + moved.x, this.y + moved.y);
  }

  fit(): void {
    this.fitted = true;
    this.scale = this.#fittedScale();
    // On whole pixels, so that what is painted for them falls on them.
    this.x = Math.round((this.#view.width - this.#picture.width * this.scale) / 2);
    this.y = Math.round(margin.top + (this.#room().height - this.#picture.height * this.scale) / 2);
  }

  /** Zooms by a factor; the point of the pane (its centre by default) stays where it is. */
  zoom(factor: number, at = { x: this.#view.width / 2, y: this.#view.height / 2 }): void {
    const least = Math.min(1, this.#fittedScale()) * minShare;
    const scale = Math.min(maxScale, Math.max(least, this.scale * factor));
    const ratio = scale / this.scale;
    this.scale = scale;
    this.fitted = false;
    this.#place(at.x - (at.x - this.x) * ratio, at.y - (at.y - this.y) * ratio);
  }

  pan(dx: number, dy: number): void {
    this.fitted = false;
    this.#place(this.x + dx, this.y + dy);
  }

  #room(): { width: number; height: number } {
    return {
      width: Math.max(1, this.#view.width - 2 * margin.sides),
      height: Math.max(1, this.#view.height - margin.top - margin.bottom),
    };
  }

  /** Small pictures may be enlarged to fill the pane, whole numbers only, so that their pixels stay even. */
  #fittedScale(): number {
    const { width, height } = this.#room();
    const room = Math.min(width / this.#picture.width, height / this.#picture.height);
    return room >= 2 ? Math.min(8, Math.floor(room)) : Math.min(room, 1.5);
  }

  /** Keeps some of the picture in sight. */
  #place(x: number, y: number): void {
    const keep = 48;
    const within = (offset: number, size: number, view: number): number =>
      Math.min(view - keep, Math.max(keep - size, offset));
    this.x = within(x, this.#picture.width * this.scale, this.#view.width);
    this.y = within(y, this.#picture.height * this.scale, this.#view.height);
  }
}
