/**
 * What can be asked of the engine, as calls: open, trace, validate, count. The place where a job is
 * counted, tried again with fewer pixels, and its times are told.
 */
import { type Params, SCHEMA } from '../generated/params.js';
import type { Target } from '../protocol.js';
import { TREATMENT } from '../recovery/causes.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { EngineStats, JobOptions, Priority, Progress, VectorizeResult } from '../types.js';
import type { Call, CallOptions, Watcher } from './calls.js';
import type { Connection } from './connection.js';
import { deliver } from './delivery.js';
import type { Answer, Dispatcher, Reply, Send } from './dispatcher.js';
import { asVectorizerError } from './errors.js';
import { look } from './progress.js';
import { type Prepared, pixelsOf, transferables } from './sources.js';
import { type Stream, Streams } from './versions.js';

/** Memory ran out: once more with at most so many pixels. */
const SMALLER_PIXELS = 1_000_000;

/** A picture in the engine: which worker holds it, and under which number. */
export interface Held {
  connection: Connection;
  image: number;
  width: number;
  height: number;
  decodeMs: number;
}

/** What a trace starts from, found anew for each worker. */
export interface Origin {
  pixels: number;
  /** Where its parameters travel. */
  stream: Stream;
  locate(call: Call<Reply>, connection: Connection): Promise<Target>;
  /** Whether a newer trace makes an older one needless that still waits. */
  latest?: boolean;
}

/** A trace that was asked for. */
export interface Trace {
  /** When, by `performance.now()`. */
  began: number;
  origin: Origin;
  params: unknown;
  signal?: AbortSignal | undefined;
  priority(): Priority;
  watcher: Watcher;
  suspected?: boolean;
  /** Hears how the job can be reached while a call is under way. */
  reached?: (reach: {
    progress: () => Progress | undefined;
    prioritise: (priority: Priority) => void;
  }) => void;
}

export class Engine {
  readonly #streams: Streams;
  /** Of traces that bring their picture along. */
  readonly #common: Stream;
  readonly #validation: Stream;
  readonly #text = new TextDecoder();

  constructor(
    readonly dispatcher: Dispatcher,
    private readonly telemetry: Telemetry,
    deltas: boolean,
  ) {
    this.#streams = new Streams(deltas);
    this.#common = this.#streams.next();
    this.#validation = this.#streams.next();
  }

  /** For a picture that stays open. */
  stream(): Stream {
    return this.#streams.next();
  }

  /** Where a picture is that is sent along with its trace. */
  origin(prepared: Prepared): Origin {
    return {
      pixels: pixelsOf(prepared),
      stream: this.#common,
      locate: async (call, connection) => ({
        source: await deliver(this.dispatcher, call, connection, prepared),
      }),
    };
  }

  /** Opens a prepared picture in the worker of the moment. */
  async open(
    prepared: Prepared,
    { signal, priority = 'interactive', onProgress }: JobOptions,
  ): Promise<Held> {
    let holder: Connection | undefined;
    const { image, width, height, decodeMs } = await this.#job<'opened'>(
      async (call, connection) => {
        const source = await deliver(this.dispatcher, call, connection, prepared);
        if (call.settled) return;
        holder = connection;
        connection.send(
          { type: 'open', id: call.id, source, priority, ...this.#alone(call) },
          transferables(source),
        );
      },
      { signal, watcher: { progress: onProgress }, pixels: pixelsOf(prepared) },
    );
    return { connection: holder as Connection, image, width, height, decodeMs };
  }

  /** Traces; once more with fewer pixels when memory ran out. */
  async trace(trace: Trace): Promise<VectorizeResult> {
    try {
      return await this.#attempt(trace);
    } catch (error) {
      if (TREATMENT[asVectorizerError(error).kind] !== 'smaller') throw error;
      const { prepare } = trace.params as Params;
      const ceiling =
        prepare?.maxPixels ?? SCHEMA.fields.find(({ name }) => name === 'prepare.maxPixels')?.default;
      const { pixels } = trace.origin;
      if (Math.min(Number(ceiling), pixels || Number.POSITIVE_INFINITY) <= SMALLER_PIXELS) throw error;
      this.telemetry.counters.jobs.reduced += 1;
      const reduced = { maxPixels: SMALLER_PIXELS };
      const params = { ...(trace.params as Params), prepare: { ...prepare, ...reduced } };
      return { ...(await this.#attempt({ ...trace, params, suspected: true })), reduced };
    }
  }

  async validate(params: unknown): Promise<void> {
    const stream = this.#validation;
    await refusals(
      stream,
      this.dispatcher.call<'validated'>(async (call, connection) =>
        connection.send({ type: 'validate', id: call.id, ...stream.wire(call, connection, params) }),
      ),
    );
  }

  async stats(): Promise<EngineStats> {
    const { stats } = await this.dispatcher.call<'stats'>(async (call, connection) =>
      connection.send({ type: 'stats', id: call.id }),
    );
    return stats;
  }

  async #attempt(trace: Trace): Promise<VectorizeResult> {
    const { began, origin, params, signal, priority, watcher, suspected, reached } = trace;
    const traced = this.#job<'traced'>(
      async (call, connection) => {
        reached?.({
          progress: () => {
            const { memory } = connection.readiness;
            return memory && call.words ? look(memory, call.words, call.id) : call.last;
          },
          prioritise: (now) => connection.send({ type: 'prioritise', id: call.id, priority: now }),
        });
        const target = await origin.locate(call, connection);
        if (call.settled) return;
        connection.send(
          {
            type: 'trace',
            id: call.id,
            target,
            ...origin.stream.wire(call, connection, params),
            priority: priority(),
            ...(origin.latest ? { latest: true } : {}),
            ...this.#alone(call),
          },
          'source' in target ? transferables(target.source) : [],
        );
      },
      { signal, watcher, suspected, pixels: origin.pixels },
    );
    const { result } = await refusals(origin.stream, traced);
    const now = performance.now();
    const svg = this.#text.decode(result.svg);
    const whole = { ...result, svg, timings: { ...result.timings, total: now - began } };
    this.telemetry.traced(whole, now);
    return whole;
  }

  /** A call that does work in the engine: counted, watched, stopped on demand. */
  async #job<T extends 'opened' | 'traced'>(send: Send, options: CallOptions): Promise<Answer<T>> {
    const { jobs } = this.telemetry.counters;
    jobs.submitted += 1;
    try {
      const answer = await this.dispatcher.call<T>(send, options);
      jobs.done += 1;
      return answer;
    } catch (error) {
      jobs[asVectorizerError(error).kind === 'cancelled' ? 'cancelled' : 'failed'] += 1;
      throw error;
    }
  }

  #alone(call: Call<Reply>): { alone?: boolean } {
    return this.dispatcher.isSuspect(call) ? { alone: true } : {};
  }
}

/** A refused version is not one that the next can build upon. */
async function refusals<T>(stream: Stream, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (asVectorizerError(error).kind === 'invalid-params') stream.forget();
    throw error;
  }
}
