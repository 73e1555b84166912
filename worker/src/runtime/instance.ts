/**
 * Brings a build to life: memory, instance, pool.
 *
 * Memory is asked for on a ladder, because a browser may refuse to reserve a large shared range and
 * gives no hint what it would accept.
 */
import type { StartMessage } from '../protocol.js';
import { type Engine, type Glue, glue, type Scheduler } from './glue.js';
import { configurePool } from './pool.js';

const PAGE = 65_536;
const MIB = 1_048_576;
const MOST_JOBS = 4_096;
const MOST_SOURCE_BYTES = 512 * MIB;
const LADDER_MIB = [2048, 1024, 512, 256];
/** Without shared memory the ceiling is the module's own: 4 GiB of addresses, less what browsers keep. */
const SINGLE_MIB = 4096;

/** This build cannot run here. */
export class Unfit extends Error {}

export interface Instance {
  glue: Glue;
  engine: Engine;
  scheduler: Scheduler;
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

/** The engine and its queue, in a build that runs. */
function equip(
  start: StartMessage,
  build: Glue,
  maxMemoryMiB: number,
): Pick<Instance, 'engine' | 'scheduler'> {
  const { flags, queue } = start;
  const maxBytes = maxMemoryMiB * MIB;
  const { imagePool, validationCache, batching } = flags;
  return {
    engine: new build.Engine({ cacheBytes: start.cacheMiB * MIB, maxBytes, imagePool, validationCache }),
    scheduler: new build.Scheduler({
      threads: start.build === 'threads' ? start.threads : 1,
      batching,
      jobs: queue?.jobs ?? MOST_JOBS,
      // Waiting sources lie in the engine's memory, where a job needs its part.
      bytes: queue?.bytes ?? Math.min(MOST_SOURCE_BYTES, maxBytes / 4),
    }),
  };
}

/** @throws {Unfit} when this build cannot run here */
export async function instantiate(start: StartMessage, onLost: (reason: string) => void): Promise<Instance> {
  const build = glue[start.build];
  if (start.build === 'single') {
    const { memory } = await build.default({ module_or_path: start.module });
    const maxMemoryMiB = Math.min(start.maxMemoryMiB, SINGLE_MIB);
    return { glue: build, ...equip(start, build, maxMemoryMiB), memory, maxMemoryMiB };
  }
  const { memory, maxMemoryMiB } = sharedMemory(Math.min(start.maxMemoryMiB, 2048));
  try {
    await build.default({ module_or_path: start.module, memory });
    configurePool({ limitMs: start.startLimitMs, onLost });
    await build.initThreadPool?.(start.threads);
  } catch (error) {
    throw new Unfit(`Threads did not start: ${reasonOf(error)}`);
  }
  return { glue: build, ...equip(start, build, maxMemoryMiB), memory, maxMemoryMiB };
}
