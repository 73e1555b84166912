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
    for (const name of ['a', 'b', 'c', 'd']) latest.run(job(log, name, 50));
    await vi.runAllTimersAsync();
    expect(log).toEqual(['a began', 'a ended', 'd began', 'd ended']);
    expect(latest.running).toBe(false);
  });

  it('lets a stale job finish when it is quick, and stops it when it is not', async () => {
    const log: string[] = [];
    const latest = new Latest();
    latest.run(job(log, 'slow', 5000));
    latest.run(job(log, 'next', 10));
    await vi.advanceTimersByTimeAsync(140);
    expect(log).toEqual(['slow began']);
    await vi.advanceTimersByTimeAsync(100);
    expect(log).toEqual(['slow began', 'slow stopped', 'next began', 'next ended']);
  });

  it('gives each stale job its own moment', async () => {
    const log: string[] = [];
    const latest = new Latest();
    latest.run(job(log, 'a', 100));
    latest.run(job(log, 'b', 100));
    await vi.advanceTimersByTimeAsync(110);
    latest.run(job(log, 'c', 100));
    await vi.runAllTimersAsync();
    expect(log).toEqual(['a began', 'a ended', 'b began', 'b ended', 'c began', 'c ended']);
  });

  it('cancels what runs and what waits', async () => {
    const log: string[] = [];
    const latest = new Latest();
    latest.run(job(log, 'a', 100));
    latest.run(job(log, 'b', 100));
    latest.cancel();
    await vi.runAllTimersAsync();
    expect(log).toEqual(['a began', 'a stopped']);
    expect(latest.running).toBe(false);
  });

  it('reports progress that never runs back', async () => {
    const latest = new Latest();
    const seen: number[] = [];
    latest.run(async ({ onProgress }) => {
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
