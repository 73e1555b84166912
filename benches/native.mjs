// The native suite: criterion's benchmarks, read back from its files.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../pkg-config/cache.mjs';
import { run } from '../pkg-config/steps.mjs';

const target = join(cache, 'target', 'bench');

/** `{ group: { picture: median ms } }`, on one thread unless RAYON_NUM_THREADS says otherwise. */
export async function measureNatively() {
  const estimates = join(target, 'criterion');
  rmSync(estimates, { recursive: true, force: true });
  const threads = process.env.RAYON_NUM_THREADS ?? '1';
  const env = { ...process.env, CARGO_TARGET_DIR: target, RAYON_NUM_THREADS: threads };
  const { ok } = await run('cargo', ['bench', '--package', 'pathloom-benches', '--bench', 'stages'], { env });
  if (!ok) throw new Error('cargo bench failed');
  const groups = {};
  for (const group of readdirSync(estimates)) {
    for (const picture of readdirSync(join(estimates, group))) {
      const file = join(estimates, group, picture, 'new', 'estimates.json');
      if (!existsSync(file)) continue;
      groups[group] ??= {};
      groups[group][picture] = JSON.parse(readFileSync(file, 'utf8')).median.point_estimate / 1e6;
    }
  }
  return { threads: Number(threads), groups };
}
