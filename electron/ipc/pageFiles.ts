import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

/** Only our own files run, load or connect. Styles may be inline because React Flow places nodes by style attributes. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every answer, also with refusals. */
export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
} as const;

/** Whatever is not listed is not served. */
const CONTENT_TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export type PageFile = { readonly body: Buffer; readonly contentType: string };

/** A file of the built renderer by its path in the address; `undefined` for whatever is not one: a file counts where it really lies, once `..` and links are followed. */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | undefined> {
  const path = decodePath(pathname);
  if (path === undefined) return undefined;
  const wanted = path === '/' ? '/index.html' : path;
  const contentType = CONTENT_TYPES[extname(wanted)];
  if (contentType === undefined) return undefined;
  const root = resolve(folder);
  try {
    const file = await realpath(join(root, wanted));
    if (!file.startsWith((await realpath(root)) + sep)) return undefined;
    return { body: await readFile(file), contentType };
  } catch {
    return undefined;
  }
}

/** `undefined` for what no address of ours looks like. */
function decodePath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    return path.startsWith('/') && !/[\0\\]/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
