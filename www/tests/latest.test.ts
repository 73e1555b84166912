import type { Progress } from 'pathloom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JobControl, Latest, overall } from '../src/state/latest.svelte.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A job that takes a while, stops when told, and writes down what happened. */
function job(log: string[], name: string, ms: number) {
  return ({ signal }: JobControl) =>
    new Promise<void>((done) => {
      log.push(`${name} began`);
      const timer = setTimeout(() => {
        log.push(`${name} ended`);
        done();
      }, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        log.push(`${name} stopped`);
        done();
      });
    });
}

describe('the latest job', () => {
  it('replaces those that still wait', async () => {
    const log: string[] = [];
    const latest = new Latest();
    for (const name of ['a', 'b', 'c', 'd']) void latest.run(job(log, name, 50));
    await vi.runAllTimersAsync();
    expect(log).toEqual(['a began', 'a ended', 'd began', 'd ended']);
    expect(latest.running).toBe(false);
  });

  it('lets a stale job finish when it is quick, and stops it when it is not', async () => {
    const log: string[] = [];
    const latest = new Latest();
    void latest.run(job(log, 'slow', 5000));
    void latest.run(job(log, 'next', 10));
    await vi.advanceTimersByTimeAsync(140);
    expect(log).toEqual(['slow began']);
    await vi.advanceTimersByTimeAsync(100);
    expect(log).toEqual(['slow began', 'slow stopped', 'next began', 'next ended']);
  });

  it('gives each stale job its own moment', async () => {
    const log: string[] = [];
    const latest = new Latest();
    void latest.run(job(log, 'a', 100));
    void latest.run(job(log, 'b', 100));
    await vi.advanceTimersByTimeAsync(110);
    void latest.run(job(log, 'c', 100));
    await vi.runAllTimersAsync();
    expect(log).toEqual(['a began', 'a ended', 'b began', 'b ended', 'c began', 'c ended']);
  });

  it('ends a job that waits for rest as soon as another comes', async () => {
    const log: string[] = [];
    const latest = new Latest();
    const patient =
      (name: string) =>
      async ({ rest }: JobControl) => {
        log.push(`${name} shown`);
        log.push(`${name} ${(await rest(120)) ? 'rested' : 'left'}`);
      };
    void latest.run(patient('a'));
    await vi.advanceTimersByTimeAsync(50);
    void latest.run(patient('b'));
    await vi.advanceTimersByTimeAsync(100);
    expect(log).toEqual(['a shown', 'a left', 'b shown']);
    await vi.runAllTimersAsync();
    expect(log.at(-1)).toBe('b rested');
  });

  it('stops a job at once that goes on after its rest', async () => {
    const log: string[] = [];
    const latest = new Latest();
    void latest.run(async (control) => {
      await control.rest(10);
      await job(log, 'full', 5000)(control);
    });
    await vi.advanceTimersByTimeAsync(20);
    void latest.run(job(log, 'next', 10));
    await vi.advanceTimersByTimeAsync(15);
    expect(log).toEqual(['full began', 'full stopped', 'next began', 'next ended']);
  });

  it('settles for jobs that ended, were replaced or were cancelled', async () => {
    const latest = new Latest();
    const log: string[] = [];
    const all = ['a', 'b', 'c'].map((name) => latest.run(job(log, name, 50)));
    latest.cancel();
    await vi.runAllTimersAsync();
    await Promise.all(all);
    expect(latest.running).toBe(false);
  });

  it('cancels what runs and what waits', async () => {
    const log: string[] = [];
    const latest = new Latest();
    void latest.run(job(log, 'a', 100));
    void latest.run(job(log, 'b', 100));
    latest.cancel();
    await vi.runAllTimersAsync();
    expect(log).toEqual(['a began', 'a stopped']);
    expect(latest.running).toBe(false);
  });

  it('reports progress that never runs back', async () => {
    const latest = new Latest();
    const seen: number[] = [];
    void latest.run(async ({ onProgress }) => {
      const reports: Progress[] = [
        { stage: 'segment', share: 0.5 },
        { stage: 'segment', share: 0.2 },
        { stage: 'write', share: 1 },
      ];
      for (const report of reports) {
        onProgress(report);
        seen.push(latest.fraction);
      }
    });
    await vi.runAllTimersAsync();
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(overall({ stage: 'write', share: 1 })).toBeCloseTo(1);
  });
});
