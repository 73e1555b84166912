// Where tools and build output live between runs: outside the clone, so that a second clone is quick.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The top of the clone. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** `$PATHLOOM_CACHE`, else a folder of the user's cache; setup.sh has the same rule. */
export const cache =
  process.env.PATHLOOM_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pathloom');

/** A program that setup.sh installed into the cache. */
export const tool = (name) =>
  join(cache, 'tools', 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/** Every file below some files and folders, sorted, relative to the top of the clone. */
export function filesBelow(...paths) {
  const found = [];
  const walk = (path) => {
    const whole = join(root, path);
    if (!existsSync(whole)) return;
    if (!statSync(whole).isDirectory()) found.push(path);
    else for (const name of readdirSync(whole)) walk(`${path}/${name}`);
  };
  paths.forEach(walk);
  return found.sort();
}

/** One hash of words and of files by name and content. */
export function hashOf(words, files) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 20);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process does the same under this name.
 *
 * Two clones share one target folder; cargo's own lock ends before the built file is copied away.
 */
export async function exclusively(name, work) {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, `${name}.lock`);
  for (let said = false; ; said = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
      if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
      else {
        if (!said) console.log(`waiting for process ${holder}, which is building ${name}`);
        await sleep(500);
      }
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
