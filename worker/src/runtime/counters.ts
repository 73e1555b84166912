/** What the engine counts, by name. */
import type { Gauges } from '../protocol.js';
import type { Instance } from './instance.js';

/** The order is that of `Engine::counters` in `src/wasm/mod.rs`. */
export function gaugesOf({ engine, memory, scheduler }: Instance, images: number): Required<Gauges> {
  const [poolHits, poolMisses, poolBytes, used, known, read, deltas, , ...cache] =
    engine.counters() as unknown as number[];
  const [hits, misses, evictions, entries, bytes] = cache as [number, number, number, number, number];
  return {
    memoryBytes: memory.buffer.byteLength,
    images,
    waiting: scheduler.waiting,
    cache: { hits, misses, evictions, entries, bytes },
    pool: { hits: poolHits ?? 0, misses: poolMisses ?? 0, bytes: poolBytes ?? 0, used: used ?? 0 },
    validation: { hits: known ?? 0, misses: read ?? 0, deltas: deltas ?? 0 },
  };
}
