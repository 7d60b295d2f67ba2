import type { WebSocket } from 'ws';
import type { Signer } from '#shared/core/session-handshake/contact.ts';
import { helloOf, judge } from '#shared/core/session-handshake/page-side.ts';
import type { PageSideParts, Verdict } from '#shared/core/session-handshake/page-side.ts';
import { freshPrivateKey, nodeCrypto, signerOf } from '#main/serve/node-crypto.ts';

/** What a browser keeps, for tests without one. */
export interface TestBrowser {
  readonly identity: Signer;
  hostKey: string | null;
}

export function testBrowser(): TestBrowser {
  return { identity: signerOf(freshPrivateKey()), hostKey: null };
}

/** The key out of an address that `switchyard serve` printed. */
export function keyOf(url: string): string {
  const key = /#key=([\w-]+)$/.exec(url)?.[1];
  if (key === undefined) throw new Error(`${url} has no key.`);
  return key;
}

/** Collects what comes on a socket from its start, so that no message falls between two listeners. */
export function wordsOf(socket: WebSocket): () => Promise<string | null> {
  const heard: (string | null)[] = [];
  let waiting: ((word: string | null) => void) | null = null;
  const take = (word: string | null): void => {
    if (waiting === null) heard.push(word);
    else waiting(word);
    waiting = null;
  };
  socket.on('message', (data: Buffer) => take(data.toString('utf8')));
  socket.on('close', () => take(null));
  return async () => {
    const [first] = heard.splice(0, 1);
    if (first !== undefined) return first;
    return new Promise((resolve) => (waiting = resolve));
  };
}

/** Says the first messages of a page on an open socket; what the other side turned out to be, and whether it let us in. */
export async function enter(
  socket: WebSocket,
  browser: TestBrowser,
  path: string,
  invitation: string | null = null,
): Promise<Verdict['kind'] | 'in' | 'closed'> {
  const { identity, hostKey } = browser;
  const origin = socket.url.replace(/^ws/, 'http').replace(/(:\d+)\/.*$/, '$1');
  const parts: PageSideParts = {
    crypto: nodeCrypto,
    identity,
    origin,
    path,
    invitation,
    knownHost: hostKey,
  };
  const next = wordsOf(socket);
  const hello = await helloOf(parts);
  socket.send(JSON.stringify(hello));
  const answer = await next();
  if (answer === null) return 'closed';
  const verdict = await judge(answer, hello, parts);
  if (verdict.kind !== 'host') return verdict.kind;
  browser.hostKey = verdict.hostKey;
  socket.send(JSON.stringify(verdict.proof));
  const welcome = await next();
  if (welcome === null) return 'closed';
  // What comes from now on is for others.
  socket.removeAllListeners('message');
  return 'in';
}
