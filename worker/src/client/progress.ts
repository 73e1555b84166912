/**
 * Reads a running job's progress from shared memory, a frame at a time: the engine pays one store,
 * the worker nothing, and a page that does not ask costs nothing at all.
 */
import type { Words } from '../protocol.js';
import { type Progress, STAGES } from '../types.js';

const STAGE: Words['stage'] = 1;
const PERMILLE: Words['permille'] = 2;
const JOB: Words['job'] = 4;
const WORD_COUNT = 6;

/** Calls back before the next frame where there are frames, else about as often. */
function onFrame(step: () => void): () => void {
  if (typeof requestAnimationFrame === 'function') {
    const handle = requestAnimationFrame(step);
    return () => cancelAnimationFrame(handle);
  }
  const handle = setTimeout(step, 16);
  return () => clearTimeout(handle);
}

export function progressOf(stage: number, permille: number): Progress | undefined {
  const name = STAGES[stage];
  return name && { stage: name, share: Math.min(permille, 1000) / 1000 };
}

/** How far the job is as one number, -1 when the words belong to another. */
export function positionOf(memory: WebAssembly.Memory, words: number, job: number): number {
  const view = new Int32Array(memory.buffer, words, WORD_COUNT);
  if (Atomics.load(view, JOB) !== job) return -1;
  return Atomics.load(view, STAGE) * 1001 + Atomics.load(view, PERMILLE);
}

/** How far the job is now. */
export function look(memory: WebAssembly.Memory, words: number, job: number): Progress | undefined {
  const position = positionOf(memory, words, job);
  return position < 0 ? undefined : progressOf(Math.floor(position / 1001), position % 1001);
}

/** Calls `report` at each change until the returned function is called. */
export function watch(
  memory: WebAssembly.Memory,
  words: number,
  job: number,
  report: (progress: Progress) => void,
): () => void {
  let last = -1;
  let cancel = () => {};
  const step = () => {
    cancel = onFrame(step);
    // Never backwards: the two words are not read as one.
    const position = positionOf(memory, words, job);
    const progress = progressOf(Math.floor(position / 1001), position % 1001);
    if (position <= last || !progress) return;
    last = position;
    report(progress);
  };
  cancel = onFrame(step);
  return () => cancel();
}
