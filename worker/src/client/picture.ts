/**
 * A picture that stays open in the engine, and comes back by itself when its worker was lost.
 *
 * It keeps the source, not the pixels: reading again is rare, holding every open picture twice would
 * not be.
 */
import type { Params } from '../generated/params.js';
import type { Target } from '../protocol.js';
import type { JobOptions, OpenImage, VectorizeResult } from '../types.js';
import type { Connection } from './connection.js';
import { VectorizerError } from './errors.js';

/** A picture in the engine: which worker holds it, and under which number. */
export interface Held {
  connection: Connection;
  image: number;
  width: number;
  height: number;
  decodeMs: number;
}

/** What an open picture asks of the client. */
interface Host {
  reload(): Promise<Held>;
  trace(
    params: Params | undefined,
    options: JobOptions,
    target: (call: unknown, connection: Connection) => Promise<Target>,
  ): Promise<VectorizeResult>;
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
    private readonly host: Host,
  ) {
    this.width = first.width;
    this.height = first.height;
    this.decodeMs = first.decodeMs;
    this.#held = Promise.resolve(first);
  }

  async vectorize(params?: Params, options: JobOptions = {}): Promise<VectorizeResult> {
    if (this.#closed) throw new VectorizerError('unavailable', 'The picture was closed.');
    const trace = this.host.trace(params, options, (_, connection) => this.#locate(connection));
    this.#traces.add(trace);
    const drop = () => this.#traces.delete(trace);
    trace.then(drop, drop);
    return trace;
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

  async #locate(connection: Connection): Promise<Target> {
    let held = await this.#held;
    if (held.connection !== connection) held = await this.#reload(held);
    return { image: held.image };
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
