import { afterEach, expect, test, vi } from 'vitest';
import { Modules, withOverrides } from '../src/client/modules.js';

const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const addresses = {
  worker: 'http://a/worker.js',
  threads: 'http://a/threads.wasm',
  single: 'http://a/single.wasm',
  extras: 'http://a/extras.wasm',
};

function serve(answer: () => Response) {
  const fetch = vi.fn(async () => answer());
  vi.stubGlobal('fetch', fetch);
  return fetch;
}
afterEach(() => vi.unstubAllGlobals());

test('a module is compiled once, whatever type the server says it has', async () => {
  const fetch = serve(() => new Response(empty, { headers: { 'Content-Type': 'text/plain' } }));
  const modules = new Modules(addresses);
  const [first, second] = await Promise.all([modules.get('single'), modules.get('single')]);
  expect(first).toBeInstanceOf(WebAssembly.Module);
  expect(second).toBe(first);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('a page in the place of the module is told from one, and asked for again next time', async () => {
  const fetch = serve(() => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }));
  const modules = new Modules(addresses);
  for (const times of [1, 2]) {
    await expect(modules.get('threads')).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('threads.wasm is not a WebAssembly file'),
    });
    expect(fetch).toHaveBeenCalledTimes(times);
  }
});

test('what is missing or damaged is told with its address', async () => {
  serve(() => new Response('', { status: 404 }));
  await expect(new Modules(addresses).get('single')).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/single\.wasm .*404/),
  });
  serve(() => new Response(empty.slice(0, 6)));
  await expect(new Modules(addresses).get('single')).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('does not compile'),
  });
});

test('the caller’s addresses go before the bundler’s', () => {
  expect(withOverrides(addresses, {})).toEqual(addresses);
  expect(withOverrides(addresses, { workerUrl: '/w.js', wasmUrl: '/e.wasm' })).toEqual({
    ...addresses,
    worker: '/w.js',
    threads: '/e.wasm',
    single: '/e.wasm',
  });
  const wasmUrl = { threads: '/t.wasm', single: '/s.wasm' };
  expect(withOverrides(addresses, { wasmUrl })).toEqual({ ...addresses, ...wasmUrl });
  expect(withOverrides(addresses, { wasmUrl: { ...wasmUrl, extras: '/x.wasm' } }).extras).toBe('/x.wasm');
});
