/** A finished SVG with what the page tells about it. */
import type { Params, VectorizeResult } from 'pathloom';
import { type Compared, newNumber, raster } from '../raster/raster';
import { painted } from './moments';
import type { Picture } from './picture';

/** A drawing that is not on the screen after this time is not looked at, ms. */
const unseenMs = 1000;

/** What a drawing is made of. */
type Made = {
  request: Params;
  result: VectorizeResult;
  picture: Picture;
  quick?: boolean;
  /** Given for the first drawing of a picture, which also paid for decoding it. */
  decodeMs?: number | undefined;
  engineSvg?: string;
};

export class Drawing {
  /** Under which the raster worker knows it. */
  readonly number = newNumber();
  readonly picture: Picture;
  /** Drawn after the picture's small proxy, to be seen until the picture itself is traced. */
  readonly quick: boolean;
  /** What the engine was asked for. */
  readonly request: Params;
  readonly svg: string;
  /** The SVG in the engine's colours, before the person's. */
  readonly engineSvg: string;
  readonly stats: VectorizeResult['stats'];
  readonly timings: VectorizeResult['timings'];
  readonly reused: ReadonlySet<string>;
  readonly preset: VectorizeResult['preset'];
  /** Settles when the raster worker has read it; false when it is not to be painted. */
  readonly readable: Promise<boolean>;
  /** Settles when a frame with it has been on the screen; never for a drawing that is not looked at. */
  readonly onScreen: Promise<void>;
  /** As {@link onScreen}, but no longer than a moment: for what goes on when nobody looks. */
  readonly seen: Promise<void>;
  /** Says that the next frame shows it. */
  show: () => void = () => {};
  /** Size after gzip, as a server would send it; null until it is known. */
  gzipBytes = $state<number | null>(null);
  /** How far it is from the picture; null until that is known, and where the browser can't read the picture. */
  difference = $state.raw<Compared | null>(null);

  #blob: Blob | null = null;
  #url: string | null = null;
  #released = false;
  #measuring = false;

  constructor({ request, result, picture, quick = false, decodeMs, engineSvg = result.svg }: Made) {
    this.picture = picture;
    this.quick = quick;
    this.request = request;
    this.svg = result.svg;
    this.engineSvg = engineSvg;
    this.stats = result.stats;
    this.timings = decodeMs === undefined ? result.timings : { ...result.timings, decode: decodeMs };
    // Decoding happened when the picture was opened, so a later drawing's result knows nothing of it.
    this.reused = new Set(decodeMs === undefined ? ['decode', ...result.reused] : result.reused);
    this.preset = result.preset;
    const { width, height } = picture;
    this.onScreen = new Promise((done) => {
      this.show = () => void painted().then(done);
    });
    this.seen = Promise.race([this.onScreen, new Promise<void>((done) => setTimeout(done, unseenMs))]);
    this.readable = raster().read(this.number, result.svg, { width, height });
  }

  /** The SVG as a file; made when it is wanted, since most drawings of a dragged dial are only looked at. */
  get blob(): Blob {
    this.#blob ??= new Blob([this.svg], { type: 'image/svg+xml' });
    return this.#blob;
  }

  /** For `<img>` and saving: markup from a picture is never put into the page itself. */
  get url(): string {
    this.#url ??= URL.createObjectURL(this.blob);
    return this.#url;
  }

  /** Fills in {@link gzipBytes} and {@link difference}; once, and not for what is already replaced. */
  async measure(): Promise<void> {
    if (this.#measuring || this.#released) return;
    this.#measuring = true;
    this.gzipBytes = await raster().weigh(this.blob);
    if (this.#released || !(await this.readable)) return;
    const found = await raster().compare(this.picture.number, this.number);
    if (this.#released) found?.map.close();
    else this.difference = found;
  }

  /** Another has taken its place: it is not measured any more. */
  replace(): void {
    void raster().replaceDrawing(this.number);
  }

  /** Gives up what the worker and the browser hold of it. */
  release(): void {
    this.#released = true;
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.difference?.map.close();
    void raster().forgetDrawing(this.number);
  }
}
