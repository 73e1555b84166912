/** The engine behind the page: started once, awaited by whoever needs it. */
import { createVectorizer, type Vectorizer, type VectorizerInfo } from 'pathloom';
import { warmUp } from './warm-up';

export class Engine {
  /** What runs; null until it does. */
  info = $state.raw<VectorizerInfo | null>(null);

  #starting: Promise<Vectorizer> | null = null;

  /** The running engine; starts it at the first call, and anew after a failed start. */
  ready(): Promise<Vectorizer> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<Vectorizer> {
    try {
      const vectorizer = await createVectorizer();
      this.info = vectorizer.info;
      void warmUp(vectorizer);
      return vectorizer;
    } catch (error) {
      this.#starting = null;
      throw error;
    }
  }
}
