/**
 * The engine's front desk: takes messages, starts what the queue decides, and stays free meanwhile. In the
 * single-threaded build it is also who does the work.
 */
import type {
  FromWorker,
  StartMessage,
  ToWorker,
  TraceReply,
  WireError,
  WireParams,
  WireSource,
} from '../protocol.js';
import { STAGES } from '../types.js';
import { gaugesOf } from './counters.js';
import { Errands } from './errands.js';
import { Broken, sort, trapped, wireError } from './failures.js';
import type { Image, Job } from './glue.js';
import { type Instance, instantiate, Unfit } from './instance.js';
import { classOf, Task, type Wish } from './jobs.js';
import { holdLife } from './life.js';
import { callOf, understood } from './messages.js';
import { Outbox } from './outbox.js';
import { readParams } from './parameters.js';
import { bring, copyOut, drop } from './pixels.js';
import { Rehearsal } from './rehearsal.js';
import { afterMessages, finished } from './turns.js';

const IDLE_MS = 60_000;
/** Messages that wait for their parameters. */
const MOST_UNREAD = 4_096;

/** A message whose parameters change a version that is not held. */
type Unread = Wish | Extract<ToWorker, { type: 'validate' }>;

class Coordinator {
  readonly #tasks = new Map<number, Task>();
  readonly #unread = new Map<number, Unread>();
  readonly #images = new Map<number, Image>();
  readonly #counts = { received: 0, malformed: 0, resyncs: 0 };
  readonly #outbox: Outbox;
  readonly #rehearsal: Rehearsal;
  readonly #extras: Errands;
  #imageNumbers = 0;
  #running = 0;
  #leading: Task | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #broken = false;

  constructor(
    private readonly start: StartMessage,
    private readonly instance: Instance,
  ) {
    const batching = start.flags.messageBatching;
    this.#outbox = new Outbox(
      (message, transfer) => self.postMessage(message, { transfer }),
      batching,
      () => performance.now(),
    );
    const { maxMemoryMiB } = instance;
    const { cacheMiB } = start;
    this.#extras = new Errands((message) => this.#outbox.send(message), { maxMemoryMiB, cacheMiB });
    const done = (words: number) => finished(instance.memory, words);
    this.#rehearsal = new Rehearsal(instance, done, (error) => this.#failed(undefined, error));
  }

  /** Nothing that happens in here may end in silence, and nothing that arrives may break it. */
  hear(data: unknown): void {
    this.#counts.received += 1;
    const message = understood(data);
    const id = callOf(data);
    try {
      if (message) this.#take(message);
      else {
        this.#counts.malformed += 1;
        if (id !== undefined && !this.#knows(id)) {
          throw wireError('internal', 'The worker does not understand this message.');
        }
      }
    } catch (error) {
      this.#failed(id, error);
    }
  }

  /** Everything that arrives from now on is a message; the engine is there. */
  ready(): void {
    const { start, instance } = this;
    const { glue, memory, maxMemoryMiB } = instance;
    this.#outbox.send({
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
    this.#rest();
  }

  /** The single-threaded engine tells of its progress in the middle of a call. */
  report(stage: number, permille: number): void {
    const task = this.#leading;
    // Never backwards: a stage in two halves begins twice.
    const reached = stage * 1001 + permille;
    if (!task || reached <= task.reached) return;
    task.reached = reached;
    this.#outbox.progress({ type: 'progress', id: task.wish.id, stage, permille });
  }

  /** The instance is finished: say so, once, and do nothing more. */
  break(error: WireError): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#outbox.send({ type: 'broken', error });
  }

  #take(message: ToWorker): void {
    const { engine, scheduler, memory } = this.instance;
    switch (message.type) {
      case 'reserve': {
        const slot = engine.reserve(message.bytes);
        const address = new Uint32Array(memory.buffer, slot, 2)[1] ?? 0;
        this.#outbox.send({ type: 'reserved', id: message.id, slot, address });
        return;
      }
      case 'release':
        engine.release(message.slot);
        return;
      case 'open':
        this.#admit({ ...message, target: { source: message.source } });
        return;
      case 'trace':
        this.#admit({ ...message, params: message });
        return;
      case 'validate':
        this.#validate(message, message);
        return;
      case 'params':
        this.#reread(message.id, { versioned: message.versioned });
        return;
      case 'close':
        this.#images.get(message.image)?.free();
        this.#images.delete(message.image);
        this.#rest();
        return;
      case 'cancel':
        this.#cancel(message.id, 'The job was cancelled.');
        return;
      case 'prioritise':
        scheduler.prioritise(message.id, classOf(message.priority));
        this.#advance();
        return;
      case 'visibility':
        scheduler.hide(message.hidden);
        if (!message.hidden) scheduler.limitThreads?.(this.start.threads);
        this.#advance();
        return;
      case 'stats':
        this.#stats(message.id);
        return;
      case 'extras':
        this.#extras.provide(message);
        return;
    }
  }

  #knows(id: number): boolean {
    return this.#tasks.has(id) || this.#unread.has(id);
  }

  /** Takes a job in, when its parameters are good and there is room. */
  #admit(wish: Wish): void {
    const { engine, scheduler } = this.instance;
    if (this.#knows(wish.id)) {
      this.#counts.malformed += 1;
      return;
    }
    this.#rehearsal.pause();
    clearTimeout(this.#idle);
    const task = new Task(wish, this.#images);
    try {
      // Wrong parameters are refused at once, whatever waits; the caller may be typing.
      if (wish.params) {
        task.params = readParams(engine, wish.params);
        if (!task.params) {
          this.#resync(wish.id, wish, wish.params);
          // The source stays with the wish.
          if (task.from && 'held' in task.from) task.from.held.free();
          return;
        }
      }
      const replaced = scheduler.push(task.describe(this.instance));
      this.#tasks.set(wish.id, task);
      if (replaced !== undefined) this.#drop(replaced, 'A newer job of the same picture took its place.');
    } catch (error) {
      task.free(this.instance);
      this.#rest();
      throw error;
    }
    this.#advance();
  }

  #validate(message: Extract<ToWorker, { type: 'validate' }>, params: WireParams): void {
    const read = readParams(this.instance.engine, params);
    if (!read) {
      this.#resync(message.id, message, params);
      return;
    }
    read.free();
    this.#outbox.send({ type: 'validated', id: message.id });
  }

  /** Asks for the whole parameters of a message, which waits for them. */
  #resync(id: number, message: Unread, { versioned }: WireParams): void {
    if (this.#unread.size >= MOST_UNREAD) {
      throw wireError('queue-full', 'Too many jobs wait. Wait for some of them before sending more.');
    }
    this.#counts.resyncs += 1;
    this.#unread.set(id, message);
    this.#outbox.send({ type: 'resync', id, stream: versioned?.stream ?? 0 });
  }

  #reread(id: number, params: WireParams): void {
    const message = this.#unread.get(id);
    this.#unread.delete(id);
    if (!message) this.#counts.malformed += 1;
    else if ('type' in message && message.type === 'validate') this.#validate(message, params);
    else this.#admit({ ...(message as Wish), params });
  }

  #cancel(id: number, reason: string): void {
    const unread = this.#unread.get(id);
    this.#unread.delete(id);
    if (unread && 'target' in unread && 'source' in unread.target) drop(this.instance, unread.target.source);
    const task = this.#tasks.get(id);
    if (task && this.instance.scheduler.cancel(id) === 1) {
      task.cancelled = true;
      task.cancel();
      return;
    }
    this.#drop(id, reason);
    this.#advance();
  }

  /** A job that waited is not to run any more. */
  #drop(id: number, reason: string): void {
    this.#tasks.get(id)?.free(this.instance);
    this.#tasks.delete(id);
    this.#outbox.send({ type: 'failed', id, error: wireError('cancelled', reason) });
  }

  /** Does what the queue decides, until it wants nothing more. */
  #advance(): void {
    const { scheduler } = this.instance;
    // In the single-threaded build a job computes right here; the next one comes after the messages.
    if (this.start.build === 'single' && this.#running > 0) return;
    while (!this.#broken) {
      const [id, threads] = scheduler.next();
      if (id === undefined) break;
      const task = this.#tasks.get(id);
      if (!task) throw wireError('internal', 'The queue named a job that there is not.');
      if (threads === undefined) {
        task.stopping = true;
        task.halt();
        continue;
      }
      // Fewer threads only while nothing else runs in the pool.
      if (threads === this.start.threads || (this.#running === 0 && !this.#rehearsal.running)) {
        scheduler.limitThreads?.(threads);
      }
      this.#running += 1;
      void this.#run(task);
      if (this.start.build === 'single') break;
    }
    this.#rest();
  }

  async #run(task: Task): Promise<void> {
    const { scheduler } = this.instance;
    const { id } = task.wish;
    let stopped = false;
    try {
      await this.#work(task, scheduler.waited(id));
    } catch (error) {
      stopped = task.stopping && !task.cancelled && isCancelled(error);
      if (!stopped) this.#failed(id, error);
    }
    // A broken instance is not touched again; it is thrown away whole.
    if (this.#broken) return;
    this.#leading = undefined;
    try {
      if (scheduler.ended(id, stopped)) {
        task.stopping = false;
        const held = task.job?.opened();
        if (held) task.from = { held };
        task.job?.free();
        task.job = undefined;
        this.#outbox.send({ type: 'requeued', id });
      } else {
        this.#tasks.delete(id);
        task.free(this.instance);
      }
      // It counts as running until all messages are heard, or each of them would start its own job at once.
      if (this.start.build === 'single') await afterMessages();
      this.#running -= 1;
      this.#advance();
    } catch (error) {
      this.#failed(undefined, error);
    }
  }

  async #work(task: Task, queue: number): Promise<void> {
    const { engine, scheduler, memory } = this.instance;
    const { id } = task.wish;
    const { from, params } = task;
    if (!from) throw wireError('internal', 'A job began twice without its picture.');
    const elsewhere = params?.forExtras;
    const ours = elsewhere === undefined ? params : undefined;
    const job = ours && 'source' in from ? engine.tracingJob(id, ours) : engine.job(id);
    task.job = job;
    this.#leading = task;
    this.#outbox.send({ type: 'started', id, words: this.start.build === 'threads' ? job.words : 0 });
    if ('source' in from) await this.#open(task, job, from.source);
    else if (ours) {
      engine.trace(job, from.held, ours);
      await finished(memory, job.words);
    }
    if (!params) {
      const image = job.takeImage();
      scheduler.learn(id, job);
      this.#keep(id, image);
      return;
    }
    let traced: TraceReply;
    if (elsewhere === undefined) traced = job.takeTracing() as TraceReply;
    else {
      const held = 'held' in from ? from.held : job.takeImage();
      traced = await this.#tracedElsewhere(task, job, held, elsewhere);
    }
    scheduler.learn(id, job);
    traced.timings.queue = queue;
    // Who hears of the end may count on the memory.
    task.free(this.instance);
    this.#outbox.send({ type: 'traced', id, result: traced, gauges: this.#gauges() });
  }

  /** Opens a source, and traces it in the same step when that is what the job is for. */
  async #open(task: Task, job: Job, source: WireSource): Promise<void> {
    const { engine, memory } = this.instance;
    // Whatever comes of it, the source is used up now. What was brought is opened even when the job was
    // cancelled meanwhile: the engine then gives its memory back.
    task.from = undefined;
    const open = await bring(this.instance, source, (file) => this.#extras.decode(file, task));
    open(engine, job);
    await finished(memory, job.words);
  }

  /** By the extras: the engine has only opened the picture, which the task holds from now on. */
  async #tracedElsewhere(task: Task, job: Job, held: Image, params: string): Promise<TraceReply> {
    task.from = { held };
    if (task.cancelled || task.stopping) throw wireError('cancelled', 'The job was cancelled.');
    const traced = await this.#extras.trace(copyOut(this.instance, held), params, task);
    const { timings } = traced;
    const stages = Float64Array.from(STAGES, (stage) => timings[stage]);
    job.note(stages, held.width * held.height);
    timings.decode = 'source' in task.wish.target ? held.decodeMs : 0;
    return traced;
  }

  #keep(id: number, image: Image): void {
    this.#imageNumbers += 1;
    const number = this.#imageNumbers;
    this.#images.set(number, image);
    const { width, height, decodeMs } = image;
    this.#outbox.send({ type: 'opened', id, image: number, width, height, decodeMs, gauges: this.#gauges() });
  }

  /** Nothing to do: the engine may rehearse, and after a while it may be ended. */
  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#tasks.size > 0 || this.#broken) return;
    this.#rehearsal.resume();
    this.#idle = setTimeout(() => {
      const { used } = this.#gauges().pool;
      if (this.#tasks.size + this.#unread.size + this.#images.size + used === 0) {
        this.#outbox.send({ type: 'idle' });
      }
    }, this.start.idleMs ?? IDLE_MS);
  }

  #stats(id: number): void {
    const stats = {
      ...this.#gauges(),
      ...this.instance.scheduler.stats(),
      messages: { ...this.#counts, ...this.#outbox.counts },
      warmUp: { slices: this.#rehearsal.slices, done: this.#rehearsal.done },
    };
    this.#outbox.send({ type: 'stats', id, stats });
  }

  #gauges() {
    return gaugesOf(this.instance, this.#images.size);
  }

  #failed(id: number | undefined, error: unknown): void {
    if (this.#broken) return;
    try {
      const wire = sort(this.instance.glue, error);
      if (id !== undefined) this.#outbox.send({ type: 'failed', id, error: wire });
    } catch (broken) {
      this.break(broken instanceof Broken ? broken.wire : wireError('internal', String(broken)));
    }
  }
}

function isCancelled(error: unknown): boolean {
  return (error as WireError | undefined)?.kind === 'cancelled';
}

/** Starts the engine and serves until the worker is terminated. */
export async function runCoordinator(start: StartMessage): Promise<void> {
  const post = (message: FromWorker) => self.postMessage(message);
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
  self.addEventListener('message', (event: MessageEvent) => coordinator.hear(event.data));
  await alive;
  coordinator.ready();
}
