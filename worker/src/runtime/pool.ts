/**
 * Starts the threads of rayon's pool: workers made from this very script, on the same memory.
 *
 * The bundler puts this module in the place of wasm-bindgen-rayon's own starter, which has no time
 * limit, hears no errors, and needs a second script that bundlers lose.
 */
import type { ThreadMessage } from '../protocol.js';

/** What wasm-bindgen-rayon hands over. */
interface PoolBuilder {
  numThreads(): number;
  receiver(): number;
  build(): void;
}

/** How the coordinator wants its pool. */
interface PoolSettings {
  limitMs: number;
  /** A thread failed after the pool had started: the instance is finished. */
  onLost: (reason: string) => void;
}

const settings: PoolSettings = { limitMs: 5_000, onLost: () => {} };

/** Browsers drop workers that nobody refers to. */
const threads: Worker[] = [];

export function configurePool(wanted: PoolSettings): void {
  Object.assign(settings, wanted);
}

function startThread(message: ThreadMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(self.location.href, { type: 'module', name: 'pathloom-thread' });
    threads.push(thread);
    let ready = false;
    const fail = (reason: string) => {
      clearTimeout(timer);
      if (ready) settings.onLost(reason);
      else reject(new Error(reason));
    };
    const timer = setTimeout(
      () => fail(`A thread did not answer within ${settings.limitMs} ms.`),
      settings.limitMs,
    );
    thread.addEventListener('error', (event) => {
      event.preventDefault();
      fail(`A thread failed: ${event.message ?? 'it gave no reason'}.`);
    });
    thread.addEventListener('messageerror', () => fail('A thread sent a message that cannot be read.'));
    thread.addEventListener('message', () => {
      clearTimeout(timer);
      ready = true;
      resolve();
    });
    thread.postMessage(message);
  });
}

/** Called by wasm-bindgen-rayon's `initThreadPool`. */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  builder: PoolBuilder,
): Promise<void> {
  const message: ThreadMessage = { type: 'thread', module, memory, receiver: builder.receiver() };
  await Promise.all(Array.from({ length: builder.numThreads() }, () => startThread(message)));
  builder.build();
}
