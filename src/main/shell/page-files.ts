import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentSecurityPolicy, isOwnAddress } from './security-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * The path inside the page's folder that an address names, `/` separated; null when it is not ours or
 * could lead out of the folder. The folder itself is `index.html`.
 */
export function pageFile(address: string): string | null {
  // A URL parser takes `..` away before anyone could see it, so the text itself is looked at first.
  if (!isOwnAddress(address) || /\\|%(?:2e|2f|5c|00)|\.\./i.test(address)) return null;
  let path = '';
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  const parts = path.split('/').slice(1);
  const isPlain = parts.every((part) => !part.startsWith('.') && !/[\0:\\]/.test(part));
  if (!isPlain) return null;
  return path === '/' ? 'index.html' : parts.join('/');
}

/** What is sent with every answer. */
const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/**
 * Answers a request of the page from `folder`: the file, 404 when there is none or it may not be read,
 * 405 for anything but reading.
 */
export async function answerFrom(
  folder: string,
  { url, method }: Pick<Request, 'url' | 'method'>,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405);
  const file = pageFile(url);
  if (file === null) return refusal(404);
  try {
    const content = await readFile(join(folder, file));
    const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(method === 'HEAD' ? null : new Uint8Array(content), {
      headers: { ...headers, 'Content-Type': type },
    });
  } catch {
    return refusal(404);
  }
}

function refusal(status: 404 | 405): Response {
  return new Response(null, { status, headers });
}
