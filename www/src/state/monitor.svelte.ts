/**
 * What the performance panel shows: frames, long tasks and the engine's counters, while it watches.
 *
 * Numbers change twice a second. At each frame was rejected: the panel would be what it measures.
 */
import type { EngineStats, VectorizerStats, Warning } from 'pathloom';
import type { Engine } from './engine.svelte.js';

const everyMs = 500;
/** Frames that are kept, and over how many milliseconds long tasks are. */
const keptFrames = 120;
const keptMs = 10_000;
/** A task longer than this holds a frame up. */
const longMs = 50;
/** Below this a person sees it stutter. */
const fewFrames = 50;

/** What is amiss, with its value; the strings have a sentence for each. */
export type Finding =
  | { what: 'frames' | 'task' | 'lost' | 'memory'; value: number }
  | { what: 'single' }
  | { what: 'engine'; message: string };

export class Monitor {
  /** Frames in a second. */
  fps = $state(0);
  /** Times between frames, ms, oldest first. */
  frames = $state.raw<readonly number[]>([]);
  /** The longest task of the last ten seconds, ms. */
  longest = $state(0);
  stats = $state.raw<VectorizerStats | null>(null);
  /** From inside the worker; null where it gives none. */
  inside = $state.raw<EngineStats | null>(null);

  readonly #engine: Engine;
  #warnings = $state.raw<readonly Warning[]>([]);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  readonly findings: readonly Finding[] = $derived.by(() => {
    const found: Finding[] = [];
    if (this.fps > 0 && this.fps < fewFrames) found.push({ what: 'frames', value: this.fps });
    if (this.longest > longMs) found.push({ what: 'task', value: this.longest });
    if (this.stats && this.stats.worker.lost > 0) found.push({ what: 'lost', value: this.stats.worker.lost });
    const { info } = this.#engine;
    if (info?.build === 'single') found.push({ what: 'single' });
    const share = (this.stats?.engine.memoryBytes ?? 0) / ((info?.maxMemoryMiB ?? 2048) * 2 ** 20);
    if (share > 0.8) found.push({ what: 'memory', value: share });
    return [...found, ...this.#warnings.map(({ message }) => ({ what: 'engine' as const, message }))];
  });

  /** Watches until the returned function is called. */
  watch(): () => void {
    const times: number[] = [];
    const tasks: { at: number; ms: number }[] = [];
    let last = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      times.push(now - last);
      if (times.length > keptFrames) times.shift();
      last = now;
      frame = requestAnimationFrame(tick);
    });
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ at: startTime, ms: duration });
    });
    // Where long tasks are not told (Safari, Firefox), none are seen.
    observer.observe({ type: 'longtask' });
    const timer = setInterval(() => {
      while (tasks[0] && tasks[0].at < performance.now() - keptMs) tasks.shift();
      this.#read(times, tasks);
    }, everyMs);
    const unheard = this.#listen();
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      clearInterval(timer);
      unheard();
    };
  }

  #read(times: readonly number[], tasks: readonly { ms: number }[]): void {
    this.frames = [...times];
    const recent = times.slice(-60);
    this.fps = recent.length ? (1000 * recent.length) / recent.reduce((sum, ms) => sum + ms, 0) : 0;
    this.longest = Math.max(0, ...tasks.map(({ ms }) => ms));
    this.stats = this.#engine.stats();
    void this.#engine.inside().then((stats) => (this.inside = stats));
  }

  #listen(): () => void {
    let unheard = (): void => {};
    let over = false;
    this.#engine.ready().then(
      (vectorizer) => {
        if (over) return;
        unheard = vectorizer.on('warning', (warning) => {
          this.#warnings = [...this.#warnings.filter(({ what }) => what !== warning.what), warning];
        });
      },
      () => {},
    );
    return () => {
      over = true;
      unheard();
    };
  }
}
