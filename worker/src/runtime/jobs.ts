/** One call's work, from its message to its reply. */
import type { Target, WireParams, WireSource } from '../protocol.js';
import type { Priority } from '../types.js';
import { wireError } from './failures.js';
import type { Description, Image, Job, Params } from './glue.js';
import { drop, type Memory, sizeOf } from './pixels.js';

const CLASSES: readonly Priority[] = ['preview', 'interactive', 'batch'];

/** The class's number in the engine; an unknown one is served as interactive rather than lost. */
export function classOf(priority: Priority): number {
  const found = CLASSES.indexOf(priority);
  return found < 0 ? CLASSES.indexOf('interactive') : found;
}

/** What is asked for. */
export interface Wish {
  id: number;
  priority: Priority;
  alone?: boolean;
  latest?: boolean;
  target: Target;
  /** Absent: the picture is only opened. */
  params?: WireParams;
}

/** A wish that waits or runs. */
export class Task {
  /** Opened already, or still a source, or neither while it is opened. */
  from: { held: Image } | { source: WireSource } | undefined;
  params: Params | undefined;
  /** The engine's part, while it runs. */
  job: Job | undefined;
  /** How far it was when it last said so. */
  reached = -1;
  /** Stops what the extras do for it. */
  stop: (() => void) | undefined;
  /** The caller gave it up. */
  cancelled = false;
  /** It makes room for another, and begins again. */
  stopping = false;

  constructor(
    readonly wish: Wish,
    images: ReadonlyMap<number, Image>,
  ) {
    const { target } = wish;
    if ('source' in target) {
      this.from = target;
      return;
    }
    const image = images.get(target.image);
    if (!image) throw wireError('unavailable', 'The picture was closed.');
    // A picture that is open now stays so for the job, whenever the caller closes it.
    this.from = { held: image.share() };
  }

  describe(memory: Memory): Description {
    const { id, priority, alone = false, latest = false, target } = this.wish;
    const { held, file, pixels } = this.#size(memory);
    const image = 'image' in target ? target.image : undefined;
    const shared = { id, class: classOf(priority), image, alone, latest, kind: this.params?.kind };
    return { ...shared, pixels, fileBytes: file, heldBytes: held };
  }

  #size(memory: Memory): ReturnType<typeof sizeOf> {
    if (!this.from) return { held: 0, file: 0, pixels: 0 };
    if ('source' in this.from) return sizeOf(memory, this.from.source);
    return { held: 0, file: 0, pixels: this.from.held.width * this.from.held.height };
  }

  /** Stops what is under way, as soon as it can be. */
  cancel(): void {
    this.job?.cancel();
    this.stop?.();
  }

  /** Stops it where its picture is not lost. */
  halt(): void {
    if (this.from) this.cancel();
    else this.job?.halt();
  }

  /** The extras tell how far they are. */
  progress(stage: number, permille: number): void {
    this.job?.show(stage, permille);
  }

  /** Gives everything back, once. */
  free(memory: Memory): void {
    if (this.from && 'held' in this.from) this.from.held.free();
    else if (this.from) drop(memory, this.from.source);
    this.params?.free();
    this.job?.free();
    this.from = undefined;
    this.params = undefined;
    this.job = undefined;
  }
}
