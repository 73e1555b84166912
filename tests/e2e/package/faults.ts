/**
 * Workers that fail on demand: real ones, in a class that stands in for the browser's, so that nothing
 * in the product knows of tests.
 */
import type { Page } from '@playwright/test';

declare global {
  var faults: Faults;
}

/** What is seen of a job that a worker begins. */
export interface Attempt {
  /** Width of the picture when it was sent as pixels, by which tests know their jobs. */
  width: number;
  /** Counts from 1 for each width. */
  attempt: number;
}

/**
 * How an attempt fails.
 *
 * - `kill`: the worker is terminated, of which no event tells
 * - `garble`: a message cannot be read
 * - `trap`: the worker says that its engine is broken
 */
export type Fault = 'kill' | 'garble' | 'trap';

interface Faults {
  /** Every worker that was ever made, in order. */
  readonly workers: Worker[];
  /** Messages to the page, of all workers. */
  readonly heard: { type: string; id?: number }[];
  /**
   * Ends every worker as a crash of its process would: without a word. Of a start and the one beside it, the newest
   * may be the one that is not needed, and nothing would follow from its end.
   */
  kill(): void;
  /** Decides the fate of an attempt, at the moment the worker begins with it. */
  decide: (attempt: Attempt) => Fault | undefined;
  /** Whether the script of the next worker fails to load. */
  unloadable: () => boolean;
  /** Whether the next worker is ended before its script runs, of which nothing tells. */
  stillborn: () => boolean;
}

/** Puts failing workers in the place of the browser's; call before a vectorizer is created. */
export async function installFaults(page: Page): Promise<void> {
  await page.evaluate(() => {
    const Browser = globalThis.Worker;
    const widths = new Map<number, number>();
    const attempts = new Map<number, number>();
    class Faulty extends Browser {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(faults.unloadable() ? '/blank/none.js' : url, options);
        faults.workers.push(this);
        if (faults.stillborn()) super.terminate();
      }

      override addEventListener(type: string, ...rest: [EventListener]): void {
        super.addEventListener(type, ...rest);
        if (type !== 'message') return;
        // After whom it is meant for, so that a fault comes when the message was heard.
        super.addEventListener('message', ({ data }: MessageEvent) => {
          const messages = data?.type === 'batch' ? data.messages : [data];
          for (const message of messages) this.#hear(message);
        });
      }

      #hear(message: { type: string; id?: number }): void {
        faults.heard.push({ type: message?.type, ...(message?.id === undefined ? {} : { id: message.id }) });
        if (message?.type !== 'started' || message.id === undefined) return;
        const width = widths.get(message.id) ?? 0;
        const attempt = (attempts.get(width) ?? 0) + 1;
        attempts.set(width, attempt);
        const fault = faults.decide({ width, attempt });
        if (fault === 'kill') super.terminate();
        if (fault === 'garble') this.dispatchEvent(new MessageEvent('messageerror'));
        if (fault !== 'trap') return;
        const error = { kind: 'internal', message: 'A trap, made by the test.' };
        this.dispatchEvent(new MessageEvent('message', { data: { type: 'broken', error } }));
      }

      override postMessage(message: unknown, transfer?: unknown): void {
        const { type, id, target } = (message ?? {}) as {
          type?: string;
          id?: number;
          target?: { source?: { width?: number; size?: { width: number } } };
        };
        const width = target?.source?.size?.width ?? target?.source?.width;
        if (type === 'trace' && id !== undefined && width !== undefined) widths.set(id, width);
        super.postMessage(message, transfer as Transferable[]);
      }
    }
    globalThis.faults = {
      workers: [],
      heard: [],
      kill() {
        for (const worker of faults.workers) Browser.prototype.terminate.call(worker);
      },
      decide: () => undefined,
      unloadable: () => false,
      stillborn: () => false,
    };
    globalThis.Worker = Faulty;
  });
}
