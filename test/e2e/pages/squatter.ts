import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

/** What somebody does with the sockets of a page that takes them for its host. */
export type SquatterWay =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'say'; readonly words: (heard: string) => readonly string[] }
  /** Passes all on to a host on another port, in that host's own name. */
  | { readonly kind: 'relay'; readonly port: number };

/** Somebody who listens on the port of a host that is gone, and writes down all that comes. */
export interface Squatter {
  /** Method, address, headers and body of each request, and each message of a socket. */
  readonly records: readonly string[];
  /** How many sockets it took. */
  readonly sockets: () => number;
  close(): Promise<void>;
}

const page =
  '<!doctype html><title>Squatter</title><h1>Squatter</h1><script src="/evil.js"></script>';
const worker = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => event.respondWith(new Response('evil worker')));
fetch('/evil-worker-ran');`;

export async function squatOn(port: number, way: SquatterWay): Promise<Squatter> {
  const records: string[] = [];
  let sockets = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method, url, headers } = request;
      records.push(`${method} ${url} ${JSON.stringify(headers)} ${body}`);
      const isScript = url?.includes('.js') === true;
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.end(
        url?.startsWith('/service-worker') === true ? worker : isScript ? 'void 0' : page,
      );
    });
  });
  const webSockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const { url, headers } = request;
    records.push(`UPGRADE ${url} ${JSON.stringify(headers)}`);
    if (way.kind === 'refuse') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (opened) => {
      sockets += 1;
      opened.on('error', () => {});
      if (way.kind === 'relay') relay(opened, `127.0.0.1:${way.port}`, url ?? '/', records);
      else {
        opened.on('message', (data: Buffer) => {
          records.push(data.toString());
          for (const word of way.words(data.toString())) opened.send(word);
        });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    records,
    sockets: () => sockets,
    async close() {
      for (const client of webSockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function relay(page: WebSocket, host: string, path: string, records: string[]): void {
  const real = new WebSocket(`ws://${host}${path}`, { headers: { Origin: `http://${host}` } });
  const early: string[] = [];
  real.on('open', () => {
    for (const text of early) real.send(text);
  });
  real.on('message', (data: Buffer) => {
    records.push(`HOST ${data.toString()}`);
    page.send(data.toString());
  });
  real.on('error', () => page.close());
  real.on('close', () => page.close());
  page.on('message', (data: Buffer) => {
    records.push(`PAGE ${data.toString()}`);
    if (real.readyState === real.OPEN) real.send(data.toString());
    else early.push(data.toString());
  });
  page.on('close', () => real.close());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += String(part);
  return body;
}
