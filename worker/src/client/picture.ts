/**
 * A picture that stays open in the engine, and comes back by itself when its worker was lost.
 *
 * It keeps the source, not the pixels: reading again is rare, holding every open picture twice would
 * not be.
 */
import type { Params } from '../generated/params.js';
import type { JobHandle, JobOptions, OpenImage, SubmitOptions, VectorizeResult } from '../types.js';
import type { Held, Origin } from './engine.js';
import { VectorizerError } from './errors.js';
import type { Stream } from './versions.js';

/** What an open picture asks of the client. */
interface Host {
  reload(): Promise<Held>;
  trace(origin: Origin, params: Params | undefined, options: JobOptions): Promise<VectorizeResult>;
  submit(origin: Origin, params: Params | undefined, options: SubmitOptions): JobHandle;
}

export class OpenPicture implements OpenImage {
  readonly width: number;
  readonly height: number;
  readonly decodeMs: number;
  #held: Promise<Held>;
  #closed = false;
  readonly #traces = new Set<Promise<unknown>>();

  constructor(
    first: Held,
    private readonly stream: Stream,
    private readonly host: Host,
  ) {
    this.width = first.width;
    this.height = first.height;
    this.decodeMs = first.decodeMs;
    this.#held = Promise.resolve(first);
  }

  async vectorize(params?: Params, options: JobOptions = {}): Promise<VectorizeResult> {
    this.#refuseClosed();
    return this.#until(this.host.trace(this.#origin(options), params, options));
  }

  submit(params?: Params, options: SubmitOptions = {}): JobHandle {
    this.#refuseClosed();
    const job = this.host.submit(this.#origin(options), params, options);
    this.#until(job.result);
    return job;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Traces that were asked for before the picture was closed are still made.
    void Promise.allSettled(this.#traces)
      .then(() => this.#held)
      .then(
        ({ connection, image }) => connection.send({ type: 'close', image }),
        () => {},
      );
  }

  #refuseClosed(): void {
    if (this.#closed) throw new VectorizerError('unavailable', 'The picture was closed.');
  }

  #until<T>(trace: Promise<T>): Promise<T> {
    this.#traces.add(trace);
    const drop = () => this.#traces.delete(trace);
    trace.then(drop, drop);
    return trace;
  }

  #origin({ priority }: { priority?: JobOptions['priority'] }): Origin {
    return {
      pixels: this.width * this.height,
      stream: this.stream,
      latest: priority === 'preview',
      locate: async (_, connection) => {
        let held = await this.#held;
        if (held.connection !== connection) held = await this.#reload(held);
        return { image: held.image };
      },
    };
  }

  /** Reads the picture again, once, for whoever needs it first. */
  #reload(lost: Held): Promise<Held> {
    const reloaded = this.#held.then((now) => (now === lost ? this.host.reload() : now));
    this.#held = reloaded;
    reloaded.catch(() => {
      this.#held = Promise.resolve(lost);
    });
    return reloaded;
  }
}
