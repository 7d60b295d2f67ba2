import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { HostClient } from '#shared/contract/contract.ts';
import { welcomeSchema } from '#shared/core/session-handshake/messages.ts';
import type { Welcome } from '#shared/core/session-handshake/messages.ts';
import { createHost } from '#main/engine/host/host.ts';
import type { Host } from '#main/engine/host/host.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import { createConnector } from '#main/ipc/connect.ts';
import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import { hostIdentity } from '#main/serve/host-identity.ts';
import { SessionBook } from '#main/serve/session-book.ts';
import { startWebServer } from '#main/serve/web-server.ts';
import type { WebServerParts } from '#main/serve/web-server.ts';
import { enter, keyOf, testBrowser } from './entering.ts';
import type { TestBrowser } from './entering.ts';
import { surroundings } from './workspaces.ts';
import type { TestWorkspace } from './workspaces.ts';

/** How a plain request was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A host that serves on a free port; it is gone when the test ends. */
export interface Served {
  readonly host: Host;
  readonly port: number;
  /** Address with the one-time key. */
  readonly url: string;
  readonly origin: string;
  /** Folder of what the server keeps of sessions. */
  readonly sessionFolder: string;
  /** Another address with a one-time key. */
  readonly renewUrl: () => string;
  readonly get: (
    path: string,
    headers?: Readonly<Record<string, string>>,
    method?: string,
  ) => Promise<Answered>;
  /** Opens a socket that has proved nothing yet; `refused` with the status when it is. */
  readonly socket: (path: string, headers?: Readonly<Record<string, string>>) => Promise<WebSocket>;
  /** Opens a socket that is let in, as one of the browser that has used the key of the address up. */
  readonly entered: (path: string) => Promise<WebSocket>;
  /** What a socket is told when it is let in. */
  readonly welcomed: () => Promise<Welcome>;
  /** That browser. */
  readonly browser: TestBrowser;
  /** A page of it that calls the contract. */
  readonly page: () => Promise<{ readonly client: HostClient; readonly socket: WebSocket }>;
  readonly close: () => Promise<void>;
}

/** A gate that shows no terminal. */
export const noTerminals: TerminalGate = {
  open: () => ({ receive: () => {}, close: () => {} }),
};

/** A folder with a page as the build leaves it. */
export function builtPage(folder: string): string {
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Page</title>\n');
  writeFileSync(join(page, 'assets/app-1a2b.js'), 'document.title = "x";\n');
  writeFileSync(join(page, 'service-worker.js'), 'self.x = 1;\n');
  return page;
}

/** What a server needs of sessions, as `serve` has it: kept in the data folder. */
export async function sessionParts(host: Host): Promise<Pick<WebServerParts, 'identity' | 'book'>> {
  const folder = host.dataFile('serve');
  const identity = valueOf(await hostIdentity(folder));
  const book = new SessionBook(join(folder, 'sessions'), host.surroundings.clock);
  return { identity, book };
}

/** Serves the workspace of a test, as `switchyard serve` does in its folder. */
export async function serveWorkspace(
  { folder, root, environment }: TestWorkspace,
  more: {
    readonly terminals?: TerminalGate;
    readonly surroundings?: Partial<Surroundings>;
    readonly port?: number;
    readonly browser?: TestBrowser;
  } = {},
): Promise<Served> {
  const host = await createHost(
    { ...surroundings(environment), ...more.surroundings },
    { kind: 'serve', version: '0.0.0-test', startFolder: root, pickFolder: null },
  );
  const sessionFolder = host.dataFile('serve');
  const started = await startWebServer({
    connector: createConnector(host),
    terminals: more.terminals ?? noTerminals,
    pageFolder: builtPage(folder),
    ...(await sessionParts(host)),
    port: more.port ?? 0,
    logger: host.surroundings.logger,
  });
  if (!started.ok) throw new Error(started.error.message);
  const { port, url } = started.value;
  const origin = `http://127.0.0.1:${port}`;
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await started.value.close();
    await host.dispose();
  };
  onTestFinished(close);
  const get: Served['get'] = async (path, headers = {}, method = 'GET') =>
    ask(port, path, headers, method);
  const socket: Served['socket'] = async (path, headers = {}) =>
    openSocket(`ws://127.0.0.1:${port}${path}`, { Origin: origin, ...headers });
  const browser = more.browser ?? testBrowser();
  let isKnown = browser.hostKey !== null;
  const entered: Served['entered'] = async (path) => {
    const opened = await socket(path);
    const key = isKnown ? null : keyOf(url);
    isKnown = true;
    const how = await enter(opened, browser, path, key);
    if (how !== 'in') throw new Error(`not let in: ${how}`);
    return opened;
  };
  const welcomed: Served['welcomed'] = async () => {
    const other = await socket('/rpc');
    const heard: string[] = [];
    other.on('message', (data: Buffer) => heard.push(data.toString()));
    await enter(other, testBrowser(), '/rpc', keyOf(started.value.renewUrl()));
    return welcomeSchema.parse(JSON.parse(heard.at(-1) ?? ''));
  };
  const page: Served['page'] = async () => {
    const opened = await entered('/rpc');
    return { client: clientOf(opened), socket: opened };
  };
  return {
    host,
    port,
    url,
    origin,
    renewUrl: () => started.value.renewUrl(),
    get,
    socket,
    entered,
    welcomed,
    browser,
    sessionFolder,
    page,
    close,
  };
}

/** The contract's calls through a socket. */
export function clientOf(socket: WebSocket): HostClient {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `ws` has all of it that is used
  const websocket = socket as unknown as globalThis.WebSocket;
  return createORPCClient(new RPCLink({ websocket }));
}

/** A request as no browser would send it: every header is the test's. */
async function ask(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  method: string,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject).end();
  });
}

async function openSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused: ${response.statusCode}`));
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

/** The value of a success; a failure fails the test. */
export function valueOf<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { message: string } },
): Value {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The next value of a stream; its end fails the test. */
export async function nextOf<Value>(stream: AsyncIterator<Value, unknown, void>): Promise<Value> {
  const { done, value } = await stream.next();
  if (done === true) throw new Error('The stream has ended.');
  return value;
}
