/** News of the gallery, for every tab: each says what became of which entry, and the tabs look again. */

export type Change =
  | { kind: 'saved' | 'binned' | 'restored'; id: string }
  | { kind: 'imported' | 'cleared' | 'lost' };

const channel = 'pathloom.gallery';

/** Tells all tabs, this one included when called in the worker. */
export function announcer(): (change: Change) => void {
  const sender = new BroadcastChannel(channel);
  return (change) => sender.postMessage(change);
}

/** Listens until the returned function is called. */
export function listen(hear: (change: Change) => void): () => void {
  const receiver = new BroadcastChannel(channel);
  receiver.onmessage = ({ data }: MessageEvent<Change>) => hear(data);
  return () => receiver.close();
}
