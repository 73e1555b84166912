/**
 * Brings a build to life: memory, instance, pool.
 *
 * Memory is asked for on a ladder, because a browser may refuse to reserve a large shared range and
 * gives no hint what it would accept.
 */
import type { StartMessage } from '../protocol.js';
import { type Engine, type Glue, glue } from './glue.js';
import { configurePool } from './pool.js';

const PAGE = 65_536;
const MIB = 1_048_576;
const LADDER_MIB = [2048, 1024, 512, 256];
/** Without shared memory the ceiling is the module's own: 4 GiB of addresses, less what browsers keep. */
const SINGLE_MIB = 4096;

/** This build cannot run here. */
export class Unfit extends Error {}

export interface Instance {
  glue: Glue;
  engine: Engine;
  memory: WebAssembly.Memory;
  maxMemoryMiB: number;
}

function sharedMemory(ceilingMiB: number): { memory: WebAssembly.Memory; maxMemoryMiB: number } {
  const least = Math.ceil((THREADS_INITIAL_PAGES * PAGE) / MIB);
  const ceiling = Math.max(ceilingMiB, least);
  for (const maxMemoryMiB of [ceiling, ...LADDER_MIB.filter((step) => step < ceiling && step >= least)]) {
    try {
      const maximum = (maxMemoryMiB * MIB) / PAGE;
      const memory = new WebAssembly.Memory({ initial: THREADS_INITIAL_PAGES, maximum, shared: true });
      return { memory, maxMemoryMiB };
    } catch {
      // The next step is smaller.
    }
  }
  throw new Unfit('The browser gave no shared memory.');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @throws {Unfit} when this build cannot run here */
export async function instantiate(start: StartMessage, onLost: (reason: string) => void): Promise<Instance> {
  const build = glue[start.build];
  const cacheBytes = start.cacheMiB * MIB;
  if (start.build === 'single') {
    const { memory } = await build.default({ module_or_path: start.module });
    const maxMemoryMiB = Math.min(start.maxMemoryMiB, SINGLE_MIB);
    const engine = new build.Engine({ cacheBytes, maxBytes: maxMemoryMiB * MIB });
    return { glue: build, engine, memory, maxMemoryMiB };
  }
  const { memory, maxMemoryMiB } = sharedMemory(Math.min(start.maxMemoryMiB, 2048));
  try {
    await build.default({ module_or_path: start.module, memory });
    configurePool({ limitMs: start.startLimitMs, onLost });
    await build.initThreadPool?.(start.threads);
  } catch (error) {
    throw new Unfit(`Threads did not start: ${reasonOf(error)}`);
  }
  const engine = new build.Engine({ cacheBytes, maxBytes: maxMemoryMiB * MIB });
  return { glue: build, engine, memory, maxMemoryMiB };
}
