// Writes the measured figures into docs/BENCHMARKS.md, between its markers, so that words and tables agree.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../pkg-config/cache.mjs';

const document = join(root, 'docs', 'BENCHMARKS.md');

const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const ms = (value) => (value === undefined ? '–' : value < 10 ? value.toFixed(2) : value.toFixed(0));
const kB = (bytes) => (bytes / 1000).toFixed(1);

function nativeTable({ groups, threads }) {
  const pictures = Object.keys(groups.total ?? groups.decode ?? {});
  const stages = ['decode', 'prepare', 'segment', 'segment-cut', 'trace', 'fit', 'write', 'total', 'vtracer'];
  const rows = stages
    .filter((stage) => groups[stage])
    .map((stage) => [stage, ...pictures.map((picture) => ms(groups[stage][picture]))]);
  if (groups.total && groups.vtracer) {
    const ratios = pictures.map((picture) => groups.vtracer[picture] / groups.total[picture]);
    rows.push(['**times faster**', ...ratios.map((ratio) => `**${ratio.toFixed(1)}**`)]);
  }
  return `Median ms, ${threads} thread${threads === 1 ? '' : 's'}; \`total\` is the whole engine from decoded pixels.\n\n${table(['', ...pictures], rows)}`;
}

function browserTable({ rows, chromium, start, dials }) {
  const lines = rows.map((row) => {
    const ours = rows.find(({ picture, tracer }) => picture === row.picture && tracer === 'pathloom');
    if (row.failed) return [row.picture, row.tracer, `failed: ${row.failed}`, '', '', ''];
    const ratio = ours?.median ? `${(row.median / ours.median).toFixed(1)}×` : '–';
    return [row.picture, row.tracer, ms(row.first), ms(row.median), ratio, kB(row.bytes)];
  });
  const names = Object.keys(Object.values(dials)[0] ?? {});
  const moved = Object.entries(dials).map(([picture, times]) => [
    picture,
    ...names.map((name) => ms(times[name])),
  ]);
  return [
    `Chromium ${chromium}, Pathloom on ${start.info.threads} threads; the engine starts in ${ms(start.median)} ms.`,
    table(['picture', 'tracer', 'first ms', 'median ms', 'against Pathloom', 'kB of SVG'], lines),
    'A moved dial on an open picture, ms from the call to the SVG (the stages before it come from the cache):',
    table(['picture', ...names.map((name) => `\`${name}\``)], moved),
  ].join('\n\n');
}

/** What the runtime promises against what was measured; a row that was not measured is left out. */
function runtimeTable(results) {
  const { start, dials, dialsAtOnce, throughput, validation, copies, cancel, preview, memory } = results;
  const { endurance, kills, faults, storm, overhead, flags } = results;
  const rows = [];
  const row = (measured, what, target, value) => {
    if (measured && !measured.error) rows.push([what, target, value()]);
    else if (measured) rows.push([what, target, `failed: ${measured.error}`]);
  };
  const mib = (value) => `${value.toFixed(1)} MiB`;
  row(start, 'start until ready, median', '≤ 300 ms', () => `${ms(start.ready.p50)} ms`);
  row(start, 'first trace, at once / after 2 s idle / warm', '≤ 2.5× warm', () => {
    const times = [start.first.p50, start.firstAfterIdle.p50, start.warm.p50];
    return `${times.map(ms).join(' / ')} ms`;
  });
  for (const [name, target] of [
    ['write.precision', 8],
    ['fit.tolerance', 25],
    ['segment.detail', 33],
  ])
    row(dials, `dial \`${name}\`, p95`, `≤ ${target} ms`, () => `${ms(dials[name].p95)} ms`);
  row(dials, '… from the first picture until warmed up', '–', () => `${ms(dials.warmUp)} ms`);
  row(dialsAtOnce, '… moved in the turn of the first picture', '–', () =>
    ['write.precision', 'fit.tolerance', 'segment.detail']
      .map((name) => ms(dialsAtOnce[name].p95))
      .join(' / '),
  );
  row(throughput, '64 mixed pictures', '≥ 20× VTracer', () => {
    const { perSecond, times, busy } = throughput;
    return `${perSecond.toFixed(1)} a second, ${times?.toFixed(1) ?? '?'}×, cores ${(busy * 100).toFixed(0)} % busy`;
  });
  row(validation, 'validate from the page: unchanged / one field / cold, median', '≤ 0.5 ms', () =>
    ['unchanged', 'oneField', 'cold'].map((name) => validation[name].p50.toFixed(2)).join(' / '),
  );
  row(validation, '… in the engine, µs', '≤ 2 / 10 / 100', () =>
    ['unchanged', 'oneField', 'cold'].map((name) => validation.engine[name].toFixed(1)).join(' / '),
  );
  row(copies, 'copies of the pixels of an `ImageData`', 'one', () => `${copies.copies}`);
  row(cancel, 'cancel 16 MP: rejected / next job waited, p95', '≤ 50 ms', () =>
    [cancel.rejected.p95, cancel.nextWaited.p95].map(ms).join(' / '),
  );
  row(preview, 'preview alone / behind 1,000 / of which waiting, median', 'waits ≤ 20 ms', () =>
    [preview.alone.p50, preview.behind.p50, preview.waited.p50].map(ms).join(' / '),
  );
  row(memory, 'wasm memory after a photo of 2 MP', '≤ 80 MB', () => mib(memory.mebibytes));
  row(endurance, '1,000 mixed jobs: wasm memory at job 100 / 1,000', 'equal', () =>
    [endurance.memoryAt100, endurance.memoryAt1000].map(mib).join(' / '),
  );
  row(endurance, '… JavaScript heap at job 100 / 1,000', 'flat', () =>
    [endurance.heapAt100, endurance.heapAt1000].map(mib).join(' / '),
  );
  row(kills, `${kills?.count} kills at random moments: jobs / lost / wrong / doubled`, '0 / 0 / 0', () =>
    [kills.jobs, kills.lost, kills.wrong, kills.doubled].join(' / '),
  );
  row(
    kills,
    `… from the kill to a ready worker, p50 / p99 (${kills?.whileStarting} hit one that started)`,
    '≤ 500 ms',
    () => [kills.recovery.p50, kills.recovery.p99].map(ms).join(' / '),
  );
  row(
    faults,
    'faults in 30 % of attempts: succeeded',
    '≥ 99.9 %',
    () => `${(faults.share * 100).toFixed(2)} %`,
  );
  row(
    storm,
    `${storm?.count} malformed messages: workers lost / jobs meanwhile that failed or came out wrong`,
    '0 / 0',
    () => [storm.workersLost, storm.jobs - storm.right].join(' / '),
  );
  row(
    overhead,
    "an icon with a bare client / what the package's adds to it: time, JavaScript heap",
    '< 1 %, < 5 MB',
    () =>
      `${ms(overhead.bare.p50)} ms / ${(overhead.added * 1000).toFixed(0)} µs = ` +
      `${(overhead.share * 100).toFixed(2)} %, ${mib(overhead.heapMiB)}`,
  );
  const switched = Object.entries(flags ?? {}).map(([name, { what, on, off, ratio, saved }]) => [
    `\`${name}\``,
    ...[what, ms(on), ms(off), `${ratio.toFixed(2)}×`, `${saved.toFixed(2)} ms`],
  ]);
  return [
    `Chromium ${results.chromium}.`,
    table(['what', 'target', 'measured'], rows),
    ...(switched.length > 0
      ? [
          'Each flag on against off: two warm engines, the same work turn by turn; medians of 15 pairs.',
          table(['flag', 'work', 'on ms', 'off ms', 'off / on', 'saves'], switched),
        ]
      : []),
  ].join('\n\n');
}

function put(text, name, content) {
  const [begin, end] = [`<!-- ${name}: written by npm run bench -->`, `<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/BENCHMARKS.md has lost its marker ${name}`);
  return `${text.slice(0, from)}${begin}\n\n${content}\n\n${text.slice(to)}`;
}

/** Rewrites the parts of the document that `results` has. */
export function report(results) {
  let text = readFileSync(document, 'utf8');
  const place = ({ date, machine }) =>
    `${date}, ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.platform}, load ${machine.load}.`;
  for (const [name, write] of [
    ['native', nativeTable],
    ['browser', browserTable],
    ['runtime', runtimeTable],
  ])
    if (results[name]) text = put(text, name, `${place(results[name])} ${write(results[name])}`);
  writeFileSync(document, text);
}
