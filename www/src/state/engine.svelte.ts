/** The engine behind the page: started once, awaited by whoever needs it. */
import {
  createVectorizer,
  type EngineStats,
  type Flags,
  type Vectorizer,
  type VectorizerInfo,
  type VectorizerStats,
} from 'pathloom';

/** About the side of a preview, px. */
const proxySide = 512;

export class Engine {
  /** What runs; null until it does. */
  info = $state.raw<VectorizerInfo | null>(null);
  /** With what it was started; what is not named is on. */
  flags = $state.raw<Flags>({});

  #starting: Promise<Vectorizer> | null = null;
  #running: Vectorizer | null = null;

  /** The running engine; starts it at the first call, and anew after a failed start. */
  ready(): Promise<Vectorizer> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Ends the engine and starts it with other flags; what it held open is gone. */
  async restart(flags: Flags): Promise<void> {
    const before = this.#starting;
    this.flags = flags;
    this.#running = null;
    this.#starting = this.#start();
    await before?.then(
      (vectorizer) => vectorizer.dispose(),
      () => {},
    );
    await this.#starting;
  }

  /** Counters; null until it runs. */
  stats(): VectorizerStats | null {
    return this.#running?.stats() ?? null;
  }

  /** Counters from inside the worker; null where it gives none. */
  async inside(): Promise<EngineStats | null> {
    try {
      return (await this.#running?.engineStats()) ?? null;
    } catch {
      return null;
    }
  }

  async #start(): Promise<Vectorizer> {
    const { flags } = this;
    try {
      const vectorizer = await createVectorizer({ flags });
      this.info = vectorizer.info;
      this.#running = vectorizer;
      void makeRoom(vectorizer).catch(() => {});
      return vectorizer;
    } catch (error) {
      this.#starting = null;
      throw error;
    }
  }
}

/**
 * Room for the pixels of a first preview: memory that was used once is claimed without asking, and the answer
 * would come while the page is busy with showing the picture.
 */
async function makeRoom(vectorizer: Vectorizer): Promise<void> {
  const image = await vectorizer.open(new ImageData(proxySide, proxySide));
  image.close();
}
