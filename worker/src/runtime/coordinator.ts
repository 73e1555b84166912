/**
 * The engine's front desk: takes messages, queues jobs, hands one at a time to the pool and stays
 * free meanwhile. In the single-threaded build it is also who does the work.
 */
import type {
  FromWorker,
  Gauges,
  StartMessage,
  Target,
  ToWorker,
  TraceReply,
  WireError,
  Words,
} from '../protocol.js';
import type { Priority } from '../types.js';
import { Broken, sort, trapped, wireError } from './failures.js';
import type { Buffer, Image, Job } from './glue.js';
import { type Instance, instantiate, Unfit } from './instance.js';
import { holdLife } from './life.js';
import { bring, type Memory } from './pixels.js';
import { JobQueue } from './queue.js';

const DONE: Words['done'] = 5;
const POLL_MS = 4;
/** Without shared memory progress travels as messages, at most one in this time. */
const PROGRESS_MS = 50;

interface QueuedJob {
  id: number;
  priority: Priority;
  /** Absent: the picture is only opened. */
  params?: unknown;
  /** Opened already, or still a source. */
  target: { held: Image } | Extract<Target, { source: unknown }>;
  queuedAt: number;
  cancelled: boolean;
  running?: Job;
}

function post(message: FromWorker): void {
  self.postMessage(message);
}

function fail(id: number, error: WireError): void {
  post({ type: 'failed', id, error });
}

class Coordinator {
  readonly #queue = new JobQueue<QueuedJob>();
  readonly #images = new Map<number, Image>();
  readonly #slots = new Map<number, Buffer>();
  readonly #memory: Memory;
  #numbers = 0;
  #current: QueuedJob | undefined;
  #broken = false;
  #reportedAt = 0;

  constructor(
    private readonly start: StartMessage,
    private readonly instance: Instance,
  ) {
    this.#memory = {
      engine: instance.engine,
      view: (address, bytes) => new Uint8Array(instance.memory.buffer, address, bytes),
      slot: (number) => {
        const buffer = this.#slots.get(number);
        this.#slots.delete(number);
        return buffer;
      },
    };
  }

  /** Nothing that happens in here may end in silence. */
  hear(message: ToWorker): void {
    try {
      this.#take(message);
    } catch (error) {
      this.#failed('id' in message ? message.id : undefined, error);
    }
  }

  /** The single-threaded engine tells of its progress in the middle of a call. */
  report(stage: number, permille: number): void {
    const now = performance.now();
    if (!this.#current || now - this.#reportedAt < PROGRESS_MS) return;
    this.#reportedAt = now;
    post({ type: 'progress', id: this.#current.id, stage, permille });
  }

  /** The instance is finished: say so, once, and do nothing more. */
  break(error: WireError): void {
    if (this.#broken) return;
    this.#broken = true;
    post({ type: 'broken', error });
  }

  #take(message: ToWorker): void {
    const { engine } = this.instance;
    switch (message.type) {
      case 'reserve': {
        const buffer = engine.reserve(message.bytes);
        this.#numbers += 1;
        this.#slots.set(this.#numbers, buffer);
        post({ type: 'reserved', id: message.id, slot: this.#numbers, address: buffer.address });
        return;
      }
      case 'release':
        this.#memory.slot(message.slot)?.free();
        return;
      case 'open':
        this.#enqueue(message, { source: message.source });
        return;
      case 'trace':
        this.#enqueue(message, this.#resolve(message.target), message.params);
        return;
      case 'validate':
        engine.validate(message.params);
        post({ type: 'validated', id: message.id });
        return;
      case 'close':
        this.#images.get(message.image)?.free();
        this.#images.delete(message.image);
        return;
      case 'cancel':
        this.#cancel(message.id);
        return;
      case 'start':
        throw wireError('internal', 'The worker was started twice.');
    }
  }

  /** A picture that is open now stays so for the job, whenever the caller closes it. */
  #resolve(target: Target): QueuedJob['target'] {
    if (!('image' in target)) return target;
    const held = this.#images.get(target.image);
    if (!held) throw wireError('unavailable', 'The picture was closed.');
    return { held: held.share() };
  }

  #enqueue(
    { id, priority }: Pick<QueuedJob, 'id' | 'priority'>,
    target: QueuedJob['target'],
    params?: unknown,
  ): void {
    const job: QueuedJob = { id, priority, target, params, queuedAt: performance.now(), cancelled: false };
    try {
      // Wrong parameters are refused at once, whatever waits; the caller may be typing.
      if (params !== undefined) this.instance.engine.validate(params);
      if (!this.#queue.push(job)) {
        throw wireError('queue-full', 'Too many jobs wait. Wait for some of them before sending more.');
      }
    } catch (error) {
      drop(job, this.#memory);
      throw error;
    }
    if (!this.#current) void this.#work();
  }

  #cancel(id: number): void {
    if (this.#current?.id === id) {
      this.#current.cancelled = true;
      this.#current.running?.cancel();
      return;
    }
    const waiting = this.#queue.remove(id);
    if (waiting) drop(waiting, this.#memory);
    fail(id, wireError('cancelled', 'The job was cancelled.'));
  }

  async #work(): Promise<void> {
    for (let job = this.#queue.shift(); job && !this.#broken; job = this.#queue.shift()) {
      this.#current = job;
      await this.#run(job);
      this.#current = undefined;
      // Between two jobs messages get their turn, in the build that computes on this very thread.
      if (this.start.build === 'single') await new Promise((resume) => setTimeout(resume));
    }
  }

  async #run(queued: QueuedJob): Promise<void> {
    const { engine } = this.instance;
    const queue = performance.now() - queued.queuedAt;
    const job = engine.job(queued.id);
    queued.running = job;
    let image: Image | undefined;
    try {
      post({ type: 'started', id: queued.id, words: this.start.build === 'threads' ? job.words : 0 });
      if ('held' in queued.target) image = queued.target.held;
      else {
        const open = await bring(this.#memory, queued.target.source);
        refuseCancelled(queued);
        open(engine, job);
        await this.#done(job);
        image = job.takeImage();
      }
      refuseCancelled(queued);
      if (queued.params === undefined) {
        this.#opened(queued.id, image);
        image = undefined;
        return;
      }
      engine.trace(job, image, queued.params);
      await this.#done(job);
      const traced = job.takeTracing() as TraceReply;
      traced.timings.queue = queue;
      post({ type: 'traced', id: queued.id, result: traced, gauges: this.#gauges() });
    } catch (error) {
      this.#failed(queued.id, error);
    } finally {
      delete queued.running;
      // A broken instance is not touched again; it is thrown away whole.
      if (!this.#broken) {
        image?.free();
        job.free();
      }
    }
  }

  #opened(id: number, image: Image): void {
    this.#numbers += 1;
    this.#images.set(this.#numbers, image);
    const { width, height, decodeMs } = image;
    post({ type: 'opened', id, image: this.#numbers, width, height, decodeMs, gauges: this.#gauges() });
  }

  /** Waits without blocking; the pool wakes the word when the job ends. */
  async #done(job: Job): Promise<void> {
    const index = job.words / 4 + DONE;
    for (;;) {
      const words = new Int32Array(this.instance.memory.buffer, 0, index + 1);
      if (Atomics.load(words, index) !== 0) return;
      if (typeof Atomics.waitAsync === 'function') await Atomics.waitAsync(words, index, 0).value;
      else await new Promise((resume) => setTimeout(resume, POLL_MS));
    }
  }

  #failed(id: number | undefined, error: unknown): void {
    if (this.#broken) return;
    try {
      const wire = sort(this.instance.glue, error);
      if (id !== undefined) fail(id, wire);
    } catch (broken) {
      this.break(broken instanceof Broken ? broken.wire : wireError('internal', String(broken)));
    }
  }

  #gauges(): Gauges {
    return {
      memoryBytes: this.instance.memory.buffer.byteLength,
      images: this.#images.size,
      waiting: this.#queue.size,
      cache: this.instance.engine.cacheStats(),
    };
  }
}

function refuseCancelled(job: QueuedJob): void {
  if (job.cancelled) throw wireError('cancelled', 'The job was cancelled.');
}

/** Gives back what a job that never ran had taken along. */
function drop({ target }: QueuedJob, memory: Memory): void {
  if ('held' in target) target.held.free();
  else if (target.source.kind === 'slot') memory.slot(target.source.slot)?.free();
  else if (target.source.kind === 'bitmap') target.source.bitmap.close();
  else if (target.source.kind === 'frame') target.source.frame.close();
}

/** Starts the engine and serves until the worker is terminated. */
export async function runCoordinator(start: StartMessage): Promise<void> {
  let coordinator: Coordinator | undefined;
  let instance: Instance;
  const alive = holdLife(start.life).then(() => post({ type: 'alive' }));
  try {
    instance = await instantiate(start, (reason) => coordinator?.break(trapped(instance.glue, reason)));
  } catch (error) {
    if (error instanceof Unfit) post({ type: 'unfit', reason: error.message });
    else post({ type: 'broken', error: wireError('unavailable', `The engine does not start: ${error}`) });
    return;
  }
  coordinator = new Coordinator(start, instance);
  const progress = coordinator.report.bind(coordinator);
  Object.assign(self, { pathloomProgress: progress });
  self.addEventListener('message', (event: MessageEvent<ToWorker>) => coordinator.hear(event.data));
  const { glue, memory, maxMemoryMiB } = instance;
  await alive;
  post({
    type: 'ready',
    readiness: {
      version: glue.version(),
      schemaVersion: glue.schemaVersion(),
      build: start.build,
      threads: start.threads,
      maxMemoryMiB,
      ...(start.build === 'threads' ? { memory } : {}),
    },
  });
}
