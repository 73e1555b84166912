/**
 * The vectorizer as callers see it: promises in front, one worker behind, replaced when it is lost.
 *
 * Calls know how to send themselves; this class only matches replies to calls, and after a loss lets
 * the supervisor say which calls are sent again.
 */
import type { Params } from '../generated/params.js';
import type { FromWorker, Target, WireSource } from '../protocol.js';
import { Supervisor } from '../recovery/supervisor.js';
import type { Counters } from '../telemetry/counters.js';
import type {
  Diagnosis,
  JobOptions,
  OpenImage,
  Progress,
  Source,
  Validation,
  VectorizeResult,
  Vectorizer,
  VectorizerInfo,
  VectorizerStats,
} from '../types.js';
import { Call } from './calls.js';
import type { Connection, Listener } from './connection.js';
import { diagnose } from './diagnose.js';
import { asVectorizerError, cancelled, disposed, fromWire, VectorizerError } from './errors.js';
import { type Held, OpenPicture } from './picture.js';
import { plain } from './plain.js';
import { progressOf, watch } from './progress.js';
import { type Prepared, prepare, transferables } from './sources.js';

/** How long a cancelled job that runs may take to stop before its worker is replaced. */
const STOP_LIMIT_MS = 500;

/** Starts a worker for a listener; tells what could not be had. */
export type Connect = (listener: Listener) => Promise<{ connection: Connection; info: VectorizerInfo }>;

type Reply = Exclude<FromWorker, { type: 'ready' | 'unfit' | 'broken' }>;
type Answer<T extends Reply['type']> = Extract<Reply, { type: T }>;

export class Client implements Vectorizer {
  readonly #calls = new Map<number, Call<Reply>>();
  readonly #reports = new Map<number, (progress: Progress) => void>();
  readonly #stopping = new Map<number, ReturnType<typeof setTimeout> | undefined>();
  readonly #supervisor = new Supervisor(() => performance.now());
  #connecting: Promise<Connection>;
  #connection: Connection | undefined;
  #info!: VectorizerInfo;
  #ids = 0;
  #end: VectorizerError | undefined;

  private constructor(
    private readonly connect: Connect,
    private readonly counters: Counters,
  ) {
    this.#connecting = this.#start();
  }

  /** Resolves when the first worker is ready. */
  static async create(connect: Connect, counters: Counters): Promise<Client> {
    const client = new Client(connect, counters);
    await client.#connecting;
    return client;
  }

  get info(): VectorizerInfo {
    return this.#info;
  }

  async vectorize(source: Source, params?: Params, options: JobOptions = {}): Promise<VectorizeResult> {
    const began = performance.now();
    const prepared = await this.#prepare(source, options);
    return this.#trace(began, params, options, async (call, connection) => ({
      source: await this.#wire(prepared, connection, call),
    }));
  }

  async open(source: Source, options: JobOptions = {}): Promise<OpenImage> {
    const prepared = await this.#prepare(source, options);
    const first = await this.#load(prepared, options);
    return new OpenPicture(first, {
      // The signal of the first time has nothing to say any more.
      reload: () => this.#load(prepared, { priority: options.priority }),
      trace: (params, jobOptions, target) => this.#trace(performance.now(), params, jobOptions, target),
    });
  }

  async validate(params: unknown): Promise<Validation> {
    try {
      const cleaned = plain(params);
      await this.#call<'validated'>(undefined, async (call, connection) =>
        connection.send({ type: 'validate', id: call.id, params: cleaned }),
      );
      return { ok: true, params: cleaned as Params };
    } catch (error) {
      const { kind, problems } = asVectorizerError(error);
      if (kind === 'invalid-params') return { ok: false, problems: [...problems] };
      throw error;
    }
  }

  stats(): VectorizerStats {
    return this.counters.snapshot(this.#calls.size);
  }

  async diagnose(): Promise<Diagnosis> {
    return diagnose(this.#info);
  }

  async dispose(): Promise<void> {
    this.#finish(disposed());
  }

  /** Reads a source, unless there is a reason not to begin at all. */
  async #prepare(source: Source, { signal }: JobOptions): Promise<Prepared> {
    if (this.#end) throw this.#end;
    if (signal?.aborted) throw cancelled(signal);
    try {
      return await prepare(source, signal);
    } catch (error) {
      throw signal?.aborted ? cancelled(signal) : error;
    }
  }

  /** Opens a prepared picture in the worker of the moment. */
  async #load(prepared: Prepared, { priority = 'interactive', ...watching }: JobOptions): Promise<Held> {
    let holder: Connection | undefined;
    const { image, width, height, decodeMs } = await this.#job<'opened'>(
      watching,
      async (call, connection) => {
        const wire = await this.#wire(prepared, connection, call);
        if (call.settled) return;
        holder = connection;
        connection.send({ type: 'open', id: call.id, source: wire, priority }, transferables(wire));
      },
    );
    return { connection: holder as Connection, image, width, height, decodeMs };
  }

  async #trace(
    began: number,
    params: Params | undefined,
    options: JobOptions,
    target: (call: Call<Reply>, connection: Connection) => Promise<Target>,
  ): Promise<VectorizeResult> {
    const cleaned = plain(params ?? {});
    const { result } = await this.#job<'traced'>(options, async (call, connection) => {
      const from = await target(call, connection);
      if (call.settled) return;
      const { priority = 'interactive' } = options;
      const transfer = 'source' in from ? transferables(from.source) : [];
      connection.send({ type: 'trace', id: call.id, target: from, params: cleaned, priority }, transfer);
    });
    return { ...result, timings: { ...result.timings, total: performance.now() - began } };
  }

  /** A call that does work in the engine: counted, watched, stopped on demand. */
  async #job<T extends 'opened' | 'traced'>(
    { signal, onProgress }: JobOptions,
    send: (call: Call<Reply>, connection: Connection) => Promise<void>,
  ): Promise<Answer<T>> {
    this.counters.jobs.submitted += 1;
    try {
      const answer = await this.#call<T>(signal, send, onProgress);
      this.counters.jobs.done += 1;
      return answer;
    } catch (error) {
      this.counters.jobs[asVectorizerError(error).kind === 'cancelled' ? 'cancelled' : 'failed'] += 1;
      throw error;
    }
  }

  /** Registers a call and sends it as soon as there is a worker. */
  #call<T extends Reply['type']>(
    signal: AbortSignal | undefined,
    send: (call: Call<Reply>, connection: Connection) => Promise<void>,
    onProgress?: (progress: Progress) => void,
  ): Promise<Answer<T>> {
    if (this.#end) return Promise.reject(this.#end);
    if (signal?.aborted) return Promise.reject(cancelled(signal));
    this.#ids += 1;
    const call = new Call<Reply>(this.#ids, signal, async (self) => {
      const connection = await this.#connecting;
      if (self.settled || connection !== this.#connection) return;
      await send(self, connection);
    });
    this.#calls.set(call.id, call);
    this.#supervisor.admit(call.id);
    if (onProgress) this.#reports.set(call.id, onProgress);
    call.onSettled(() => {
      this.#calls.delete(call.id);
      this.#reports.delete(call.id);
      if (signal?.aborted) this.#stop(call.id);
      else this.#supervisor.ended(call.id);
    });
    this.#dispatch(call);
    return call.promise as Promise<Answer<T>>;
  }

  #dispatch(call: Call<Reply>): void {
    const connecting = this.#connecting;
    call.send(call).catch((error) => {
      // A failure to send through a worker that is gone by now is no fault of the call.
      if (connecting === this.#connecting) call.reject(error);
    });
  }

  /** Puts a prepared picture where the worker finds it: into shared memory, else into a message. */
  async #wire(prepared: Prepared, connection: Connection, call: Call<Reply>): Promise<WireSource> {
    if (prepared.kind === 'blob') return prepared;
    if (prepared.kind === 'drawable') return prepared.draw();
    const view = prepared.kind === 'bytes' ? prepared.bytes : prepared.pixels;
    if (connection.readiness.memory) {
      const { slot, address } = await this.#reserve(connection, view.byteLength);
      const size =
        prepared.kind === 'pixels' ? { width: prepared.width, height: prepared.height } : undefined;
      if (call.settled) connection.send({ type: 'release', slot });
      else connection.shared(address, view.byteLength)?.set(view);
      return size ? { kind: 'slot', slot, size } : { kind: 'slot', slot };
    }
    const copy = view.slice();
    return prepared.kind === 'bytes'
      ? { kind: 'bytes', bytes: copy }
      : { kind: 'pixels', pixels: copy, width: prepared.width, height: prepared.height };
  }

  /** Asks for memory. Not a call of its own: it ends with its worker, and its parent is sent again. */
  #reserve(connection: Connection, bytes: number): Promise<Answer<'reserved'>> {
    return this.#call<'reserved'>(undefined, async (call, now) => {
      if (now !== connection) throw new VectorizerError('worker-lost', 'The worker was lost.');
      now.send({ type: 'reserve', id: call.id, bytes });
    });
  }

  /** Tells the worker to stop a job that has settled here; replaces a worker that does not listen. */
  #stop(id: number): void {
    if (!this.#connection) {
      this.#supervisor.ended(id);
      return;
    }
    this.#stopping.set(id, undefined);
    this.#connection.send({ type: 'cancel', id });
    if (this.#supervisor.isRunning(id)) this.#limitStop(id);
  }

  #limitStop(id: number): void {
    if (this.#stopping.get(id) !== undefined) return;
    this.#stopping.set(
      id,
      setTimeout(
        () => this.#lost(new VectorizerError('worker-lost', 'The worker was replaced.'), true),
        STOP_LIMIT_MS,
      ),
    );
  }

  #stopped(id: number): void {
    clearTimeout(this.#stopping.get(id));
    if (this.#stopping.delete(id)) this.#supervisor.ended(id);
  }

  #message(message: FromWorker): void {
    switch (message.type) {
      case 'started':
        this.#started(message);
        return;
      case 'progress': {
        const progress = progressOf(message.stage, message.permille);
        if (progress) this.#reports.get(message.id)?.(progress);
        return;
      }
      case 'failed':
        this.#stopped(message.id);
        this.#calls.get(message.id)?.reject(fromWire(message.error));
        return;
      case 'opened':
      case 'traced':
        this.#supervisor.works();
        this.counters.gauges = message.gauges;
        this.#stopped(message.id);
        // Nobody waits for a picture whose opening was cancelled.
        if (message.type === 'opened' && !this.#calls.has(message.id)) {
          this.#connection?.send({ type: 'close', image: message.image });
        }
        this.#calls.get(message.id)?.resolve(message);
        return;
      case 'reserved':
      case 'validated':
        this.#calls.get(message.id)?.resolve(message);
        return;
    }
  }

  #started({ id, words }: Answer<'started'>): void {
    this.#supervisor.began(id);
    if (this.#stopping.has(id)) this.#limitStop(id);
    const memory = this.#connection?.readiness.memory;
    const report = this.#reports.get(id);
    if (memory && words && report) this.#calls.get(id)?.onSettled(watch(memory, words, id, report));
  }

  #start(): Promise<Connection> {
    let mine: Connection | undefined;
    const listener: Listener = {
      message: (message) => this.#message(message),
      lost: (error) => {
        if (mine && mine === this.#connection) this.#lost(error, false);
      },
    };
    const connecting = this.connect(listener).then(({ connection, info }) => {
      if (this.#end) {
        connection.close();
        throw this.#end;
      }
      mine = connection;
      this.#connection = connection;
      this.#info = info;
      return connection;
    });
    // Without a worker nothing can be done any more; callers hear it from their calls.
    connecting.catch((error) => this.#finish(asVectorizerError(error)));
    return connecting;
  }

  /** Replaces the worker, and sends again what was in flight. */
  #lost(error: VectorizerError, deliberate: boolean): void {
    if (this.#end) return;
    this.#connection?.close();
    this.#connection = undefined;
    for (const [id, timer] of this.#stopping) {
      clearTimeout(timer);
      this.#supervisor.ended(id);
    }
    this.#stopping.clear();
    this.counters.worker.lost += 1;
    const { replay, giveUp, restart } = this.#supervisor.lost(deliberate);
    for (const id of giveUp) this.#calls.get(id)?.reject(error);
    if (!restart) {
      this.#finish(
        new VectorizerError('unavailable', `The worker was lost again and again: ${error.message}`, {
          cause: error,
        }),
      );
      return;
    }
    this.#connecting = this.#start();
    for (const id of replay) {
      const call = this.#calls.get(id);
      if (!call) continue;
      this.counters.worker.replayed += 1;
      this.#dispatch(call);
    }
  }

  #finish(end: VectorizerError): void {
    if (this.#end) return;
    this.#end = end;
    this.#connection?.close();
    this.#connection = undefined;
    for (const timer of this.#stopping.values()) clearTimeout(timer);
    this.#stopping.clear();
    for (const call of [...this.#calls.values()]) call.reject(end);
  }
}
