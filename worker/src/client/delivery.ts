/**
 * Puts a prepared picture where the worker finds it: into shared memory, else into a message.
 *
 * The pixels of an `ImageData` are copied once, into the slot that the engine reads them from.
 */
import type { WireSource } from '../protocol.js';
import type { Call } from './calls.js';
import type { Connection } from './connection.js';
import type { Dispatcher, Reply } from './dispatcher.js';
import { VectorizerError } from './errors.js';
import type { Claim } from './slots.js';
import type { Prepared } from './sources.js';

/** Makes what is sent of a picture, for this call and this worker. */
export async function deliver(
  dispatcher: Dispatcher,
  call: Call<Reply>,
  connection: Connection,
  prepared: Prepared,
): Promise<WireSource> {
  if (prepared.kind === 'blob') return prepared;
  if (prepared.kind === 'drawable') return prepared.draw();
  const view = prepared.kind === 'bytes' ? prepared.bytes : prepared.pixels;
  const size = prepared.kind === 'pixels' ? { width: prepared.width, height: prepared.height } : undefined;
  if (!connection.slots) {
    if (prepared.given && view.buffer.byteLength === 0)
      throw new VectorizerError(
        'worker-lost',
        'The worker was lost, and the picture had been given away to it.',
      );
    // A view of a part would give away the whole.
    const whole = prepared.given && view.byteLength === view.buffer.byteLength;
    const bytes = whole ? view : view.slice();
    return size ? { kind: 'pixels', pixels: bytes, ...size } : { kind: 'bytes', bytes };
  }
  const { slots } = connection;
  const release = (slot: number) => connection.send({ type: 'release', slot });
  const claim =
    slots?.claim(view.byteLength, release) ?? (await reserve(dispatcher, connection, view.byteLength));
  // A call that was cancelled meanwhile sends nothing; what it took goes back.
  if (call.settled) release(claim.slot);
  else slots?.fill(claim, view);
  return size ? { kind: 'slot', slot: claim.slot, size } : { kind: 'slot', slot: claim.slot };
}

/** Asks for memory. It ends with its worker; its parent is sent again and asks anew. */
async function reserve(dispatcher: Dispatcher, connection: Connection, bytes: number): Promise<Claim> {
  const claim = await dispatcher.call<'reserved'>(async (call, now) => {
    if (now !== connection) throw new VectorizerError('worker-lost', 'The worker was lost.');
    now.send({ type: 'reserve', id: call.id, bytes });
  });
  connection.slots?.learn(claim.slot);
  return claim;
}
