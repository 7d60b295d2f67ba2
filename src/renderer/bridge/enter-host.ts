import type { Welcome } from '#shared/core/session-handshake/messages.ts';
import { read, welcomeSchema } from '#shared/core/session-handshake/messages.ts';
import { helloOf, judge } from '#shared/core/session-handshake/page-side.ts';
import type { PageSideParts, Verdict } from '#shared/core/session-handshake/page-side.ts';

/**
 * How a socket's first messages went: the host has let the page in; it is another one, or says that it does not
 * let the page in (see {@link Verdict}); or the socket was closed, `opened` or not, before anything was proved.
 */
export type Entry =
  | { readonly kind: 'in'; readonly welcome: Welcome }
  | { readonly kind: 'used' }
  | { readonly kind: Exclude<Verdict['kind'], 'host' | 'used'> }
  | { readonly kind: 'closed'; readonly wasOpen: boolean };

/** An entry, and the key of the host that issued it, where the host has proved to have one. */
export type Entered = Entry & { readonly hostKey: string | null };

/** Characters of the longest text that is listened to, before it is known who says it. */
const longestWord = 4_096;

/**
 * Speaks the first messages on a socket that is just being opened. `proving` is called before the host gets what
 * lets this browser in: what comes after may be cut off, and the browser has to be able to come again.
 */
export async function enterHost(
  socket: WebSocket,
  parts: PageSideParts,
  proving: (hostKey: string) => Promise<void>,
): Promise<Entered> {
  const words = listen(socket);
  const hello = await helloOf(parts);
  if (!(await words.opened)) return { kind: 'closed', wasOpen: false, hostKey: null };
  const closed = { kind: 'closed', wasOpen: true, hostKey: null } as const;
  socket.send(JSON.stringify(hello));
  const answer = await words.next();
  if (answer === null) return closed;
  const verdict = await judge(answer, hello, parts);
  if (verdict.kind === 'other-host') return verdict;
  if (verdict.kind !== 'host') return { kind: verdict.kind, hostKey: null };
  const { hostKey, proof } = verdict;
  await proving(hostKey);
  if (socket.readyState !== WebSocket.OPEN) return closed;
  socket.send(JSON.stringify(proof));
  const last = await words.next();
  words.end();
  const welcome = last === null ? null : read(welcomeSchema, last);
  return welcome === null ? { ...closed, hostKey } : { kind: 'in', welcome, hostKey };
}

interface Words {
  /** Whether the socket was opened at all. */
  readonly opened: Promise<boolean>;
  /** The next message, whatever it is; null when the socket was closed. */
  next(): Promise<unknown>;
  /** Listens no more. */
  end(): void;
}

function listen(socket: WebSocket): Words {
  const heard: unknown[] = [];
  let waiting: ((word: unknown) => void) | null = null;
  let isClosed = false;
  const { promise: opened, resolve: open } = Promise.withResolvers<boolean>();
  const take = (word: unknown): void => {
    if (waiting === null) heard.push(word);
    else waiting(word);
    waiting = null;
  };
  const hear = ({ data }: MessageEvent): void => {
    // The host says two short texts, each when it is its turn.
    const isWord = typeof data === 'string' && data.length <= longestWord && heard.length < 2;
    if (isWord) take(data);
    else socket.close();
  };
  const close = (): void => {
    isClosed = true;
    open(false);
    take(null);
  };
  socket.addEventListener('open', () => open(true));
  socket.addEventListener('message', hear);
  socket.addEventListener('close', close);
  // The browser may have been quicker than what had to be read before.
  if (socket.readyState === WebSocket.OPEN) open(true);
  else if (socket.readyState !== WebSocket.CONNECTING) close();
  return {
    opened,
    async next() {
      const [first] = heard.splice(0, 1);
      if (first !== undefined || isClosed) return first ?? null;
      return new Promise((resolve) => (waiting = resolve));
    },
    end() {
      socket.removeEventListener('message', hear);
      socket.removeEventListener('close', close);
    },
  };
}
