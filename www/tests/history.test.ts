import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { History } from '../src/state/history.svelte.js';
import { type Settings, untouched } from '../src/state/settings';

const tolerance = (value: number): Settings => ({ ...untouched, values: { 'fit.tolerance': value } });

let history: History;
beforeEach(() => {
  vi.useFakeTimers();
  history = new History(untouched);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('undo', () => {
  it('takes back a whole drag, however slow', () => {
    history.hold(true);
    for (const value of [1, 2, 3]) {
      history.follow(tolerance(value));
      vi.advanceTimersByTime(2000);
    }
    history.hold(false);
    vi.advanceTimersByTime(2000);
    expect(history.undo()).toEqual(untouched);
    expect(history.undo()).toBeNull();
    expect(history.redo()).toEqual(tolerance(3));
  });

  it('takes back each of two gestures', () => {
    history.follow(tolerance(1));
    vi.advanceTimersByTime(1000);
    history.follow(tolerance(2));
    vi.advanceTimersByTime(1000);
    expect(history.undo()).toEqual(tolerance(1));
    expect(history.undo()).toEqual(untouched);
  });

  it('keeps changes of different dials apart, however quick', () => {
    history.follow(tolerance(1));
    const both: Settings = { ...untouched, values: { 'fit.tolerance': 1, 'segment.detail': 5 } };
    history.follow(both);
    expect(history.undo()).toEqual(tolerance(1));
    expect(history.undo()).toEqual(untouched);
    expect(history.redo()).toEqual(tolerance(1));
    expect(history.redo()).toEqual(both);
  });

  it('works at once, before a gesture has come to rest', () => {
    history.follow(tolerance(1));
    expect(history.canUndo).toBe(true);
    expect(history.undo()).toEqual(untouched);
    expect(history.canUndo).toBe(false);
  });

  it('does not take what it brought back for a new change', () => {
    history.follow(tolerance(1));
    const back = history.undo();
    if (back) history.follow(back);
    vi.advanceTimersByTime(1000);
    expect(history.canRedo).toBe(true);
    expect(history.canUndo).toBe(false);
  });

  it('forgets what was undone once something new is done', () => {
    history.follow(tolerance(1));
    history.undo();
    history.follow(tolerance(2));
    vi.advanceTimersByTime(1000);
    expect(history.canRedo).toBe(false);
  });

  it('counts a dial that was turned and turned back as nothing', () => {
    history.follow(tolerance(1));
    history.follow(untouched);
    vi.advanceTimersByTime(1000);
    expect(history.canUndo).toBe(false);
  });
});
