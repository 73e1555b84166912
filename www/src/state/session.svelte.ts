/**
 * One picture and its drawing: opening, tracing again, saving.
 *
 * A large picture is seen in two steps: its proxy, decoded small and traced within a few frames, then the picture
 * itself. Waiting for the whole was rejected: a photo from a camera takes the engine a second.
 */
import type { Flags, JobOptions, Params, VectorizeResult, Vectorizer } from 'pathloom';
import { untrack } from 'svelte';
import { type Look, newNumber, raster } from '../raster/raster';
import { Drawing } from './drawing.svelte.js';
import type { Engine } from './engine.svelte.js';
import { Estimate } from './estimate';
import { type Failure, toFailure } from './failure';
import { fetchSample, type Sample, stem } from './intake';
import { type JobControl, Latest } from './latest.svelte.js';
import type { Parameters } from './parameters.svelte.js';
import { Picture } from './picture';
import { forProxy } from './proxy';
import { repainted, withColors } from './repaint';
import { Retired } from './retired';
import type { Recolor } from './settings';

/** Full traces within this time need no preview before them, ms. */
const promptMs = 25;
/** After a preview the hand must rest this long before the full trace begins, ms. */
const restMs = 120;
/** What bringing the first drawing to the screen is given before the whole picture is decoded, ms. */
const paintMs = 300;
/** A drawing that is still there after this time is measured, ms. */
const measureAfterMs = 300;
/** Why opening was given up: the person said so, and has not opened something else. */
const stopped = 'stopped';

/** What a drawing answers: equal by identity. */
type Wish = { request: Params; recolor: readonly Recolor[] };

/** Traces one certain picture. */
type Trace = (params: Params, options: JobOptions) => Promise<VectorizeResult>;

export class Session {
  picture = $state.raw<Picture | null>(null);
  /** The drawing of the picture itself: what is saved and told about. */
  drawing = $state.raw<Drawing | null>(null);
  /** A drawing of the picture's proxy that is newer than {@link drawing}: to be seen meanwhile. */
  quick = $state.raw<Drawing | null>(null);
  failure = $state.raw<(Failure & { during: 'opening' | 'tracing'; file: string }) | null>(null);
  /** The person stopped the job, so the drawing does not show the present settings. */
  stopped = $state(false);
  /** Name of the file that is being opened. */
  opening = $state<string | null>(null);
  /** What is being opened looks like a picture: there is time to make room for it while it is decoded. */
  expected = $state(false);
  readonly jobs = new Latest();

  readonly #engine: Engine;
  readonly #parameters: Parameters;
  #openingAbort: AbortController | null = null;
  #estimate = new Estimate();
  /** What {@link quick} answers, or is about to. */
  #quickWish: Wish | null = null;
  readonly #retired = new Retired();

  constructor(engine: Engine, parameters: Parameters) {
    this.#engine = engine;
    this.#parameters = parameters;
  }

  /** What there is to be seen. */
  get visible(): Drawing | null {
    return this.quick ?? this.drawing;
  }

  /** Opens a picture in place of the present one, which stays when the new one can't be read. */
  async open(file: File): Promise<void> {
    await this.#opening(file.name, async () => file);
  }

  async openSample(sample: Sample): Promise<void> {
    await this.#opening(sample.name, () => fetchSample(sample));
  }

  /** Starts the engine anew with other flags, and the picture with it. */
  async restart(flags: Flags): Promise<void> {
    const { picture } = this;
    this.#cancel();
    await this.#engine.restart(flags);
    if (picture) await this.#opening(picture.name, async () => picture.file);
  }

  /**
   * Traces the present picture, if there is one; later calls replace earlier ones. Waiting for the next frame
   * was rejected: browsers tell of a moved slider once a frame already, and of what waits only the newest is done.
   */
  trace(request: Params): void {
    const { picture } = this;
    const { recolor } = this.#parameters;
    if (!picture) return;
    this.stopped = false;
    // What the job looks at is no reason to begin another.
    untrack(() => void this.#trace(picture, { request, recolor }));
  }

  /** Traces with the present settings, after a stop or a failure. */
  retry(): void {
    this.failure = null;
    const { picture } = this;
    if (picture && !picture.image) void this.#opening(picture.name, async () => picture.file);
    else this.trace(this.#parameters.request);
  }

  /** Stops whatever runs, because the person said so. The drawing that is shown stays. */
  stop(): void {
    this.stopped = this.jobs.running;
    this.#cancel(stopped);
  }

  /** The name under which the drawing is saved. */
  get fileName(): string {
    return `${stem(this.picture?.name ?? 'drawing')}.svg`;
  }

  save(): void {
    if (!this.drawing) return;
    const link = document.createElement('a');
    link.href = this.drawing.url;
    link.download = this.fileName;
    link.click();
  }

  /** Rejects when the browser refuses the clipboard. */
  async copy(): Promise<void> {
    if (this.drawing) await navigator.clipboard.writeText(this.drawing.svg);
  }

  get #wish(): Wish {
    const { request, recolor } = this.#parameters;
    return { request, recolor };
  }

  #cancel(reason?: typeof stopped): void {
    this.#openingAbort?.abort(reason);
    this.jobs.cancel();
  }

  async #opening(name: string, load: () => Promise<File>): Promise<void> {
    this.#cancel();
    const abort = new AbortController();
    const { signal } = abort;
    this.#openingAbort = abort;
    this.opening = name;
    this.failure = null;
    try {
      const file = await load();
      const number = newNumber();
      void raster()
        .isPicture(file)
        .then((is) => {
          this.expected = is && this.#openingAbort === abort;
        }, ignored);
      const [look, engine] = await Promise.all([raster().look(number, file), this.#engine.ready()]);
      if (signal.aborted) void raster().forgetPicture(number);
      else if (look?.proxy) await this.#inTwoSteps(name, file, number, look, look.proxy, engine, signal);
      else {
        const image = await engine.open(file, { signal });
        const picture = new Picture(name, file, image, number, look);
        picture.image = image;
        if (signal.aborted) picture.close();
        else this.#show(picture);
      }
    } catch (error) {
      if (!signal.aborted) this.#fail(error, 'opening', name);
    } finally {
      if (this.#openingAbort === abort) {
        this.#openingAbort = null;
        this.opening = null;
        this.expected = false;
      }
      // A first look without the whole stays; tracing again opens that.
      if (signal.reason === stopped && this.picture?.image === null) this.stopped = true;
    }
  }

  /** The proxy is shown and traced first; what was there before returns when the engine refuses the picture. */
  async #inTwoSteps(
    name: string,
    file: File,
    number: number,
    look: Look,
    pixels: ImageData,
    engine: Vectorizer,
    signal: AbortSignal,
  ): Promise<void> {
    const picture = new Picture(name, file, look, number, look);
    const before = { picture: this.picture, drawing: this.drawing, quick: this.quick };
    // The engine has its orders, and all of them, before the page is busy with showing the picture. What it finds
    // out about these pixels it knows again when the same are opened.
    const wish = this.#wish;
    const traced = this.#drawQuick(
      (params, options) => engine.vectorize(pixels, params, options),
      pixels.width,
      picture,
      wish,
      signal,
    );
    traced.catch(ignored);
    await pause(0);
    if (signal.aborted) {
      void traced.then((quick) => quick.release(), ignored);
      picture.close();
      return;
    }
    this.#place(picture);
    this.#quickWish = wish;
    try {
      const quick = await traced;
      if (this.picture === picture && this.#quickWish === wish) this.#showQuick(quick, wish);
      else quick.release();
      // On few cores the first drawing would come late to the screen, were the picture decoded beside it.
      await Promise.race([quick.onScreen, pause(paintMs)]);
      picture.proxy = await engine.open(pixels, { priority: 'preview', signal });
      const now = this.#wish;
      if (now.request !== wish.request || now.recolor !== wish.recolor) void this.#trace(picture, now);
      picture.image = await engine.open(file, { signal });
    } catch (error) {
      if (signal.reason !== stopped) {
        if (this.picture === picture) {
          this.quick?.release();
          ({ picture: this.picture, drawing: this.drawing, quick: this.quick } = before);
        }
        picture.close();
        throw error;
      }
    }
    before.picture?.close();
    before.drawing?.release();
    before.quick?.release();
    if (picture.image) void this.#trace(picture, this.#wish);
  }

  #show(picture: Picture): void {
    const { picture: before, drawing, quick } = this;
    this.#place(picture);
    before?.close();
    drawing?.release();
    quick?.release();
  }

  #place(picture: Picture): void {
    this.drawing = null;
    this.quick = null;
    this.#quickWish = null;
    this.#estimate = new Estimate();
    this.stopped = false;
    this.#parameters.chosen = null;
    this.picture = picture;
  }

  /** Settles when the job has ended, or another has taken its place. */
  #trace(picture: Picture, wish: Wish): Promise<void> {
    return this.jobs.run(async (control) => {
      try {
        if (this.picture === picture) await this.#job(picture, wish, control);
      } catch (error) {
        if (this.picture === picture) this.#fail(error, 'tracing', picture.name);
      }
    });
  }

  async #job(picture: Picture, wish: Wish, control: JobControl): Promise<void> {
    const { request, recolor } = wish;
    const { signal, onProgress } = control;
    const { proxy } = picture;
    const answered = this.#quickWish?.request === request && this.#quickWish.recolor === recolor;
    if (proxy && !answered && (!picture.image || this.#estimate.of(request) > promptMs)) {
      const trace: Trace = (params, options) => proxy.vectorize(params, options);
      const quick = await this.#drawQuick(trace, proxy.width, picture, wish, signal);
      if (this.picture !== picture) return;
      this.#showQuick(quick, wish);
      if (!picture.image || !(await control.rest(restMs))) return;
    }
    if (!picture.image) return;
    const { image } = picture;
    const trace = (params: Params): Promise<VectorizeResult> =>
      image.vectorize(params, { signal, onProgress, priority: 'interactive' });
    const traced = await trace(request);
    const result = await repainted(traced, recolor, (pairs) => trace(withColors(request, pairs)));
    if (this.picture !== picture) return;
    this.failure = null;
    this.#estimate.learn(request, traced);
    this.#parameters.chosen = result.preset.name;
    const decodeMs = this.drawing ? undefined : picture.image.decodeMs;
    this.#showFull(new Drawing({ request, result, picture, decodeMs, engineSvg: traced.svg }));
  }

  #fail(error: unknown, during: 'opening' | 'tracing', file: string): void {
    const failure = toFailure(error);
    if (failure) this.failure = { ...failure, during, file };
  }

  /** Traces a proxy that is so many pixels wide. */
  async #drawQuick(
    trace: Trace,
    width: number,
    picture: Picture,
    { request, recolor }: Wish,
    signal: AbortSignal,
  ): Promise<Drawing> {
    const wanted = forProxy(request, width / picture.width);
    const options: JobOptions = { signal, priority: 'preview' };
    const traced = await trace(wanted, options);
    const result = await repainted(traced, recolor, (pairs) => trace(withColors(wanted, pairs), options));
    return new Drawing({ request, result, picture, quick: true });
  }

  #showQuick(drawing: Drawing, wish: Wish): void {
    this.#retired.add(this.quick, drawing);
    this.quick = drawing;
    this.#quickWish = wish;
    this.#parameters.chosen = drawing.preset.name;
  }

  #showFull(drawing: Drawing): void {
    this.#retired.add(this.quick, drawing);
    this.#retired.add(this.drawing, drawing);
    this.quick = null;
    this.#quickWish = null;
    this.drawing = drawing;
    setTimeout(() => {
      if (this.drawing === drawing) void drawing.measure();
    }, measureAfterMs);
  }
}

const ignored = (): void => {};

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
