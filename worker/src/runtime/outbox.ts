/**
 * What leaves the worker, counted. Progress may wait for company where it travels as messages; results
 * and errors never do, and take along what waits, so that the order stays.
 *
 * Without a timer: the thread that would run it is the one that computes, and progress that nothing
 * follows is of no interest.
 */
import type { FromWorker } from '../protocol.js';

const MOST = 50;
const LONGEST_MS = 100;
/** Progress that travels alone: at most one message in this time. */
const ALONE_MS = 50;

/** What a message gives away. */
function given(message: FromWorker): Transferable[] {
  return message.type === 'traced' ? [message.result.svg.buffer] : [];
}

export class Outbox {
  readonly counts = { sent: 0, batched: 0 };
  #waiting: FromWorker[] = [];
  #since = 0;

  constructor(
    private readonly post: (message: FromWorker, transfer: Transferable[]) => void,
    private readonly batching: boolean,
    private readonly now: () => number,
  ) {}

  /** At once, with everything that waits. */
  send(message: FromWorker): void {
    this.counts.sent += 1;
    if (this.#waiting.length === 0) {
      this.post(message, given(message));
      return;
    }
    this.#waiting.push(message);
    this.#flush();
  }

  /** When it is worth a message. */
  progress(message: FromWorker & { type: 'progress' }): void {
    const now = this.now();
    if (!this.batching) {
      if (now - this.#since < ALONE_MS) return;
      this.#since = now;
      this.send(message);
      return;
    }
    this.counts.sent += 1;
    if (this.#waiting.length === 0) this.#since = now;
    this.#waiting.push(message);
    if (this.#waiting.length >= MOST || now - this.#since >= LONGEST_MS) this.#flush();
  }

  #flush(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    this.counts.batched += messages.length;
    this.post({ type: 'batch', messages }, messages.flatMap(given));
  }
}
