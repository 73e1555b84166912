/**
 * Parameters on their way to the worker: whole the first time, then only what changed.
 *
 * Each open picture has a stream of its own, since its dials are what moves; everything else
 * shares one. A worker that lacks a version asks for the whole by itself.
 */
import type { Params } from '../generated/params.js';
import { diffParams } from '../params.js';
import type { Versioned, WireParams } from '../protocol.js';
import type { Call } from './calls.js';
import type { Connection } from './connection.js';
import type { Reply } from './dispatcher.js';

/** Numbers the streams of one vectorizer; switched off it hands out streams that send all. */
export class Streams {
  #count = 0;

  constructor(private readonly deltas: boolean) {}

  next(): Stream {
    this.#count += 1;
    return new Stream(this.#count, this.deltas);
  }
}

export class Stream {
  #version = 0;
  #sent: { connection: Connection; version: number; params: Params } | undefined;

  constructor(
    private readonly number: number,
    private readonly deltas: boolean,
  ) {}

  /** What to send for a call, now; the order of sending is the order of versions. */
  wire(call: Call<Reply>, connection: Connection, params: unknown): WireParams {
    if (!this.deltas || typeof params !== 'object' || params === null) return { params };
    const stream = this.number;
    this.#version += 1;
    const version = this.#version;
    const whole: Versioned = { stream, version, whole: params };
    call.resync = () => connection.send({ type: 'params', id: call.id, versioned: whole });
    const before = this.#sent;
    this.#sent = { connection, version, params };
    if (before?.connection !== connection) return { versioned: whole };
    const set: Record<string, unknown> = {};
    const unset: string[] = [];
    for (const { name, to } of diffParams(before.params, params)) {
      if (to === undefined) unset.push(name);
      else set[name] = to;
    }
    return { versioned: { stream, version, base: before.version, set, unset } };
  }

  /** The worker refused a version, and holds an older one. */
  forget(): void {
    this.#sent = undefined;
  }
}
