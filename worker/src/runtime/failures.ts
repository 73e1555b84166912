/**
 * Sorts what the engine throws: typed errors from Rust, which concern one job, and traps, after
 * which the instance is finished.
 */
import type { WireError } from '../protocol.js';
import type { Glue } from './glue.js';

/** The engine is finished; the worker must be replaced. */
export class Broken extends Error {
  constructor(readonly wire: WireError) {
    super(wire.message);
  }
}

function isWire(error: unknown): error is WireError {
  return typeof error === 'object' && error !== null && 'kind' in error && 'message' in error;
}

/** What a trap was, from the panic that Rust noted before it, or the lack of one. */
export function trapped(glue: Pick<Glue, 'takePanic'>, reason: string): WireError {
  let panic: string | undefined;
  try {
    panic = glue.takePanic();
  } catch {
    // Not even that works any more.
  }
  if (panic) return { kind: 'internal', message: `${panic}. This is a fault in Pathloom; please report it.` };
  // Rust panics with a message; it ends without one where the allocator finds no memory.
  if (/unreachable|memory|aborted/i.test(reason)) {
    return {
      kind: 'out-of-memory',
      message: 'The engine ran out of memory. Scale the picture down, or lower prepare.maxPixels.',
    };
  }
  return { kind: 'internal', message: `The engine stopped: ${reason}. Please report it.` };
}

/** An error of one job in the shape that travels; throws {@link Broken} for a trap. */
export function sort(glue: Glue, error: unknown): WireError {
  if (error instanceof Broken) throw error;
  if (isWire(error) && !(error instanceof Error)) {
    const { kind, message, problems } = error;
    return problems?.length ? { kind, message, problems } : { kind, message };
  }
  // A trap, or a stack that ran over; both leave the instance in pieces.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    throw new Broken(trapped(glue, error.message));
  }
  return { kind: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export function wireError(kind: WireError['kind'], message: string): WireError {
  return { kind, message };
}
