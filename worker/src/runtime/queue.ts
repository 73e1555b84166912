/**
 * Which job is next: by class, first come first served within one.
 *
 * Three plain lists rather than a heap: there are three classes, and taking the oldest of a class
 * is then the order of insertion by itself.
 */
import type { Priority } from '../types.js';

const CLASSES: readonly Priority[] = ['preview', 'interactive', 'batch'];

/** Jobs that wait. */
export class JobQueue<T extends { id: number; priority: Priority }> {
  readonly #classes: Record<Priority, Map<number, T>> = {
    preview: new Map(),
    interactive: new Map(),
    batch: new Map(),
  };

  constructor(private readonly limit = 4096) {}

  get size(): number {
    return CLASSES.reduce((sum, name) => sum + this.#classes[name].size, 0);
  }

  /** Whether there was room. */
  push(job: T): boolean {
    if (this.size >= this.limit) return false;
    (this.#classes[job.priority] ?? this.#classes.interactive).set(job.id, job);
    return true;
  }

  /** Takes the next job. */
  shift(): T | undefined {
    for (const name of CLASSES) {
      for (const [id, job] of this.#classes[name]) {
        this.#classes[name].delete(id);
        return job;
      }
    }
    return undefined;
  }

  /** Takes a job out of the middle. */
  remove(id: number): T | undefined {
    for (const name of CLASSES) {
      const job = this.#classes[name].get(id);
      if (job && this.#classes[name].delete(id)) return job;
    }
    return undefined;
  }
}
