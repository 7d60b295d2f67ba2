import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { terminalAddressSchema, viewerMessageSchema } from '#shared/contract/terminal-protocol.ts';
import type {
  TerminalAddress,
  TerminalGate,
  TerminalMessage,
} from '#shared/contract/terminal-protocol.ts';
import type { Connector, OutgoingMessage } from '#main/ipc/connect.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { Doorkeeper } from './doorkeeper.ts';

/** Largest message of a page: an import of some ten thousand tasks. */
const callBytes = 32 * 1024 * 1024;
/** Largest message of a terminal's viewer: its input, as JSON. */
const viewerBytes = 8 * 1024 * 1024;
/** A socket that answers no ping within this time, in ms, is dropped. */
const heartbeatMs = 30_000;
/** So often it is looked for sessions that another host has ended, in ms; also before each command. */
const cutOffMs = 500;

/** What sockets that were let in lead to, and who lets them in. */
export interface PageSocketsParts {
  readonly connector: Connector;
  readonly terminals: TerminalGate;
  readonly doorkeeper: Doorkeeper;
  readonly sessions: BrowserSessions;
}

/** The WebSockets of the pages: one for calls, and one for each terminal that is shown. */
export class PageSockets {
  readonly #parts: PageSocketsParts;
  readonly #calls = new WebSocketServer({
    noServer: true,
    maxPayload: callBytes,
    perMessageDeflate: false,
  });
  readonly #viewers = new WebSocketServer({
    noServer: true,
    maxPayload: viewerBytes,
    perMessageDeflate: false,
  });
  readonly #alive = new WeakSet<WebSocket>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #cutOff: NodeJS.Timeout;

  constructor(parts: PageSocketsParts, everyMs: number = heartbeatMs) {
    this.#parts = parts;
    this.#heartbeat = setInterval(() => this.#ping(), everyMs);
    this.#cutOff = setInterval(() => parts.sessions.cutOff(), cutOffMs);
  }

  /** Takes a checked upgrade request to `url`; false when that is no address of a socket. */
  upgrade(url: URL, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (url.pathname === '/rpc') {
      this.#open(this.#calls, url, request, socket, head, (opened, session) =>
        this.#answerCalls(opened, session),
      );
      return true;
    }
    if (url.pathname !== '/terminal') return false;
    const address = terminalAddressSchema.safeParse(Object.fromEntries(url.searchParams));
    if (!address.success) return false;
    this.#open(this.#viewers, url, request, socket, head, (opened, session) =>
      this.#showTerminal(opened, address.data, session),
    );
    return true;
  }

  /** Nothing that a socket says is looked at, and nothing is said to it, before it has proved whose it is. */
  #open(
    server: WebSocketServer,
    { pathname, search }: URL,
    request: IncomingMessage,
    raw: Duplex,
    head: Buffer,
    use: (socket: WebSocket, session: string) => void,
  ): void {
    const { doorkeeper, sessions } = this.#parts;
    server.handleUpgrade(request, raw, head, (socket) => {
      this.#watch(socket);
      const contact = { path: pathname + search, userAgent: request.headers['user-agent'] };
      void doorkeeper.letIn(socket, raw, contact).then((session) => {
        if (session === null) return;
        sessions.opened(session, socket);
        use(socket, session);
      });
    });
  }

  /** Ends all connections. */
  close(): void {
    clearInterval(this.#heartbeat);
    clearInterval(this.#cutOff);
    for (const server of [this.#calls, this.#viewers]) {
      for (const socket of server.clients) socket.terminate();
      server.close();
    }
  }

  #answerCalls(socket: WebSocket, own: string): void {
    const { connector, sessions } = this.#parts;
    const page = connector.connect(async (message) => sendFlushed(socket, message), {
      page: { sessions, own },
    });
    socket.on('message', (data, isBinary) => {
      if (!sessions.stands(own)) return;
      page.receive(isBinary ? bytesOf(data) : textOf(data));
    });
    socket.on('close', () => page.close());
  }

  #showTerminal(socket: WebSocket, address: TerminalAddress, own: string): void {
    const { sessions, terminals } = this.#parts;
    const viewer = terminals.open(address, {
      send: (message: TerminalMessage) => socket.send(JSON.stringify(message)),
      sendBytes: (bytes) => socket.send(bytes),
      close: () => socket.close(),
    });
    socket.on('message', (data, isBinary) => {
      if (!sessions.stands(own)) return;
      const message = isBinary ? null : viewerMessageSchema.safeParse(parseJson(textOf(data)));
      if (message?.success === true) viewer.receive(message.data);
      else socket.close(1008, 'Not a message of a viewer.');
    });
    socket.on('close', () => viewer.close());
  }

  #watch(socket: WebSocket): void {
    this.#alive.add(socket);
    socket.on('pong', () => this.#alive.add(socket));
    // A broken connection closes by itself; without a listener the error would end the process.
    socket.on('error', () => socket.terminate());
  }

  #ping(): void {
    void this.#parts.sessions.check();
    for (const socket of [...this.#calls.clients, ...this.#viewers.clients]) {
      if (!this.#alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }
}

/** Sends, and resolves when the message has left, so that a stream waits for a slow page. */
async function sendFlushed(socket: WebSocket, message: OutgoingMessage): Promise<void> {
  const data = message instanceof Blob ? await message.arrayBuffer() : message;
  // Called in any case: with an error when the connection ends before.
  await new Promise<void>((resolve) => socket.send(data, () => resolve()));
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function textOf(data: RawData): string {
  return bufferOf(data).toString('utf8');
}

function bytesOf(data: RawData): ArrayBuffer {
  return Uint8Array.from(bufferOf(data)).buffer;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
