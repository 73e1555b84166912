/**
 * Matches replies to calls. Calls know how to send themselves; this class lets the supervisor say
 * which of them are sent again after a loss, and keeps everything that lasts exactly as long as there
 * are calls.
 */
import type { FromWorker } from '../protocol.js';
import { Supervisor } from '../recovery/supervisor.js';
import { type Sight, Watchdog } from '../recovery/watchdog.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { LossCause } from '../types.js';
import { Call, type CallOptions } from './calls.js';
import type { Connection } from './connection.js';
import { cancelled, fromWire, VectorizerError } from './errors.js';
import { type Connect, Lifecycle } from './lifecycle.js';
import { positionOf, progressOf, watch } from './progress.js';
import { Stops } from './stops.js';

export type Reply = Exclude<FromWorker, { type: 'alive' | 'ready' | 'unfit' | 'broken' | 'batch' | 'idle' }>;
export type Answer<T extends Reply['type']> = Extract<Reply, { type: T }>;
export type Send = (call: Call<Reply>, connection: Connection) => Promise<void>;

const LOOK_MS = 1_000;
/** How much longer a large picture may stand still, ms a pixel. */
const HANG_MS_PER_PIXEL = 0.001;
/** Stands for the worker itself, when no job is said to run. */
const NOBODY = 0;

export class Dispatcher {
  readonly lifecycle: Lifecycle;
  readonly #calls = new Map<number, Call<Reply>>();
  readonly #supervisor = new Supervisor();
  readonly #stops = new Stops(() =>
    this.#lost('stopped', new VectorizerError('worker-lost', 'The worker was replaced.'), []),
  );
  readonly #watchdog = new Watchdog(2 * LOOK_MS);
  #looking: ReturnType<typeof setInterval> | undefined;
  #ids = 0;
  #end: VectorizerError | undefined;

  constructor(
    connect: Connect,
    private readonly telemetry: Telemetry,
    private readonly hangMs: number,
  ) {
    this.lifecycle = new Lifecycle(connect, telemetry.counters, {
      message: (message) => this.#message(message),
      lost: (cause, error) => this.#lost(cause, error),
    });
  }

  /** How many calls wait for an answer. */
  get size(): number {
    return this.#calls.size;
  }

  /** Why nothing can be called any more. */
  get end(): VectorizerError | undefined {
    return this.#end;
  }

  /** Whether the call is one that nothing may run beside. */
  isSuspect(call: Call<Reply>): boolean {
    return this.#supervisor.isSuspect(call.id);
  }

  /** Registers a call and sends it as soon as there is a worker. */
  call<T extends Reply['type']>(send: Send, options: CallOptions = {}): Promise<Answer<T>> {
    const { signal } = options;
    if (this.#end) return Promise.reject(this.#end);
    if (signal?.aborted) return Promise.reject(cancelled(signal));
    this.#ids += 1;
    const call = new Call<Reply>(this.#ids, options, async (self) => {
      const connection = await this.lifecycle.worker();
      if (self.settled || connection !== this.lifecycle.connection) return;
      await send(self, connection);
    });
    this.#calls.set(call.id, call);
    this.#supervisor.admit(call.id, options.suspected);
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS);
    call.onSettled(() => this.#settled(call));
    this.#dispatch(call);
    return call.promise as Promise<Answer<T>>;
  }

  /** Ends the worker; what is pending rejects, and so does every later call. */
  finish(end: VectorizerError): void {
    if (this.#end) return;
    this.#end = end;
    this.lifecycle.finish(end);
    this.#stops.clear();
    for (const call of [...this.#calls.values()]) call.reject(end);
  }

  #dispatch(call: Call<Reply>): void {
    const worker = this.lifecycle.worker();
    call.send(call).catch((error) => {
      // A failure to send through a worker that is gone by now is no fault of the call.
      if (!this.lifecycle.isPast(worker)) call.reject(error);
    });
  }

  #settled(call: Call<Reply>): void {
    this.#calls.delete(call.id);
    if (this.#calls.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
      this.#watchdog.reset();
    }
    const { connection } = this.lifecycle;
    if (!call.signal?.aborted || !connection) {
      this.#supervisor.ended(call.id);
      return;
    }
    this.#stops.told(call.id);
    connection.send({ type: 'cancel', id: call.id });
    if (this.#supervisor.isRunning(call.id)) this.#stops.limit(call.id);
  }

  /** The worker is done with a job that was told to stop. */
  #stopped(id: number): void {
    if (this.#stops.done(id)) this.#supervisor.ended(id);
  }

  #message(message: FromWorker): void {
    const call = this.#calls.get((message as { id?: number } | undefined)?.id ?? 0);
    switch (message?.type) {
      case 'started':
        this.#supervisor.began(message.id);
        this.#stops.limit(message.id);
        call?.begins(message.words, () => this.#watchProgress(call));
        return;
      case 'requeued':
        this.#supervisor.paused(message.id);
        call?.waits();
        return;
      case 'progress': {
        if (!call) return;
        call.reports += 1;
        call.last = progressOf(message.stage, message.permille);
        if (call.last) call.watcher.progress?.(call.last);
        return;
      }
      case 'failed':
        this.#stopped(message.id);
        call?.reject(fromWire(message.error));
        return;
      case 'opened':
      case 'traced':
        this.lifecycle.worked();
        this.telemetry.gauges(message.gauges, this.lifecycle.info.maxMemoryMiB);
        this.#stopped(message.id);
        // Nobody waits for a picture whose opening was cancelled.
        if (message.type === 'opened' && !call)
          this.lifecycle.connection?.send({ type: 'close', image: message.image });
        call?.resolve(message);
        return;
      case 'idle':
        if (this.#calls.size > 0) return;
        this.telemetry.counters.worker.idleEnds += 1;
        this.lifecycle.retire();
        return;
      case 'resync':
        call?.resync?.();
        return;
      case 'reserved':
      case 'validated':
      case 'stats':
        call?.resolve(message);
        return;
      default:
        this.telemetry.counters.messages.malformed += 1;
    }
  }

  #watchProgress(call: Call<Reply>): () => void {
    const memory = this.lifecycle.connection?.readiness.memory;
    const report = call.watcher.progress;
    return memory && call.words && report ? watch(memory, call.words, call.id, report) : () => {};
  }

  /** Looks whether what is said to run does run. */
  #look(): void {
    const { connection } = this.lifecycle;
    if (!connection || connection.fetching > 0) {
      this.#watchdog.reset();
      return;
    }
    const { memory } = connection.readiness;
    const sights: Sight[] = [];
    for (const { id, words, reports, pixels } of this.#calls.values()) {
      if (!this.#supervisor.isRunning(id)) continue;
      const position = memory && words ? positionOf(memory, words, id) : reports;
      sights.push({ job: id, position, limitMs: this.hangMs + pixels * HANG_MS_PER_PIXEL });
    }
    if (sights.length === 0)
      sights.push({ job: NOBODY, position: this.telemetry.counters.messages.received, limitMs: this.hangMs });
    const hung = this.#watchdog.look(performance.now(), sights);
    if (hung.length === 0) return;
    const seconds = Math.round(this.hangMs / 1000);
    this.#lost('hang', new VectorizerError('worker-lost', `No progress for ${seconds} s or more.`), hung);
  }

  /** Ends the worker, and sends again what was in flight. */
  #lost(cause: LossCause, error: VectorizerError, culprits?: number[]): void {
    if (this.#end) return;
    this.#watchdog.reset();
    for (const id of this.#stops.clear()) this.#supervisor.ended(id);
    const { replay, giveUp } = this.#supervisor.lost(cause, culprits);
    // A life that showed whose fault the deaths are was not fruitless.
    if (cause === 'stopped' || giveUp.length > 0) this.lifecycle.worked();
    this.lifecycle.lose(error, replay.length > 0);
    for (const id of giveUp) this.#calls.get(id)?.reject(error);
    const calls = replay.flatMap((id) => this.#calls.get(id) ?? []);
    for (const call of calls) call.waits();
    this.telemetry.lost({
      cause,
      message: error.message,
      replayed: calls.length,
      quarantined: giveUp.length,
    });
    for (const call of calls) if (!call.settled) this.#dispatch(call);
  }
}
