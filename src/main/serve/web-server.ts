import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import sirv from 'sirv';
import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import type { Signer } from '#shared/core/session-handshake/contact.ts';
import type { Welcome } from '#shared/core/session-handshake/messages.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { within } from '#main/system/within.ts';
import type { Connector } from '#main/ipc/connect.ts';
import { Access, loopback } from './access.ts';
import type { Caller } from './access.ts';
import { browserName } from './browser-name.ts';
import { BrowserSessions } from './browser-sessions.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { Invitations } from './invitations.ts';
import { nodeCrypto } from './node-crypto.ts';
import { PageSockets } from './page-sockets.ts';
import { securityHeaders } from './security-headers.ts';
import type { SessionBook } from './session-book.ts';

/** So many connections may be open at once, so that callers cannot use up what agents and git need. */
const mostConnections = 512;
/** Time in ms in which a caller has to have said what it wants. */
const requestMs = 10_000;

/** Asked for by a name that says its content: under another one there is none. */
const workerPath = '/service-worker.js';

export interface WebServerParts {
  readonly connector: Connector;
  readonly terminals: TerminalGate;
  /** Folder with the built page. */
  readonly pageFolder: string;
  /** Key pair by which browsers know this host again. */
  readonly identity: Signer;
  /** The browsers that are let in. */
  readonly book: SessionBook;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
}

/** How long open connections may delay the end. */
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
  const { pageFolder, logger } = parts;
  if (!existsSync(join(pageFolder, 'index.html'))) {
    const message = `The page is not built: ${pageFolder} has no index.html.`;
    return err(failure('page-missing', message, 'Run `npm run build` first.'));
  }
  const worker = await describeWorker(pageFolder);
  const server = createServer({ headersTimeout: requestMs, requestTimeout: requestMs });
  server.maxConnections = mostConnections;
  const listening = await listen(server, parts.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  server.on('error', (error) => logger.warn(`The server had a problem: ${error.message}`));
  const access = new Access(port);
  const invitations = new Invitations();
  const sockets = openSockets(parts, access.origin, invitations, worker);
  server.on('request', createAnswer(access, pageFolder, worker?.address ?? null));
  server.on('upgrade', (request, socket, head) => {
    // Before the socket is one of a page, an error on it would end the process.
    socket.on('error', () => socket.destroy());
    upgrade(access, sockets, request, socket, head);
  });
  // What stands behind the # is sent to nobody: only the page reads it.
  const addressWith = (key: string): string => `${access.origin}/#key=${key}`;
  return ok({
    port,
    url: addressWith(invitations.key ?? ''),
    renewUrl: () => addressWith(invitations.renew()),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await within(closePatienceMs, new Promise<void>((resolve) => server.close(() => resolve())));
    },
  });
}

type Worker = Welcome['worker'];

function openSockets(
  { connector, terminals, identity, book, logger }: WebServerParts,
  origin: string,
  invitations: Invitations,
  worker: Worker,
): PageSockets {
  const sessions = new BrowserSessions(book, origin);
  const doorkeeper = new Doorkeeper({
    host: () => ({
      crypto: nodeCrypto,
      identity,
      origin,
      invitation: invitations.key,
      keyOf: async (id) => sessions.keyOf(id),
    }),
    logger,
    welcome: { kind: 'welcome', worker },
    async register({ session, registers }, key, userAgent) {
      if (registers === null || !invitations.use(key)) return false;
      const added = await sessions.add(session, registers, browserName(userAgent));
      if (added.ok) return true;
      invitations.giveBack(key);
      logger.warn(added.error.message);
      return false;
    },
  });
  return new PageSockets({ connector, terminals, doorkeeper, sessions });
}

/** The worker of the page that is served, by its content; null where the page was built without one. */
async function describeWorker(pageFolder: string): Promise<Worker> {
  const text = await readFile(join(pageFolder, workerPath)).catch(() => null);
  if (text === null) return null;
  const hash = createHash('sha256').update(text);
  const integrity = `sha256-${hash.copy().digest('base64')}`;
  return { address: `${workerPath}?${hash.digest('hex').slice(0, 32)}`, integrity };
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
  return { host: headers.host, origin: headers.origin };
}

/** Where a request goes to; null for what is no address. */
function addressOf({ url }: IncomingMessage): URL | null {
  return URL.parse(`http://${loopback}${url ?? '/'}`);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function createAnswer(access: Access, pageFolder: string, worker: string | null): Answer {
  const serveFile = sirv(pageFolder, {
    etag: true,
    setHeaders(response, path) {
      // The build names these files by their content, and the worker is asked for by its own.
      if (!path.startsWith('/assets/') && path !== workerPath) return;
      response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    },
  });
  return (request, response) => {
    const caller = callerOf(request);
    const address = addressOf(request);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && access.isOtherName(caller)) {
      const Location = `${access.origin}${address?.pathname ?? '/'}`;
      response.writeHead(307, { Location, 'Cache-Control': 'no-store' }).end();
      return;
    }
    const problem = access.problemOf(caller, false);
    if (problem !== null) {
      plain(response, 403, problem);
      return;
    }
    for (const [name, value] of Object.entries(securityHeaders(caller.host ?? ''))) {
      response.setHeader(name, value ?? '');
    }
    if (!isRead) plain(response, 405, 'Switchyard serves its page only.');
    else if (address?.pathname === workerPath && workerPath + address.search !== worker) {
      plain(response, 404, 'There is no such worker.');
    } else serveFile(request, response, () => plain(response, 404, 'There is no such file.'));
  };
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
