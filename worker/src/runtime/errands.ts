/**
 * What the coordinator wants of the extras: one errand after the other, each of which can be stopped.
 *
 * The module is asked of the page when it is first wanted, which fetches it; the worker is started for the first
 * errand and ended when there was none for a while, since its memory never shrinks.
 */
import type { FromWorker, ToWorker, TraceReply, WireError } from '../protocol.js';
import type { Decoded, ExtrasMessage, Request, Result, Said } from './extras.js';
import { trapped, wireError } from './failures.js';

const IDLE_MS = 15_000;

/** A job whose part is done by the extras. */
export interface Errander {
  /** Stops the errand that is under way. */
  stop: (() => void) | undefined;
  progress(stage: number, permille: number): void;
}

interface Errand {
  request: Request;
  transfer: ArrayBuffer[];
  progress: Errander['progress'];
  resolve(result: Result): void;
  reject(error: WireError): void;
}

/** The page's answer to `wanted`. */
type Provision = Extract<ToWorker, { type: 'extras' }>;

export class Errands {
  readonly #waiting: Errand[] = [];
  #current: Errand | undefined;
  #worker: Worker | undefined;
  #module: Promise<WebAssembly.Module> | undefined;
  #provided: ((provision: Provision) => void) | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly send: (message: FromWorker) => void,
    private readonly settings: Pick<ExtrasMessage, 'maxMemoryMiB' | 'cacheMiB'>,
  ) {}

  /** A file's pixels. Throws errors in wire shape, as {@link trace} does. */
  decode(file: Uint8Array<ArrayBuffer>, by: Errander): Promise<Decoded> {
    return this.#run({ call: 'decode', file }, [file.buffer], by) as Promise<Decoded>;
  }

  trace(
    picture: { width: number; height: number; pixels: Uint8Array<ArrayBuffer> },
    params: string,
    by: Errander,
  ): Promise<TraceReply> {
    const request: Request = { call: 'trace', ...picture, params };
    return this.#run(request, [picture.pixels.buffer], by) as Promise<TraceReply>;
  }

  /** The page has the module, or could not get it. */
  provide(provision: Provision): void {
    this.#provided?.(provision);
  }

  async #run(request: Request, transfer: ArrayBuffer[], by: Errander): Promise<Result> {
    try {
      return await new Promise<Result>((resolve, reject) => {
        const progress: Errander['progress'] = (stage, permille) => by.progress(stage, permille);
        const errand = { request, transfer, progress, resolve, reject };
        by.stop = () => this.#stop(errand);
        this.#waiting.push(errand);
        this.#next();
      });
    } finally {
      by.stop = undefined;
    }
  }

  #stop(errand: Errand): void {
    errand.reject(wireError('cancelled', 'The job was cancelled.'));
    const at = this.#waiting.indexOf(errand);
    if (at >= 0) this.#waiting.splice(at, 1);
    // What is under way hears nothing until it is done.
    else if (errand === this.#current) this.#end();
  }

  #next(): void {
    if (this.#current) return;
    clearTimeout(this.#idle);
    this.#current = this.#waiting.shift();
    const errand = this.#current;
    if (!errand) {
      this.#idle = setTimeout(() => this.#end(), IDLE_MS);
      return;
    }
    this.#start().then(
      (worker) => {
        if (errand === this.#current) worker.postMessage(errand.request, errand.transfer);
      },
      (error) => {
        if (errand !== this.#current) return;
        errand.reject(error);
        this.#end();
      },
    );
  }

  async #start(): Promise<Worker> {
    const module = await this.#fetched();
    this.#worker ??= this.#spawn(module);
    return this.#worker;
  }

  #fetched(): Promise<WebAssembly.Module> {
    this.#module ??= new Promise((resolve, reject) => {
      this.#provided = (provision) => {
        if ('module' in provision) resolve(provision.module);
        else {
          // The next errand asks again.
          this.#module = undefined;
          reject(provision.error);
        }
      };
      this.send({ type: 'wanted' });
    });
    return this.#module;
  }

  #spawn(module: WebAssembly.Module): Worker {
    const worker = new Worker(self.location.href, { type: 'module', name: 'pathloom-extras' });
    const fail = (error: WireError) => {
      if (worker !== this.#worker) return;
      this.#current?.reject(error);
      this.#end();
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const reason = event.message ?? 'it gave no reason';
      fail(wireError('unavailable', `The worker for rarer formats and VTracer failed: ${reason}.`));
    });
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      const errand = this.#current;
      if (worker !== this.#worker || !errand) return;
      if (data.type === 'progress') errand.progress(data.stage, data.permille);
      else if (data.type === 'trapped') fail(trapped({ takePanic: () => data.panic }, data.reason));
      else {
        if (data.type === 'done') errand.resolve(data.result);
        else errand.reject(data.error);
        this.#current = undefined;
        this.#next();
      }
    });
    worker.postMessage({ type: 'extras', module, ...this.settings } satisfies ExtrasMessage);
    return worker;
  }

  /** The worker ends, and with it what it is at; the next errand starts another. */
  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#current = undefined;
    if (this.#waiting.length > 0) this.#next();
  }
}
