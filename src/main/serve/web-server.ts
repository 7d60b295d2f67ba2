import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import sirv from 'sirv';
import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { within } from '#main/system/within.ts';
import type { Connector } from '#main/ipc/connect.ts';
import { Access } from './access.ts';
import type { Caller } from './access.ts';
import { PageSockets } from './page-sockets.ts';
import { signInPage } from './plain-pages.ts';
import { securityHeaders } from './security-headers.ts';

/** The only address that is listened on: nobody else on the network gets through. */
const loopback = '127.0.0.1';

export interface WebServerParts {
  readonly connector: Connector;
  readonly terminals: TerminalGate;
  /** Folder with the built page. */
  readonly pageFolder: string;
  /** What cookies are made with (`session-key.ts`). */
  readonly sessionKey: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
}

/** How long open connections may hold the end up. */
const closePatienceMs = 2_000;

/** A server that answers. */
export interface WebServer {
  readonly port: number;
  /** Address with the one-time key. */
  readonly url: string;
  /** Another address with a one-time key, for another browser; the one before it is worth nothing then. */
  renewUrl(): string;
  close(): Promise<void>;
}

/** Serves the page and answers its sockets on 127.0.0.1, or says why that is not possible. */
export async function startWebServer(parts: WebServerParts): Promise<Result<WebServer, Failure>> {
  if (!existsSync(join(parts.pageFolder, 'index.html'))) {
    const message = `The page is not built: ${parts.pageFolder} has no index.html.`;
    return err(failure('page-missing', message, 'Run `npm run build` first.'));
  }
  const server = createServer();
  const listening = await listen(server, parts.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  server.on('error', (error) => parts.logger.warn(`The server had a problem: ${error.message}`));
  const access = new Access(port, parts.sessionKey);
  const sockets = new PageSockets(parts.connector, parts.terminals);
  const answer = createAnswer(access, parts.pageFolder);
  server.on('request', answer);
  server.on('upgrade', (request, socket, head) => {
    // Before the socket is one of a page, an error on it would end the process.
    socket.on('error', () => socket.destroy());
    upgrade(access, sockets, request, socket, head);
  });
  const addressWith = (token: string): string => `http://${loopback}:${port}/?token=${token}`;
  return ok({
    port,
    url: addressWith(access.token ?? ''),
    renewUrl: () => addressWith(access.renewToken()),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await within(closePatienceMs, new Promise<void>((resolve) => server.close(() => resolve())));
    },
  });
}

async function listen(server: Server, port: number): Promise<Result<number, Failure>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isUsed = error.code === 'EADDRINUSE';
      const message = isUsed
        ? `Port ${port} is in use.`
        : `Port ${port} cannot be opened: ${error.message}.`;
      resolve(err(failure('port-unavailable', message, 'Name another one with --port.')));
    });
    server.listen(port, loopback, () => {
      const address = server.address();
      resolve(ok(address !== null && typeof address === 'object' ? address.port : port));
    });
  });
}

function callerOf({ headers }: IncomingMessage): Caller {
  return { host: headers.host, origin: headers.origin, cookie: headers.cookie };
}

/** Where a request goes to; null for what is no address. */
function addressOf({ url }: IncomingMessage): URL | null {
  return URL.parse(`http://${loopback}${url ?? '/'}`);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function createAnswer(access: Access, pageFolder: string): Answer {
  const serveFile = sirv(pageFolder, {
    etag: true,
    setHeaders(response, path) {
      // The build names these files by their content.
      if (!path.startsWith('/assets/')) return;
      response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    },
  });
  return (request, response) => {
    const caller = callerOf(request);
    const problem = access.problemOf(caller, false);
    if (problem !== null) {
      plain(response, 403, problem);
      return;
    }
    for (const [name, value] of Object.entries(securityHeaders(caller.host ?? ''))) {
      response.setHeader(name, value ?? '');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      plain(response, 405, 'Switchyard serves its page only.');
      return;
    }
    const token = addressOf(request)?.searchParams.get('token') ?? null;
    if (token !== null && exchange(access, caller, token, response)) return;
    if (!access.knows(caller)) {
      response.writeHead(401, { 'Content-Type': 'text/html; charset=utf-8' }).end(signInPage);
      return;
    }
    serveFile(request, response, () => plain(response, 404, 'There is no such file.'));
  };
}

/** Takes the token out of the address, for the cookie; false when it earns none. */
function exchange(
  access: Access,
  caller: Caller,
  token: string,
  response: ServerResponse,
): boolean {
  const cookie = access.exchange(token);
  if (cookie === null && !access.knows(caller)) return false;
  if (cookie !== null) response.setHeader('Set-Cookie', cookie);
  response.writeHead(303, { Location: '/' }).end();
  return true;
}

function upgrade(
  access: Access,
  sockets: PageSockets,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const caller = callerOf(request);
  const url = addressOf(request);
  const problem = access.problemOf(caller, true);
  if (problem !== null) refuse(socket, '403 Forbidden', problem);
  else if (!access.knows(caller)) refuse(socket, '401 Unauthorized', 'Sign in first.');
  else if (url === null || !sockets.upgrade(url, request, socket, head)) {
    refuse(socket, '404 Not Found', 'There is no such socket.');
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** Answers and hangs up: whoever would keep its end open must not keep the server from ending. */
function refuse(socket: Duplex, status: string, text: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length + 1}\r\nConnection: close\r\n\r\n${text}\n`,
  );
}
