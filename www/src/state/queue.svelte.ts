/**
 * Many files, one after the other, each into the gallery.
 *
 * Only a few are handed to the engine at a time: enough that it never waits, few enough that a thousand files
 * are not in memory at once. Handing in all was the simpler choice; the engine's queue would refuse what is over its bound.
 * Each row is its own signals, so that progress in one renders that one.
 */
import { type JobHandle, type Params, type VectorizeResult, VectorizerError } from 'pathloom';
import type { Engine } from './engine.svelte.js';
import { type Failure, toFailure } from './failure';
import { stem } from './intake';
import type { Keeping } from './keeping.svelte.js';
import { overall } from './latest.svelte.js';
import type { Parameters } from './parameters.svelte.js';
import { repainted, withColors } from './repaint';
import type { Settings } from './settings';

/** How many files the engine has at a time: two for it to work on, two that are ready. */
const handedIn = 4;

export type FileState = 'waiting' | 'tracing' | 'done' | 'failed' | 'cancelled';

/** One file of the queue. */
export class QueuedFile {
  readonly id = crypto.randomUUID();
  readonly file: File;
  state = $state<FileState>('waiting');
  /** Share that is done, 0 to 1. */
  fraction = $state(0);
  failure = $state.raw<Failure | null>(null);
  /** Small, WebP: of the picture, then of its drawing. */
  thumbnail = $state.raw<ArrayBuffer | null>(null);
  /** Whether the drawing lies in the gallery; null until that is known. */
  kept = $state<boolean | null>(null);
  /** The drawing; the browser, not the page, holds its bytes. */
  svg = $state.raw<Blob | null>(null);

  settings: Settings;
  request: Params;
  handle: JobHandle | null = null;

  constructor(file: File, settings: Settings, request: Params) {
    this.file = file;
    this.settings = settings;
    this.request = request;
  }
}

export class Queue {
  files = $state.raw<readonly QueuedFile[]>([]);

  readonly #engine: Engine;
  readonly #parameters: Parameters;
  readonly #keeping: Keeping;
  #running = 0;
  #next = 0;

  readonly counts = $derived.by(() => {
    const counts: Record<FileState, number> = { waiting: 0, tracing: 0, done: 0, failed: 0, cancelled: 0 };
    for (const { state } of this.files) counts[state] += 1;
    return counts;
  });
  readonly busy = $derived(this.counts.waiting + this.counts.tracing > 0);

  constructor(engine: Engine, parameters: Parameters, keeping: Keeping) {
    this.#engine = engine;
    this.#parameters = parameters;
    this.#keeping = keeping;
  }

  /** Adds files, to be traced with the present settings. */
  add(files: readonly File[]): void {
    const { settings, request } = this.#parameters;
    this.files = [...this.files, ...files.map((file) => new QueuedFile(file, settings, request))];
    this.#pump();
  }

  cancel(file: QueuedFile): void {
    if (file.state === 'waiting') file.state = 'cancelled';
    else file.handle?.cancel();
  }

  cancelAll(): void {
    for (const file of this.files) this.cancel(file);
  }

  retry(file: QueuedFile): void {
    if (file.state !== 'failed' && file.state !== 'cancelled') return;
    this.#rewind(file);
    this.#pump();
  }

  retryFailed(): void {
    for (const file of this.files)
      if (file.state === 'failed' || file.state === 'cancelled') this.#rewind(file);
    this.#pump();
  }

  /** Traces every file anew with the present settings; their entries are replaced. */
  again(): void {
    const { settings, request } = this.#parameters;
    for (const file of this.files) {
      if (file.state === 'tracing') continue;
      Object.assign(file, { settings, request });
      this.#rewind(file);
    }
    this.#pump();
  }

  /** Forgets all; the drawings stay in the gallery. */
  empty(): void {
    this.cancelAll();
    this.files = [];
    this.#next = 0;
  }

  /** The finished drawings under names of their own. */
  drawings(unique: (name: string) => string): { name: string; blob: Blob }[] {
    return this.files.flatMap(({ file, svg, state }) =>
      svg && state === 'done' ? [{ name: unique(`${stem(file.name)}.svg`), blob: svg }] : [],
    );
  }

  #rewind(file: QueuedFile): void {
    Object.assign(file, { state: 'waiting', fraction: 0, failure: null, svg: null, kept: null });
    this.#next = 0;
  }

  #pump(): void {
    while (this.#running < handedIn && this.#next < this.files.length) {
      const file = this.files[this.#next];
      this.#next += 1;
      if (file?.state === 'waiting') void this.#run(file);
    }
  }

  async #run(file: QueuedFile): Promise<void> {
    this.#running += 1;
    file.state = 'tracing';
    const { settings } = file;
    try {
      const engine = await this.#engine.ready();
      const trace = (request: Params): Promise<VectorizeResult> => {
        file.handle = engine.submit(file.file, request, { priority: 'batch' });
        const deaf = file.handle.on('progress', (progress) => {
          file.fraction = Math.max(file.fraction, overall(progress));
        });
        return file.handle.result.finally(deaf);
      };
      const { svg, stats } = await repainted(await trace(file.request), settings.recolor, (pairs) =>
        trace(withColors(file.request, pairs)),
      );
      file.svg = new Blob([svg], { type: 'image/svg+xml' });
      const keep = { id: file.id, name: file.file.name, svg: file.svg, stats, settings };
      const saved = await this.#keeping.save(keep, file.file);
      file.kept = saved !== null;
      if (saved) file.thumbnail = saved.thumbnail;
      file.fraction = 1;
      file.state = 'done';
    } catch (error) {
      const cancelled = error instanceof VectorizerError && error.kind === 'cancelled';
      file.failure = cancelled ? null : toFailure(error);
      file.state = cancelled ? 'cancelled' : 'failed';
    } finally {
      file.handle = null;
      this.#running -= 1;
      this.#pump();
    }
  }
}
