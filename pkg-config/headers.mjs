// The response headers of the page, in one place: the static server, the development server, the built page's
// <meta> and the `_headers` file for hosts are all made from this.

/** What a page with Pathloom needs, and nothing else: no inline script, no eval, no foreign origin. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The same for `<meta>`, where browsers accept all but this. */
export const metaPolicy = contentSecurityPolicy.replace(/; frame-ancestors [^;]*/, '');

/** The headers that make a page cross-origin isolated, which threads need. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Good for any page. */
export const safetyHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Text of a `_headers` file, as Netlify and Cloudflare Pages read it. */
export function headersFile() {
  const lines = (headers) => Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  const everywhere = {
    ...isolationHeaders,
    ...safetyHeaders,
    'Content-Security-Policy': contentSecurityPolicy,
  };
  return [
    '# For hosts that read this file: threads need a cross-origin isolated page.',
    '/*',
    ...lines(everywhere),
    '# Named by their content.',
    '/assets/*',
    ...lines({ 'Cache-Control': 'max-age=31536000, immutable' }),
    '',
  ].join('\n');
}
