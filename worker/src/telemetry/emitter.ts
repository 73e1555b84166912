/** Typed events by nanoevents, with the one thing it leaves out: a listener that throws harms nobody else. */
import { createNanoEvents } from 'nanoevents';

// biome-ignore lint/suspicious/noExplicitAny: what listeners take is stated by each map of events
type EventMap<T> = { [E in keyof T]: (...values: any[]) => void };

export class Emitter<Events extends EventMap<Events>> {
  readonly #events = createNanoEvents<Events>();

  on<E extends keyof Events>(event: E, listener: Events[E]): () => void {
    return this.#events.on(event, ((...values: Parameters<Events[E]>) => {
      try {
        listener(...values);
      } catch (error) {
        // Reported as uncaught, which it is.
        queueMicrotask(() => {
          throw error;
        });
      }
    }) as Events[E]);
  }

  emit<E extends keyof Events>(event: E, ...values: Parameters<Events[E]>): void {
    this.#events.emit(event, ...values);
  }

  /** Whether anybody listens. */
  has(event: keyof Events): boolean {
    return (this.#events.events[event]?.length ?? 0) > 0;
  }
}
