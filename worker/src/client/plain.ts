/**
 * Makes parameters fit to be sent: absent and `undefined` mean the same, and what a message cannot
 * carry (a function, a cycle, a framework's proxy) must not end in a `DataCloneError`.
 */
import { VectorizerError } from './errors.js';

/** @throws {VectorizerError} `invalid-params` when the value is not plain data */
export function plain(params: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(params) ?? 'null');
  } catch (cause) {
    throw new VectorizerError('invalid-params', 'Parameters must be a plain object.', {
      cause,
      problems: [{ field: '', given: String(params), allowed: 'a plain object' }],
    });
  }
}
