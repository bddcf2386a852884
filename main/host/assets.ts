/** The files of the screen, as both hosts serve them: a pure function from a path to an answer. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/**
 * What the page may do. The nonce is for style elements that the editor and the panels make while they run; wasm is for
 * the Parquet reader. Everything else comes from the program itself.
 */
export const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types millrace-workers',
  ].join('; ');

export const safeHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

export type Asset = {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
};

const notFound: Asset = {
  status: 404,
  headers: { ...safeHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'Not found',
};

/** The path of a file in `root` for the path of a URL, or undefined where it leads anywhere else. */
const placeOf = async (root: string, urlPath: string): Promise<string | undefined> => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (/[\u0000\\]/.test(decoded) || decoded.includes('..') || !decoded.startsWith('/')) return undefined;
  const real = await realpath(join(root, decoded)).catch(() => undefined);
  const base = await realpath(root).catch(() => root);
  return real?.startsWith(base + sep) ? real : undefined;
};

/** Serves a file of the built screen. The page itself is never kept by a cache, since its nonce is for one load. */
export const asset = async (root: string, urlPath: string, nonce: string): Promise<Asset> => {
  const isPage = urlPath === '/' || urlPath === '/index.html';
  const place = await placeOf(root, isPage ? '/index.html' : urlPath);
  const type = place === undefined ? undefined : types[extname(place)];
  if (place === undefined || type === undefined) return notFound;
  const bytes = await readFile(place).catch(() => undefined);
  if (bytes === undefined) return notFound;
  const headers = { ...safeHeaders, 'Content-Type': type, 'Content-Security-Policy': contentPolicy(nonce) };
  if (isPage)
    return {
      status: 200,
      headers: { ...headers, 'Cache-Control': 'no-store' },
      body: bytes.toString('utf8').replaceAll('%NONCE%', nonce),
    };
  return { status: 200, headers: { ...headers, 'Cache-Control': 'no-cache' }, body: bytes };
};
