/**
 * Makes the page work without a connection: the whole build is cached when it is installed, and answered from there.
 *
 * Cached answers keep the headers they came with, so a page that is cross-origin isolated stays so offline.
 * A new build waits until the person reloads: replacing files under an open page would break its parts that are
 * fetched late.
 */

/** Filled in by build.ts: a hash of the build, its files ('' is the page), and those for later. */
declare const __VERSION__: string;
declare const __NOW__: readonly string[];
declare const __LATER__: readonly string[];

declare const self: ServiceWorkerGlobalScope;

// For the compiler, to which only a module has names of its own; build.ts takes it out.
export {};

const prefix = 'pathloom-build-';
const current = `${prefix}${__VERSION__}`;
const shared = 'pathloom-shared';
const scope = new URL(self.registration.scope);
const address = (name: string): string => new URL(name, scope).href;
const known = new Set([...__NOW__, ...__LATER__]);

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(cleanUp()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const name = url.pathname.slice(scope.pathname.length).replace(/^index\.html$/, '');
  if (request.method === 'POST' && name === 'share') event.respondWith(receive(request));
  else if (request.method === 'GET' && known.has(name)) event.respondWith(answer(name));
});

async function install(): Promise<void> {
  const cache = await caches.open(current);
  // Past the browser's own cache: it may hold the page of an older build.
  const page = await fetch(address(''), { cache: 'no-cache' });
  if (!page.ok) throw new TypeError(`${page.status} ${page.statusText}`);
  const isolated = page.headers.get('Cross-Origin-Embedder-Policy') !== null;
  // One of the two engines, and what both may need later.
  const other = isolated ? '-single' : '-threads';
  const engine = __LATER__.filter((name) => name.endsWith('.wasm') && !name.includes(other));
  await cache.put(address(''), page);
  await cache.addAll([...__NOW__.filter((name) => name !== ''), ...engine].map(address));
}

async function cleanUp(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== current).map((name) => caches.delete(name)),
  );
}

async function answer(name: string): Promise<Response> {
  const cache = await caches.open(current);
  const cached = await cache.match(address(name));
  if (cached) return cached;
  const response = await fetch(address(name));
  if (response.status === 200) await cache.put(address(name), response.clone());
  return response;
}

/** Pictures that another app shares wait in a cache for the page, which is opened next. */
async function receive(request: Request): Promise<Response> {
  const cache = await caches.open(shared);
  const files = (await request.formData()).getAll('pictures').filter((each) => each instanceof File);
  for (const [at, file] of files.entries()) {
    const headers = { 'Content-Type': file.type, 'X-Name': encodeURIComponent(file.name) };
    await cache.put(address(`share/${at}`), new Response(file, { headers }));
  }
  return Response.redirect(address('?shared'), 303);
}
