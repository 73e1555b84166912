/**
 * Parameters of a message on their way into the engine, as text: it is hashed there, and known again
 * without being parsed.
 */
import type { Versioned, WireParams } from '../protocol.js';
import { wireError } from './failures.js';
import type { Engine, Params } from './glue.js';

function text(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    // Circles, numbers too long for JSON, or nesting without end.
    const reason = error instanceof Error ? error.message : String(error);
    throw { ...wireError('invalid-params', `The parameters cannot be read: ${reason}`), problems: [] };
  }
}

function version(engine: Engine, given: Versioned): Params | undefined {
  if ('whole' in given) return engine.begin(given.stream, given.version, text(given.whole));
  const { stream, version, base, set, unset } = given;
  return engine.change(stream, version, base, text({ set, unset }));
}

/**
 * Reads them; nothing when they change a version that is not held.
 *
 * Throws errors in wire shape.
 */
export function readParams(engine: Engine, given: WireParams): Params | undefined {
  return given.versioned ? version(engine, given.versioned) : engine.read(text(given.params));
}
