import { textOf } from './contact.ts';
import type { Contact, HandshakeCrypto, Signer } from './contact.ts';
import { helloSchema, proofSchema, read } from './messages.ts';
import type { Challenge, Hello, Standing } from './messages.ts';

/** What the host's side of a contact needs. */
export interface HostSideParts {
  readonly crypto: HandshakeCrypto;
  readonly identity: Signer;
  readonly origin: string;
  readonly path: string;
  /** The key that was issued and not used yet; null when there is none. */
  readonly invitation: string | null;
  /** Public key of a session that may enter; null when it is unknown, ended, or of another address. */
  readonly keyOf: (session: string) => Promise<string | null>;
}

/** A contact under way: the host has said who it is, and waits for the page's proof. */
export interface BegunContact {
  /** What is sent to the page. */
  readonly challenge: Challenge;
  readonly contact: Contact;
  /** Public key that the page has to prove; null when it is not let in whatever it says. */
  readonly pageKey: string | null;
  /** The key that was issued, where the page has to prove that too. */
  readonly invitation: string | null;
}

/** Who was let in, and by which key when it is a new one. */
export interface Admitted {
  readonly session: string;
  readonly registers: string | null;
}

/** Answers a page's first message; null for what is none. */
export async function beginContact(
  text: unknown,
  parts: HostSideParts,
): Promise<BegunContact | null> {
  const hello = read(helloSchema, text);
  if (hello === null) return null;
  const { crypto, identity, origin, path } = parts;
  const { pageKey, invitation, standing } = await standingOf(hello, parts);
  const contact: Contact = {
    origin,
    path,
    hello,
    hostKey: identity.publicKey,
    hostNonce: crypto.nonce(),
    standing,
  };
  const said = textOf(contact, 'host');
  const challenge: Challenge = {
    kind: 'challenge',
    hostKey: identity.publicKey,
    nonce: contact.hostNonce,
    standing,
    signature: await identity.sign(said),
    code: invitation === null ? null : await crypto.codeOf(invitation, said),
  };
  return { challenge, contact, pageKey, invitation };
}

async function standingOf(
  hello: Hello,
  { invitation, keyOf }: HostSideParts,
): Promise<Pick<BegunContact, 'pageKey' | 'invitation'> & { readonly standing: Standing }> {
  if (hello.kind === 'enter') {
    const pageKey = await keyOf(hello.session);
    return { pageKey, invitation: null, standing: pageKey === null ? 'ended' : 'known' };
  }
  return invitation === null
    ? { pageKey: null, invitation: null, standing: 'uninvited' }
    : { pageKey: hello.pageKey, invitation, standing: 'invited' };
}

/** Who has proved to be let in; null for nobody. */
export async function admit(
  text: unknown,
  { contact, pageKey, invitation }: BegunContact,
  crypto: HandshakeCrypto,
): Promise<Admitted | null> {
  const proof = read(proofSchema, text);
  if (proof === null || pageKey === null) return null;
  const said = textOf(contact, 'page');
  const isSigned = await crypto.verify(pageKey, said, proof.signature);
  const isInvited =
    invitation === null ||
    (proof.code !== null && (await crypto.isCode(invitation, said, proof.code)));
  if (!isSigned || !isInvited) return null;
  const { hello } = contact;
  return hello.kind === 'enter'
    ? { session: hello.session, registers: null }
    : { session: await crypto.nameOf(pageKey), registers: pageKey };
}
