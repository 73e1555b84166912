/**
 * Chooses and starts the engine: the threaded build where the page could have it, the single-threaded
 * one where trying showed that it cannot.
 *
 * Trying, not asking: shared memory can be refused although the page is isolated, and a pool can fail
 * to answer for reasons that no property tells.
 */
import type { Build, StartMessage } from '../protocol.js';
import { Hedge } from '../recovery/hedge.js';
import { Journal } from '../recovery/journal.js';
import { Telemetry } from '../telemetry/telemetry.js';
import { FLAGS, type Flags, type Vectorizer, type VectorizerInfo, type VectorizerOptions } from '../types.js';
import { Client, type Connect } from './client.js';
import { Connection, Gone, type Listener, type Spawn, Unfit } from './connection.js';
import { asVectorizerError, VectorizerError } from './errors.js';
import { type Addresses, BUNDLER_HINT, Modules, withOverrides } from './modules.js';

const MOST_THREADS = 16;
const POOL_LIMIT_MS = 10_000;
const CACHE_MIB = 256;
const HANG_MS = 30_000;
const IDLE_MS = 60_000;
const JOURNAL = 'pathloom-journal';

function isolated(): boolean {
  return typeof crossOriginIsolated === 'boolean' && crossOriginIsolated;
}

function resolved(given: Flags = {}): Required<Flags> {
  return Object.fromEntries(FLAGS.map((name) => [name, given[name] !== false])) as Required<Flags>;
}

/** Why threads are not even worth trying, or nothing. */
function noThreads(options: VectorizerOptions): string | undefined {
  if (options.flags?.threads === false) return 'Threads are switched off by flags.threads.';
  if (!isolated()) return 'The page is not cross-origin isolated.';
  if (typeof SharedArrayBuffer === 'undefined') return 'The browser has no SharedArrayBuffer.';
  return undefined;
}

const isGone = (error: unknown) => error instanceof Gone;

function threadCount(wanted: VectorizerOptions['threads']): number {
  const cores = globalThis.navigator?.hardwareConcurrency || 1;
  const count = typeof wanted === 'number' && wanted >= 1 ? Math.floor(wanted) : cores;
  return Math.min(count, MOST_THREADS);
}

/** {@link createVectorizer}, given where bundlers found the package's files. */
export async function create(found: Addresses, options: VectorizerOptions): Promise<Vectorizer> {
  if (typeof Worker === 'undefined' || typeof WebAssembly === 'undefined') {
    throw new VectorizerError('unavailable', 'Pathloom needs a browser with web workers and WebAssembly.');
  }
  const addresses = withOverrides(found, options);
  const modules = new Modules(addresses);
  const telemetry = new Telemetry(options.thresholds, options.marks);
  const logger = options.logger ?? console;
  const flags = resolved(options.flags);
  let fallback = noThreads(options);
  let warned = options.flags?.threads === false;

  const spawn: Spawn = () => {
    try {
      return new Worker(addresses.worker, { type: 'module', name: 'pathloom' });
    } catch (cause) {
      throw new VectorizerError(
        'unavailable',
        `The worker could not be started; its script must be on the page's own origin. ${BUNDLER_HINT}`,
        { cause },
      );
    }
  };

  const provide = async (connection: Connection) => {
    connection.fetching += 1;
    try {
      connection.send({ type: 'extras', module: await modules.extras() });
    } catch (error) {
      const { kind, message } = asVectorizerError(error);
      connection.send({ type: 'extras', error: { kind, message } });
    } finally {
      connection.fetching -= 1;
    }
  };
  const hedged = () => {
    telemetry.counters.worker.hedged += 1;
  };
  const hedges = { threads: new Hedge(isGone, hedged), single: new Hedge(isGone, hedged) };

  const attempt = async (build: Build, listener: Listener) => {
    const start: Omit<StartMessage, 'life'> = {
      type: 'start',
      build,
      module: await modules.get(build),
      threads: build === 'threads' ? threadCount(options.threads) : 1,
      maxMemoryMiB: options.maxMemoryMiB ?? 2048,
      startLimitMs: POOL_LIMIT_MS,
      cacheMiB: flags.stageCache ? CACHE_MIB : 0,
      flags,
      // The longest time that a timer knows.
      idleMs: Math.min(options.idleMs ?? IDLE_MS, 2 ** 31 - 1),
    };
    const connection = await hedges[build].run(async (signal) => {
      const life = `pathloom-${crypto.randomUUID?.() ?? Math.random()}`;
      const message: Listener['message'] = (said) => {
        if (said.type === 'wanted') void provide(own);
        else listener.message(said);
      };
      const hearing = { ...listener, message };
      const own = await Connection.open(spawn, { ...start, life }, telemetry.counters, hearing, signal);
      return own;
    });
    const { version, schemaVersion, threads, maxMemoryMiB } = connection.readiness;
    const info: VectorizerInfo = {
      version,
      schemaVersion,
      build,
      threads,
      isolated: isolated(),
      simd: true,
      maxMemoryMiB,
      ...(fallback === undefined ? {} : { fallback }),
    };
    return { connection, info };
  };

  const connect: Connect = async (listener) => {
    if (fallback === undefined) {
      try {
        return await attempt('threads', listener);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        fallback = error.message;
      }
    }
    if (!warned) {
      warned = true;
      logger.warn(`pathloom runs on one thread, which is slower: ${fallback} Ask diagnose() how to mend it.`);
    }
    return attempt('single', listener);
  };
  const { journal } = options;
  return Client.create(connect, {
    telemetry,
    hangMs: options.hangMs ?? HANG_MS,
    worker: addresses.worker,
    extras: addresses.extras,
    deltas: flags.deltas,
    journal: journal
      ? new Journal(journal === true ? JOURNAL : journal.name, (message) => logger.warn(message))
      : undefined,
  });
}
