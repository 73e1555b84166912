import { afterEach, expect, test, vi } from 'vitest';
import { plain } from '../src/client/plain.js';
import { prepare } from '../src/client/sources.js';
import { browserType } from '../src/runtime/pixels.js';
import type { Source } from '../src/types.js';

vi.mock('../src/runtime/glue.js', () => ({ glue: {} }));
afterEach(() => vi.unstubAllGlobals());

test('views are looked at where they are, with their own offset', async () => {
  const memory = new ArrayBuffer(16);
  const view = new Uint16Array(memory, 4, 3);
  const prepared = await prepare(view);
  expect(prepared).toMatchObject({ kind: 'bytes' });
  if (prepared.kind !== 'bytes') return;
  expect([prepared.bytes.byteOffset, prepared.bytes.byteLength]).toEqual([4, 6]);
  expect(prepared.bytes.buffer).toBe(memory);
});

test('blobs stay blobs', async () => {
  const blob = new Blob(['x']);
  expect(await prepare(blob)).toEqual({ kind: 'blob', blob });
});

test('what is no picture is said to be none', async () => {
  for (const wrong of [null, undefined, 7, {}, [], () => 1]) {
    await expect(prepare(wrong as unknown as Source)).rejects.toMatchObject({
      name: 'VectorizerError',
      kind: 'unsupported',
    });
  }
});

test('addresses are fetched, and a refusal is told with its status', async () => {
  const answers = new Map([['http://a/b.png', new Response('bytes')]]);
  vi.stubGlobal('fetch', async (url: string) => answers.get(url) ?? new Response('', { status: 404 }));
  expect(await prepare(new URL('http://a/b.png'))).toMatchObject({ kind: 'blob' });
  await expect(prepare('http://a/none.png')).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('404'),
  });
});

test('only files that Rust does not read are left to the browser', () => {
  const head = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  expect(browserType(head('\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf'))).toBe('image/avif');
  expect(browserType(head('\0\0\0\x18ftypheic\0\0\0\0mif1heic'))).toBe('image/heic');
  expect(browserType(head('\0\0\0\x0cJXL \r\n\x87\n'))).toBe('image/jxl');
  for (const other of [
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff\xe0',
    '<svg ',
    'GIF89a',
    '',
    '\0\0\0\x20ftypisom',
  ]) {
    expect(browserType(head(other))).toBeUndefined();
  }
});

test('parameters lose what means nothing and refuse what cannot be sent', () => {
  expect(plain({ fit: { tolerance: undefined }, preset: 'logo' })).toEqual({ fit: {}, preset: 'logo' });
  expect(plain(undefined)).toBeNull();
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  expect(() => plain(cycle)).toThrowError(expect.objectContaining({ kind: 'invalid-params' }));
});
