/** One picture and its drawing: opening, tracing again, saving. */
import type { OpenImage, Params } from 'pathloom';
import { Drawing } from './drawing.svelte.js';
import type { Engine } from './engine.svelte.js';
import { type Failure, toFailure } from './failure';
import { fetchSample, type Sample, stem } from './intake';
import { Latest } from './latest.svelte.js';
import type { Parameters } from './parameters.svelte.js';
import { repainted } from './repaint';
import type { Recolor } from './settings';

/** A picture that was opened. */
export type Picture = {
  name: string;
  bytes: number;
  file: File;
  /** The file itself, for `<img>`. */
  url: string;
  image: OpenImage;
};

export class Session {
  picture = $state.raw<Picture | null>(null);
  drawing = $state.raw<Drawing | null>(null);
  failure = $state.raw<(Failure & { during: 'opening' | 'tracing' }) | null>(null);
  /** The person stopped the job, so the drawing does not show the present settings. */
  stopped = $state(false);
  /** Name of the file that is being opened. */
  opening = $state<string | null>(null);
  readonly jobs = new Latest();

  readonly #engine: Engine;
  readonly #parameters: Parameters;
  #openingAbort: AbortController | null = null;
  #frame = 0;

  constructor(engine: Engine, parameters: Parameters) {
    this.#engine = engine;
    this.#parameters = parameters;
  }

  /** Opens a picture in place of the present one, which stays when the new one can't be read. */
  async open(file: File): Promise<void> {
    await this.#opening(file.name, async () => file);
  }

  async openSample(sample: Sample): Promise<void> {
    await this.#opening(sample.name, () => fetchSample(sample));
  }

  /** Traces the present picture at the next frame, if there is one; later calls replace earlier ones. */
  trace(request: Params): void {
    const { picture } = this;
    const { recolor } = this.#parameters;
    if (!picture) return;
    this.stopped = false;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#trace(picture, request, recolor));
  }

  /** Traces with the present settings, after a stop or a failure. */
  retry(): void {
    this.failure = null;
    this.trace(this.#parameters.request);
  }

  /** Stops whatever runs, because the person said so. The drawing that is shown stays. */
  stop(): void {
    this.stopped = this.jobs.running;
    this.#cancel();
  }

  #cancel(): void {
    this.#openingAbort?.abort();
    cancelAnimationFrame(this.#frame);
    this.jobs.cancel();
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

  async #opening(name: string, load: () => Promise<File>): Promise<void> {
    this.#cancel();
    const abort = new AbortController();
    this.#openingAbort = abort;
    this.opening = name;
    this.failure = null;
    try {
      const [engine, file] = await Promise.all([this.#engine.ready(), load()]);
      const image = await engine.open(file, { signal: abort.signal });
      if (abort.signal.aborted) image.close();
      else this.#show({ name, bytes: file.size, file, url: URL.createObjectURL(file), image });
    } catch (error) {
      if (!abort.signal.aborted) this.#fail(error, 'opening');
    } finally {
      if (this.#openingAbort === abort) {
        this.#openingAbort = null;
        this.opening = null;
      }
    }
  }

  #show(picture: Picture): void {
    this.picture?.image.close();
    if (this.picture) URL.revokeObjectURL(this.picture.url);
    this.#replace(null);
    this.#parameters.chosen = null;
    this.picture = picture;
  }

  #trace(picture: Picture, request: Params, recolor: readonly Recolor[]): void {
    this.jobs.run(async (control) => {
      if (this.picture !== picture) return;
      try {
        const traced = await picture.image.vectorize(request, { ...control, priority: 'interactive' });
        const result = await repainted(traced, recolor);
        if (this.picture !== picture) return;
        this.failure = null;
        this.#parameters.chosen = result.preset.name;
        const decodeMs = this.drawing ? undefined : picture.image.decodeMs;
        this.#replace(new Drawing(request, result, decodeMs, traced.svg));
      } catch (error) {
        if (this.picture === picture) this.#fail(error, 'tracing');
      }
    });
  }

  #fail(error: unknown, during: 'opening' | 'tracing'): void {
    const failure = toFailure(error);
    if (failure) this.failure = { ...failure, during };
  }

  #replace(drawing: Drawing | null): void {
    const before = this.drawing;
    this.drawing = drawing;
    void drawing?.measure();
    // The image on the screen may still load from it for a frame.
    if (before) setTimeout(() => before.release(), 1000);
  }
}
