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
  ])
    if (results[name]) text = put(text, name, `${place(results[name])} ${write(results[name])}`);
  writeFileSync(document, text);
}
