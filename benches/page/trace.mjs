// What the page's own thread did, from a trace of the browser: the truth about long tasks, below the 50 ms from
// which a page is told of them.

const categories = [
  'toplevel',
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'blink.user_timing',
];

/**
 * Runs `work` under a trace; gives its outcome and the tasks of the page's main thread, ms, longest first: how long
 * each took, and in the same order how long it was busy in that time, which other programs do not prolong.
 */
export async function traced(browser, page, work) {
  await browser.startTracing(page, { categories });
  let outcome;
  try {
    outcome = await work();
  } finally {
    await page.evaluate(() => performance.mark('pathloom-end'));
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  // The page's process is the one where our own mark was set.
  const mark = traceEvents.find(({ name }) => name === 'pathloom-end');
  const main = traceEvents.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === mark?.pid && args.name === 'CrRendererMain',
  );
  const tasks = traceEvents
    .filter(({ name, pid, tid, dur }) => name === 'RunTask' && pid === main?.pid && tid === main?.tid && dur)
    .sort((a, b) => b.dur - a.dur);
  return {
    outcome,
    tasks: tasks.map(({ dur }) => dur / 1000),
    busy: tasks.map(({ tdur, dur }) => (tdur ?? dur) / 1000),
  };
}
