/**
 * What was submitted, on disk, from the moment on which something failed: once a worker was lost, the
 * tab may be next.
 *
 * Nothing is written while all goes well. A log of every job was rejected: it would cost a write of
 * each picture to protect from what almost never happens.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Params } from '../generated/params.js';
import type { JobHandle, Priority, Source } from '../types.js';

/** A job as it was submitted. */
export interface Entry {
  source: Source;
  params: Params | undefined;
  name: string;
  priority: Priority | undefined;
}

interface Stored extends Entry {
  /** Which vectorizer it belongs to; it holds a Web Lock of this name while it lives. */
  owner: string;
}

interface Schema extends DBSchema {
  jobs: { key: number; value: Stored };
}

export class Journal {
  readonly #owner: string;
  readonly #inFlight = new Map<number, Entry>();
  /** Keys of what is on disk; promises, since writing takes a while. */
  readonly #written = new Map<number, Promise<number | undefined>>();
  #database: Promise<IDBPDatabase<Schema>> | undefined;
  #armed = false;
  #held: Promise<void> = Promise.resolve();
  #release = () => {};

  constructor(
    private readonly name: string,
    private readonly warn: (message: string) => void,
  ) {
    this.#owner = `${name}-${crypto.randomUUID?.() ?? Math.random()}`;
  }

  /** Follows a job from now to its end. */
  watch(job: JobHandle, entry: Entry): void {
    this.#inFlight.set(job.id, entry);
    if (this.#armed) this.#write(job.id, entry);
    const ended = () => this.#ended(job.id);
    job.result.then(ended, ended);
  }

  /** Something failed: writes down what is in flight, and what is submitted until all is done. */
  keep(): void {
    if (this.#inFlight.size === 0) return;
    if (!this.#armed) this.#hold();
    this.#armed = true;
    for (const [id, entry] of this.#inFlight) if (!this.#written.has(id)) this.#write(id, entry);
  }

  /** Takes over the jobs of vectorizers that are gone. */
  async abandoned(): Promise<Entry[]> {
    try {
      const database = await this.#open();
      const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name));
      const transaction = database.transaction('jobs', 'readwrite');
      const entries: Entry[] = [];
      for await (const cursor of transaction.store) {
        const { owner, ...entry } = cursor.value;
        if (owner === this.#owner || held.has(owner)) continue;
        entries.push(entry);
        await cursor.delete();
      }
      await transaction.done;
      return entries;
    } catch (error) {
      this.warn(`The journal cannot be read: ${error}`);
      return [];
    }
  }

  close(): void {
    this.#release();
    void this.#database?.then(
      (database) => database.close(),
      () => {},
    );
    this.#database = undefined;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#database ??= openDB<Schema>(this.name, 1, {
      upgrade: (database) => database.createObjectStore('jobs', { autoIncrement: true }),
      blocking: () => this.close(),
    });
    return this.#database;
  }

  /** Says to other tabs that the jobs of this vectorizer are not abandoned; resolves when that is heard. */
  #hold(): void {
    const { locks } = globalThis.navigator ?? {};
    if (!locks) return;
    const released = new Promise<void>((release) => {
      this.#release = release;
    });
    this.#held = new Promise((held) => {
      const taken = () => {
        held();
        return released;
      };
      locks.request(this.#owner, taken).catch(() => held());
    });
  }

  #write(id: number, entry: Entry): void {
    const source = entry.source instanceof URL ? entry.source.href : entry.source;
    const key = this.#held
      .then(() => this.#open())
      .then((database) => database.add('jobs', { ...entry, source, owner: this.#owner }))
      .catch((error) => {
        // A canvas or a frame cannot be stored; a full disk is not a reason to stop working.
        this.warn(`The job ${entry.name} is not in the journal: ${error}`);
        return undefined;
      });
    this.#written.set(id, key);
  }

  #ended(id: number): void {
    this.#inFlight.delete(id);
    const cleared = this.#clear(id).catch(() => {});
    if (this.#inFlight.size > 0 || !this.#armed) return;
    this.#armed = false;
    const release = this.#release;
    void cleared.then(release);
  }

  async #clear(id: number): Promise<void> {
    const key = await this.#written.get(id);
    this.#written.delete(id);
    if (key !== undefined) await (await this.#open()).delete('jobs', key);
  }
}
