import { textOf } from './contact.ts';
import type { Contact, HandshakeCrypto, Signer } from './contact.ts';
import { challengeSchema, handshakeVersion, read } from './messages.ts';
import type { Challenge, Hello, Proof } from './messages.ts';

/** What the page's side of a contact needs. */
export interface PageSideParts {
  readonly crypto: HandshakeCrypto;
  readonly identity: Signer;
  readonly origin: string;
  readonly path: string;
  /** The key out of the address; null when the browser is to be known by its own. */
  readonly invitation: string | null;
  /** Public key of the host that this browser knows under this address; null when it knows none. */
  readonly knownHost: string | null;
}

/**
 * What the other side has turned out to be. `host`: it has proved that it is the host, and gets the proof.
 * `ended`: the host says that it does not let this browser in any more. `used`: the host says that the key out
 * of the address is of no use. `other-host`: it has the key, but is another host than this browser knows.
 * `stranger`: it has proved nothing.
 */
export type Verdict =
  | { readonly kind: 'host'; readonly hostKey: string; readonly proof: Proof }
  | { readonly kind: 'other-host'; readonly hostKey: string }
  | { readonly kind: 'ended' | 'used' | 'stranger' };

/** The page's first message. */
export async function helloOf({ crypto, identity, invitation }: PageSideParts): Promise<Hello> {
  const { publicKey } = identity;
  const common = { version: handshakeVersion, nonce: crypto.nonce() } as const;
  return invitation === null
    ? { ...common, kind: 'enter', session: await crypto.nameOf(publicKey) }
    : { ...common, kind: 'register', pageKey: publicKey };
}

const stranger = { kind: 'stranger' } as const;

/** Judges what was answered to `hello`. Only the host, and only in this contact, gets anything that proves. */
export async function judge(text: unknown, hello: Hello, parts: PageSideParts): Promise<Verdict> {
  const challenge = read(challengeSchema, text);
  if (challenge === null) return stranger;
  const { crypto, origin, path, knownHost } = parts;
  const { hostKey, nonce: hostNonce, standing } = challenge;
  const contact: Contact = { origin, path, hello, hostKey, hostNonce, standing };
  const isSigned = await crypto.verify(hostKey, textOf(contact, 'host'), challenge.signature);
  if (!isSigned) return stranger;
  const isKnown = hostKey === knownHost;
  if (hello.kind === 'enter') {
    if (!isKnown) return stranger;
    if (standing === 'ended') return { kind: 'ended' };
    return standing === 'known' ? proved(contact, null, parts) : stranger;
  }
  const knowsKey = await hasInvitation(challenge, contact, parts);
  if (!knowsKey) return isKnown ? { kind: 'used' } : stranger;
  // Whoever gave out the address is trusted with a browser that knows no other host here.
  if (!isKnown && knownHost !== null) return { kind: 'other-host', hostKey };
  return proved(contact, parts.invitation, parts);
}

async function hasInvitation(
  { standing, code }: Challenge,
  contact: Contact,
  { crypto, invitation }: PageSideParts,
): Promise<boolean> {
  if (standing !== 'invited' || code === null || invitation === null) return false;
  return crypto.isCode(invitation, textOf(contact, 'host'), code);
}

async function proved(
  contact: Contact,
  invitation: string | null,
  { crypto, identity }: PageSideParts,
): Promise<Verdict> {
  const said = textOf(contact, 'page');
  const proof: Proof = {
    kind: 'proof',
    signature: await identity.sign(said),
    code: invitation === null ? null : await crypto.codeOf(invitation, said),
  };
  return { kind: 'host', hostKey: contact.hostKey, proof };
}
