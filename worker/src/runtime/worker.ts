/**
 * The one script behind every worker. The first message says which role it plays: the coordinator, a thread of the
 * pool, or the extras.
 *
 * One script, because a worker that starts a different file is what bundlers get wrong most often.
 */
import type { StartMessage, ThreadMessage } from '../protocol.js';
import { runCoordinator } from './coordinator.js';
import { type ExtrasMessage, runExtras } from './extras.js';
import { runThread } from './thread.js';

self.addEventListener(
  'message',
  ({ data }: MessageEvent<StartMessage | ThreadMessage | ExtrasMessage>) => {
    // Reported, not swallowed: an error in here must reach the parent's `error` listener.
    const role = { start: runCoordinator, thread: runThread, extras: runExtras }[data.type];
    (role as (message: typeof data) => Promise<void>)(data).catch(reportError);
  },
  { once: true },
);
