/**
 * Pathloom: raster images to clean SVG, in a web worker.
 *
 * ```ts
 * import { createVectorizer } from 'pathloom';
 *
 * const vectorizer = await createVectorizer();
 * const { svg } = await vectorizer.vectorize(file, { preset: 'logo' });
 * ```
 *
 * Importing this module does nothing: no worker, no WebAssembly, no browser globals. A server may
 * import it too.
 *
 * @module
 */
import { create } from './client/create.js';
import { diagnose as look } from './client/diagnose.js';
import { type Addresses, withOverrides } from './client/modules.js';
import type { Diagnosis, Vectorizer, VectorizerOptions } from './types.js';

export { VectorizerError } from './client/errors.js';
export type {
  Color,
  FitParams,
  Params,
  ParamValue,
  PrepareParams,
  Preset,
  Schema,
  SchemaChoice,
  SchemaField,
  SchemaPreset,
  SegmentParams,
  TraceParams,
  VtracerParams,
  WriteParams,
} from './generated/params.js';
export { SCHEMA } from './generated/params.js';
export {
  applyDelta,
  diffParams,
  invertDelta,
  type ParamChange,
  type ParamsDelta,
  withParam,
} from './params.js';
export type {
  Diagnosis,
  Distribution,
  EngineStats,
  ErrorKind,
  Flags,
  Gauges,
  JobEvents,
  JobHandle,
  JobOptions,
  JobSnapshot,
  JobState,
  Logger,
  LossCause,
  OpenImage,
  Priority,
  Problem,
  Progress,
  Quantiles,
  Source,
  Stage,
  SubmitOptions,
  Thresholds,
  Validation,
  VectorizeResult,
  Vectorizer,
  VectorizerEvents,
  VectorizerInfo,
  VectorizerOptions,
  VectorizerStats,
  Warning,
} from './types.js';
export { FLAGS, STAGES } from './types.js';

/** Written out in this form because bundlers look for it, to find the files and to name them. */
function addresses(): Addresses {
  return {
    worker: new URL('./worker.js', import.meta.url),
    threads: new URL('./pathloom-threads.wasm', import.meta.url),
    single: new URL('./pathloom-single.wasm', import.meta.url),
    extras: new URL('./pathloom-extras.wasm', import.meta.url),
  };
}

/**
 * Starts an engine in a worker.
 *
 * Threads are used where the page is cross-origin isolated; elsewhere the engine runs on one thread
 * and says so once, through `logger`.
 *
 * @throws {VectorizerError} `unavailable` when there is no browser around, or a file of the package
 * cannot be loaded; the message says what to do
 */
export function createVectorizer(options: VectorizerOptions = {}): Promise<Vectorizer> {
  return create(addresses(), options);
}

/**
 * Says in words what is missing for full speed, and how to mend it, also where no vectorizer can be
 * created; {@link Vectorizer.diagnose} adds what a running one knows.
 */
export function diagnose(options: Pick<VectorizerOptions, 'workerUrl' | 'wasmUrl'> = {}): Promise<Diagnosis> {
  return look(withOverrides(addresses(), options));
}
