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

/** Lets the messages that have arrived be heard. A timer would round up to 4 ms when used again and again. */
export function afterMessages(): Promise<void> {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(undefined);
  });
}
