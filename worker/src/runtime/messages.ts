/**
 * Whether something that arrived is a message of the protocol.
 *
 * A worker hears whatever the page posts, and a wrong shape must not reach the engine, where it would be
 * read as numbers and addresses. A schema library was rejected: the shapes are flat, and this runs before
 * every job.
 */
import type { ToWorker } from '../protocol.js';

type Check = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const integer: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
const size: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const flag: Check = (value) => typeof value === 'boolean';
const optionalFlag: Check = (value) => value === undefined || flag(value);
const text: Check = (value) => typeof value === 'string';
const bytes: Check = (value) => value instanceof Uint8Array;
const instance = (name: string): Check => {
  const known = (globalThis as Record<string, unknown>)[name];
  return (value) => typeof known === 'function' && value instanceof known;
};

const every = (shape: Record<string, Check>): Check => {
  const checks = Object.entries(shape);
  return (value) => isObject(value) && checks.every(([name, check]) => check(value[name]));
};
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const sources: Record<string, Check> = {
  blob: (source) => every({ blob: instance('Blob') })(source),
  bytes: every({ bytes }),
  pixels: every({ pixels: bytes, width: integer, height: integer }),
  bitmap: (source) => every({ bitmap: instance('ImageBitmap') })(source),
  frame: (source) => every({ frame: instance('VideoFrame') })(source),
  slot: every({ slot: integer, size: optional(every({ width: integer, height: integer })) }),
};
const kindOf = (
  value: Record<string, unknown>,
  table: Record<string, Check>,
  key: string,
): Check | undefined => (Object.hasOwn(table, String(value[key])) ? table[String(value[key])] : undefined);

const source: Check = (value) => isObject(value) && (kindOf(value, sources, 'kind')?.(value) ?? false);
const target: Check = (value) =>
  isObject(value) && (integer(value['image']) || ('source' in value && source(value['source'])));
const versioned: Check = (value) => {
  if (!isObject(value) || !integer(value['stream']) || !integer(value['version'])) return false;
  if ('whole' in value) return true;
  const { base, set, unset } = value;
  return integer(base) && isObject(set) && Array.isArray(unset) && unset.every(text);
};
const optionalVersioned = optional(versioned);

const provision: Check = (value) =>
  isObject(value) &&
  (value['module'] instanceof WebAssembly.Module || every({ kind: text, message: text })(value['error']));

const job = { id: integer, priority: text, alone: optionalFlag };
const messages: Record<string, Check> = {
  reserve: every({ id: integer, bytes: size }),
  release: every({ slot: integer }),
  open: every({ ...job, source }),
  trace: every({ ...job, target, latest: optionalFlag, versioned: optionalVersioned }),
  params: every({ id: integer, versioned }),
  validate: every({ id: integer, versioned: optionalVersioned }),
  close: every({ image: integer }),
  cancel: every({ id: integer }),
  prioritise: every({ id: integer, priority: text }),
  visibility: every({ hidden: flag }),
  stats: every({ id: integer }),
  extras: provision,
};

/** The message, or nothing. */
export function understood(data: unknown): ToWorker | undefined {
  if (!isObject(data)) return undefined;
  return kindOf(data, messages, 'type')?.(data) ? (data as unknown as ToWorker) : undefined;
}

/** The call that something was meant for, as far as that can be told. */
export function callOf(data: unknown): number | undefined {
  return isObject(data) && integer(data['id']) ? (data['id'] as number) : undefined;
}
