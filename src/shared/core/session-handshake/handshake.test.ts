import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { textOf } from './contact.ts';
import type { Contact, HandshakeCrypto, Signer } from './contact.ts';
import { admit, beginContact } from './host-side.ts';
import type { BegunContact, HostSideParts } from './host-side.ts';
import { helloOf, judge } from './page-side.ts';
import type { PageSideParts, Verdict } from './page-side.ts';
import type { Hello, Proof } from './messages.ts';

// Signatures and codes that only their owner can make, without mathematics: what is signed stands in them.
let nonces = 0;
const owners = new Map<string, string>();

function hash(text: string): string {
  let value = 7n;
  for (const character of text) {
    value = (value * 1_000_003n + BigInt(character.codePointAt(0) ?? 0)) % 2n ** 160n;
  }
  return value.toString(36).padStart(32, '0');
}

function signer(name: string): Signer {
  const publicKey = `public-key-of-${name}`.padEnd(24, '_');
  const secret = `secret of ${name}`;
  owners.set(publicKey, secret);
  return { publicKey, sign: async (text) => hash(secret + text) };
}

const crypto: HandshakeCrypto = {
  nonce: () => `nonce-${(nonces += 1)}`.padEnd(24, '_'),
  nameOf: async (publicKey) => hash(publicKey).slice(0, 22),
  verify: async (publicKey, text, signature) => {
    const secret = owners.get(publicKey);
    return secret !== undefined && signature === hash(secret + text);
  },
  codeOf: async (secret, text) => hash(`code ${secret} ${text}`),
  isCode: async (secret, text, code) => code === hash(`code ${secret} ${text}`),
};

const origin = 'http://127.0.0.1:4817';
const host = signer('host');
const browser = signer('browser');
const key = 'the-key-in-the-address';

function hostParts(change: Partial<HostSideParts> = {}): HostSideParts {
  const keyOf = async (session: string): Promise<string | null> =>
    session === (await crypto.nameOf(browser.publicKey)) ? browser.publicKey : null;
  return { crypto, identity: host, origin, path: '/rpc', invitation: null, keyOf, ...change };
}

function pageParts(change: Partial<PageSideParts> = {}): PageSideParts {
  const knownHost = host.publicKey;
  return {
    crypto,
    identity: browser,
    origin,
    path: '/rpc',
    invitation: null,
    knownHost,
    ...change,
  };
}

interface Played {
  readonly verdict: Verdict;
  /** Session that was let in; null for none. */
  readonly admitted: string | null;
  readonly hello: Hello;
  readonly begun: BegunContact;
}

/** A page and a host that hear each other, but for what somebody in between makes of the host's answer. */
async function play(
  page: PageSideParts,
  at: HostSideParts,
  between: (challenge: object) => object = (same) => same,
): Promise<Played> {
  const hello = await helloOf(page);
  const begun = await beginContact(JSON.stringify(hello), at);
  if (begun === null) throw new Error('The host did not understand its page.');
  const verdict = await judge(JSON.stringify(between(begun.challenge)), hello, page);
  const proof = verdict.kind === 'host' ? JSON.stringify(verdict.proof) : 'nothing';
  const admitted = await admit(proof, begun, crypto);
  return { verdict, admitted: admitted?.session ?? null, hello, begun };
}

describe('a first contact', () => {
  it('lets the browser in that has the key of the address, and shows it its host', async () => {
    const page = pageParts({ knownHost: null, invitation: key });
    const { verdict, admitted } = await play(page, hostParts({ invitation: key }));
    expect(verdict).toMatchObject({ kind: 'host', hostKey: host.publicKey });
    expect(admitted).toBe(await crypto.nameOf(browser.publicKey));
  });

  it('gives nothing to whoever does not know the key', async () => {
    for (const invitation of [null, 'another-key-of-somebody']) {
      const stranger = hostParts({ identity: signer('stranger'), invitation });
      const page = pageParts({ knownHost: null, invitation: key });
      expect((await play(page, stranger)).verdict).toEqual({ kind: 'stranger' });
      const known = pageParts({ invitation: key });
      expect((await play(known, stranger)).verdict).toEqual({ kind: 'stranger' });
    }
  });

  it('lets nobody in whose key is another one, was used, or whose key pair is not theirs', async () => {
    const page = pageParts({ knownHost: null, invitation: 'another-key-of-somebody' });
    const { begun } = await play(page, hostParts({ invitation: key }));
    const said = textOf(begun.contact, 'page');
    for (const proof of [
      { signature: await browser.sign(said), code: null },
      { signature: await browser.sign(said), code: await crypto.codeOf('guess', said) },
      { signature: await signer('thief').sign(said), code: await crypto.codeOf(key, said) },
      { signature: begun.challenge.signature, code: begun.challenge.code },
    ]) {
      const text = JSON.stringify({ kind: 'proof', ...proof } satisfies Proof);
      expect(await admit(text, begun, crypto)).toBe(null);
    }
  });

  it('with a host that this browser knows says that the key is of no use', async () => {
    const page = pageParts({ invitation: key });
    for (const invitation of [null, 'a-newer-key-for-others']) {
      expect((await play(page, hostParts({ invitation }))).verdict).toEqual({ kind: 'used' });
    }
  });

  it('does not make another host out of the known one unasked', async () => {
    const other = signer('other');
    const page = pageParts({ invitation: key });
    const { verdict, admitted } = await play(page, hostParts({ identity: other, invitation: key }));
    expect(verdict).toEqual({ kind: 'other-host', hostKey: other.publicKey });
    expect(admitted).toBe(null);
  });
});

describe('a later contact', () => {
  it('lets the browser in that the host knows, by signatures alone', async () => {
    const { verdict, admitted } = await play(pageParts(), hostParts());
    expect(verdict).toMatchObject({ kind: 'host', proof: { code: null } });
    expect(admitted).toBe(await crypto.nameOf(browser.publicKey));
  });

  it('is told by the host itself that it is over', async () => {
    const { verdict, admitted } = await play(pageParts(), hostParts({ keyOf: async () => null }));
    expect([verdict, admitted]).toEqual([{ kind: 'ended' }, null]);
  });

  it('does not believe anybody else that it is over, or that all is well', async () => {
    const stranger = hostParts({ identity: signer('stranger') });
    expect((await play(pageParts(), stranger)).verdict).toEqual({ kind: 'stranger' });
    const lies = (challenge: object) => ({ ...challenge, hostKey: host.publicKey });
    expect((await play(pageParts(), stranger, lies)).verdict).toEqual({ kind: 'stranger' });
    const ended = (challenge: object) => ({ ...challenge, standing: 'ended' });
    expect((await play(pageParts(), hostParts(), ended)).verdict).toEqual({ kind: 'stranger' });
  });
});

describe('who stands between', () => {
  it('cannot use the host at another address, on another socket, or in another contact', async () => {
    for (const elsewhere of [
      { origin: 'http://127.0.0.1:4818' },
      { origin: 'http://localhost:4817' },
      { path: '/terminal?workspaceId=w&attemptId=a' },
    ]) {
      const { verdict, admitted } = await play(pageParts(), hostParts(elsewhere));
      expect([verdict, admitted]).toEqual([{ kind: 'stranger' }, null]);
      const invited = hostParts({ ...elsewhere, invitation: key });
      const first = await play(pageParts({ knownHost: null, invitation: key }), invited);
      expect([first.verdict, first.admitted]).toEqual([{ kind: 'stranger' }, null]);
    }
  });

  it('gets no proof that counts twice: neither of the same page, nor for a first contact', async () => {
    const { verdict, hello } = await play(pageParts(), hostParts());
    if (verdict.kind !== 'host') throw new Error('It was not let in.');
    const again = await beginContact(JSON.stringify(hello), hostParts());
    expect(await admit(JSON.stringify(verdict.proof), again!, crypto)).toBe(null);
    const asFirst = {
      version: 1,
      kind: 'register',
      pageKey: browser.publicKey,
      nonce: hello.nonce,
    };
    const first = await beginContact(JSON.stringify(asFirst), hostParts({ invitation: key }));
    expect(await admit(JSON.stringify(verdict.proof), first!, crypto)).toBe(null);
  });

  it('gets nothing by sending words back to where they came from', async () => {
    const page = pageParts();
    const hello = await helloOf(page);
    for (const word of [
      hello,
      { kind: 'welcome', worker: null },
      null,
      [],
      'x',
      { kind: 'challenge' },
    ]) {
      expect(await judge(JSON.stringify(word), hello, page)).toEqual({ kind: 'stranger' });
    }
    const { begun, verdict } = await play(page, hostParts());
    if (verdict.kind !== 'host') throw new Error('It was not let in.');
    const mirrored = { kind: 'proof', signature: begun.challenge.signature, code: null };
    expect(await admit(JSON.stringify(mirrored), begun, crypto)).toBe(null);
    const reflected = { ...begun.challenge, signature: verdict.proof.signature };
    expect(await judge(JSON.stringify(reflected), hello, page)).toEqual({ kind: 'stranger' });
  });

  it('cannot change any part of what the host said', async () => {
    const fields = ['hostKey', 'nonce', 'standing', 'signature', 'code', 'kind'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields),
        fc.oneof(
          fc.stringMatching(/^[\w-]{16,60}$/),
          fc.constantFrom('known', 'ended', 'invited', 'uninvited', null, 1, ''),
        ),
        fc.boolean(),
        async (field, value, isFirst) => {
          const page = pageParts(isFirst ? { knownHost: null, invitation: key } : {});
          const at = hostParts(isFirst ? { invitation: key } : {});
          let isSame = false;
          const { verdict, admitted } = await play(page, at, (challenge) => {
            const changed = { ...challenge, [field]: value };
            isSame = JSON.stringify(changed) === JSON.stringify(challenge);
            return changed;
          });
          // Without the key, what the host says of it is not looked at.
          const isMeaningless = field === 'code' && !isFirst;
          if (!isSame && !isMeaningless) {
            expect(verdict.kind).toBe('stranger');
            expect(admitted).toBe(null);
          }
        },
      ),
    );
  });

  it('reads no text of one contact in another: every part of it counts', () => {
    const contact = fc.record({
      origin: fc.string(),
      path: fc.string(),
      hello: fc.oneof(
        fc.record({
          version: fc.constant(1 as const),
          kind: fc.constant('enter' as const),
          session: fc.string(),
          nonce: fc.string(),
        }),
        fc.record({
          version: fc.constant(1 as const),
          kind: fc.constant('register' as const),
          pageKey: fc.string(),
          nonce: fc.string(),
        }),
      ),
      hostKey: fc.string(),
      hostNonce: fc.string(),
      standing: fc.constantFrom('known', 'ended', 'invited', 'uninvited'),
    });
    const side = fc.constantFrom('host' as const, 'page' as const);
    fc.assert(
      fc.property(
        contact,
        side,
        contact,
        side,
        (one: Contact, oneSide, other: Contact, otherSide) => {
          const isSame = oneSide === otherSide && JSON.stringify(one) === JSON.stringify(other);
          expect(textOf(one, oneSide) === textOf(other, otherSide)).toBe(isSame);
        },
      ),
    );
  });
});

describe('what is no message', () => {
  it('is no contact and no proof, whatever it is', async () => {
    const begun = await beginContact(JSON.stringify(await helloOf(pageParts())), hostParts());
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.anything()), async (text) => {
        expect(await beginContact(text, hostParts())).toBe(null);
        expect(await admit(text, begun!, crypto)).toBe(null);
        expect((await judge(text, await helloOf(pageParts()), pageParts())).kind).toBe('stranger');
      }),
    );
  });
});
