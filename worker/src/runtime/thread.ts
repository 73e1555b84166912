/** A thread of the pool: joins the engine's memory and works for rayon until it is terminated. */
import type { ThreadMessage } from '../protocol.js';
import { glue } from './glue.js';

export async function runThread({ module, memory, receiver }: ThreadMessage): Promise<void> {
  await glue.threads.default({ module_or_path: module, memory });
  self.postMessage('ready');
  // Does not return while the pool lives; a panic inside surfaces as this worker's error event.
  glue.threads.wbg_rayon_start_worker?.(receiver);
}
