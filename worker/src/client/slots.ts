/**
 * Slots of picture memory that the client may claim without asking: one atomic exchange instead of a
 * round trip. See {@link Slot} for the rules of ownership.
 */
import type { Slot, SlotState } from '../protocol.js';

const STATE: Slot['state'] = 0;
const ADDRESS: Slot['address'] = 1;
const CAPACITY: Slot['capacity'] = 2;
const LENGTH: Slot['length'] = 3;
const FREE: SlotState['free'] = 1;
const HOST: SlotState['host'] = 2;
const ENGINE: SlotState['engine'] = 3;

const KNOWN = 64;
/** A slot this much larger than what is put in is left to larger pictures. */
const LOOSE = 4;

/** A slot that is ours, and where its bytes are. */
export interface Claim {
  slot: number;
  address: number;
}

/** The slots of one worker's memory. */
export class Slots {
  /** By number, and how large each was when it was last ours. */
  readonly #known = new Map<number, number>();

  /** @param recycles whether slots come back; otherwise each is used once */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly recycles: boolean,
  ) {}

  /** A slot that the worker handed out. */
  learn(slot: number): void {
    if (!this.recycles) return;
    this.#known.delete(slot);
    this.#known.set(slot, Atomics.load(this.#words(slot), CAPACITY));
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }

  /** A free slot for so many bytes; `giveUp` is told of slots that turned out not to fit. */
  claim(bytes: number, giveUp: (slot: number) => void): Claim | undefined {
    for (const [slot, capacity] of this.#known) {
      if (capacity < bytes || capacity > Math.max(bytes * LOOSE, 65_536)) continue;
      const words = this.#words(slot);
      if (Atomics.compareExchange(words, STATE, FREE, HOST) !== FREE) continue;
      // Only now it holds still.
      const now = Atomics.load(words, CAPACITY);
      this.#known.set(slot, now);
      if (now >= bytes) return { slot, address: Atomics.load(words, ADDRESS) };
      giveUp(slot);
    }
    return undefined;
  }

  /** Writes into a slot that is ours and hands it to the engine. */
  fill({ slot, address }: Claim, bytes: Uint8Array): void {
    new Uint8Array(this.memory.buffer, address, bytes.byteLength).set(bytes);
    const words = this.#words(slot);
    Atomics.store(words, LENGTH, bytes.byteLength);
    Atomics.compareExchange(words, STATE, HOST, ENGINE);
  }

  #words(slot: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, slot, LENGTH + 1);
  }
}
