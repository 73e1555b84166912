import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { mark } from '../src/telemetry/marks.js';
import { Recent } from '../src/telemetry/quantiles.js';
import { Telemetry } from '../src/telemetry/telemetry.js';
import type { VectorizeResult, Warning } from '../src/types.js';
import { gauges, reply } from './fake.js';

function result(timings: Partial<VectorizeResult['timings']>): VectorizeResult {
  const { timings: none, ...rest } = reply('<svg/>');
  return { ...rest, svg: '<svg/>', timings: { ...none, total: 0, ...timings } };
}

test('quantiles are those of the last 512 values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 1_500 }), (values) => {
      const recent = new Recent();
      for (const value of values) recent.add(value);
      const sorted = values.slice(-512).sort((a, b) => a - b);
      const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      expect(recent.quantiles()).toEqual({ count: values.length, p50: rank(0.5), p95: rank(0.95) });
    }),
  );
});

test('a warning comes once for each time that its limit is passed', () => {
  const telemetry = new Telemetry({ memory: 0.5, queueMs: 100, stageMs: 50 });
  const warnings: Warning[] = [];
  telemetry.events.on('warning', (warning) => warnings.push(warning));
  for (const mib of [40, 60, 70, 40, 60]) telemetry.gauges({ ...gauges, memoryBytes: mib * 2 ** 20 }, 100);
  for (const queue of [0, 101, 300]) telemetry.traced(result({ queue, fit: queue }), 1_000);
  expect(warnings.map(({ what, value }) => [what, value])).toEqual([
    ['memory-pressure', 60],
    ['memory-pressure', 60],
    ['queue-wait', 101],
    ['slow-stage', 101],
  ]);
  expect(warnings.at(-1)).toMatchObject({ stage: 'fit', limit: 50 });
});

test('stages are counted when they ran, not when their output was used again', () => {
  const telemetry = new Telemetry();
  telemetry.traced(result({ segment: 10, write: 2, queue: 1, total: 14 }), 100);
  telemetry.traced(
    { ...result({ write: 4, total: 5 }), reused: ['decode', 'prepare', 'segment', 'trace', 'fit'] },
    200,
  );
  const stats = telemetry.counters.snapshot(0, 'closed');
  expect(stats.stages.segment).toEqual({ count: 1, p50: 10, p95: 10 });
  expect(stats.stages.write).toEqual({ count: 2, p50: 2, p95: 4 });
  expect(stats.total).toEqual({ count: 2, p50: 5, p95: 14 });
});

test('marks reach observers and do not stay', async () => {
  vi.useRealTimers();
  const seen: string[] = [];
  const observer = new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ name }) => name)));
  observer.observe({ entryTypes: ['measure'] });
  mark({ ...result({ segment: 3, write: 1, total: 5 }), reused: ['decode', 'prepare'] }, performance.now());
  await new Promise((resume) => setTimeout(resume, 20));
  observer.disconnect();
  expect(seen.sort()).toEqual(
    ['fit', 'job', 'queue', 'segment', 'trace', 'write'].map((name) => `pathloom:${name}`),
  );
  expect(performance.getEntriesByType('measure')).toEqual([]);
});
