// A static file server for the built page and package: `npm start`, the browser tests and the benchmarks use it.
//
// Its reason to exist is the response headers: WebAssembly threads need SharedArrayBuffer, which browsers
// give only to pages that are cross-origin isolated. Vite's preview server was the simpler choice; it cannot
// serve without isolation (to test the fallback) nor several folders under one origin.
//
// usage: node serve.mjs [--port N] [--no-isolation] PREFIX=FOLDER...     e.g. /=www/dist /package/=worker/dist
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { contentSecurityPolicy, isolationHeaders, safetyHeaders } from './headers.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
};
const compressible = new Set([
  '.css',
  '.html',
  '.js',
  '.json',
  '.mjs',
  '.svg',
  '.txt',
  '.wasm',
  '.webmanifest',
]);

const compress = promisify(gzip);
const compressed = new Map();

async function gzipped(path, modified) {
  const key = `${path}@${modified}`;
  if (!compressed.has(key)) compressed.set(key, await compress(await readFile(path)));
  return compressed.get(key);
}

/** The file a request path means, or `undefined` when there is none inside the mounted folders. */
async function locate(mounts, path) {
  const prefix = Object.keys(mounts)
    .filter((candidate) => path.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return undefined;
  const root = resolve(mounts[prefix]);
  const file = normalize(join(root, path.slice(prefix.length)));
  if (file !== root && !file.startsWith(root + sep)) return undefined;
  for (const candidate of [file, join(file, 'index.html')]) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile()) return { file: candidate, size: found.size, modified: found.mtimeMs };
  }
  return undefined;
}

function requestedPath(request) {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return undefined;
  }
}

async function answer(request, response, mounts, headers) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const path = requestedPath(request);
  if (path === undefined || path.includes('\0')) return response.writeHead(400).end();
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
  const found = await locate(mounts, path);
  if (!found) return response.writeHead(404).end();
  const extension = extname(found.file);
  response.setHeader('Content-Type', types[extension] ?? 'application/octet-stream');
  // Vite names what it puts into assets/ by its content.
  response.setHeader('Cache-Control', path.includes('/assets/') ? 'max-age=31536000, immutable' : 'no-cache');
  const accepts = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (accepts && compressible.has(extension)) {
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('Content-Encoding', 'gzip');
    const body = await gzipped(found.file, found.modified);
    response.setHeader('Content-Length', body.length);
    return response.end(request.method === 'HEAD' ? undefined : body);
  }
  response.setHeader('Content-Length', found.size);
  if (request.method === 'HEAD') return response.end();
  return createReadStream(found.file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/**
 * Serves folders until `close()`.
 *
 * @param {Record<string, string>} mounts URL prefix (ends with `/`) to folder; the longest prefix wins
 * @param {{ port?: number, host?: string, isolate?: boolean, policy?: string | undefined }} [options] port 0 (the
 *   default) takes a free one; `policy` is the content security policy, none when undefined
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export function serve(mounts, options = {}) {
  const { port = 0, host = '127.0.0.1', isolate = true } = options;
  const policy = 'policy' in options ? options.policy : contentSecurityPolicy;
  const headers = {
    ...(policy ? { 'Content-Security-Policy': policy } : {}),
    ...safetyHeaders,
    ...(isolate ? isolationHeaders : {}),
  };
  const server = http.createServer((request, response) => {
    answer(request, response, mounts, headers).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      const close = () =>
        new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      done({ url: `http://${host}:${taken}`, port: taken, close });
    });
  });
}

async function main(words) {
  const port = words.includes('--port') ? Number(words[words.indexOf('--port') + 1]) : 0;
  const mounts = Object.fromEntries(
    words.filter((word) => word.includes('=')).map((word) => word.split('=')),
  );
  const server = await serve(mounts, { port, isolate: !words.includes('--no-isolation') });
  console.log(server.url);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
