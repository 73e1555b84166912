/** Waiting without blocking. */
import type { Words } from '../protocol.js';

const DONE: Words['done'] = 5;
const POLL_MS = 4;

/** Waits for the end of a job's step; the pool wakes its word. */
export async function finished(memory: WebAssembly.Memory, address: number): Promise<void> {
  const index = address / 4 + DONE;
  for (;;) {
    const words = new Int32Array(memory.buffer, 0, index + 1);
    if (Atomics.load(words, index) !== 0) return;
    if (typeof Atomics.waitAsync === 'function') await Atomics.waitAsync(words, index, 0).value;
    else await new Promise((resume) => setTimeout(resume, POLL_MS));
  }
}

/** The part of the Prioritized Task Scheduling API that is used; not every browser has it. */
interface TaskScheduler {
  postTask(task: () => void, options: { priority: 'background' }): Promise<void>;
}

/**
 * Lets all messages that have arrived be heard.
 *
 * A background task comes after every message that waits, whatever their number; between a message to
 * oneself and those from outside no order is promised. A timer is rounded up to 4 ms when used again and
 * again, and serves where there is nothing better.
 */
export function afterMessages(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: TaskScheduler };
  if (scheduler?.postTask) return scheduler.postTask(() => {}, { priority: 'background' });
  return new Promise((resume) => setTimeout(resume));
}
