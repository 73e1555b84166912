/**
 * The one script behind every worker. The first message says which role it plays: the coordinator,
 * or a thread of the pool.
 *
 * One script, because a worker that starts a different file is what bundlers get wrong most often.
 */
import type { StartMessage, ThreadMessage } from '../protocol.js';
import { runCoordinator } from './coordinator.js';
import { runThread } from './thread.js';

self.addEventListener(
  'message',
  (event: MessageEvent<StartMessage | ThreadMessage>) => {
    // Reported, not swallowed: an error in here must reach the parent's `error` listener.
    const role = event.data.type === 'thread' ? runThread(event.data) : runCoordinator(event.data);
    role.catch(reportError);
  },
  { once: true },
);
