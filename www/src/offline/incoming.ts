/** Pictures that come from outside the page: opened with the installed app, or shared to it. */

type LaunchQueue = {
  setConsumer: (consume: (launch: { files?: readonly FileSystemFileHandle[] }) => void) => void;
};

const shared = 'pathloom-shared';

/** Hands over pictures as they come. */
export function receive(take: (files: File[]) => void): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(async ({ files = [] }) => {
    const opened = await Promise.all(files.map((file) => file.getFile()));
    if (opened.length > 0) take(opened);
  });
  if (new URLSearchParams(location.search).has('shared')) void collect(take);
}

async function collect(take: (files: File[]) => void): Promise<void> {
  // So that a reload does not look again.
  history.replaceState(null, '', location.pathname + location.hash);
  const cache = await caches.open(shared);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!response) continue;
    const name = decodeURIComponent(response.headers.get('X-Name') ?? 'shared');
    const type = response.headers.get('Content-Type') ?? '';
    files.push(new File([await response.blob()], name, { type }));
  }
  await caches.delete(shared);
  if (files.length > 0) take(files);
}
