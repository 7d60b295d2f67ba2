import type { Hello, Standing } from './messages.ts';

/** What both sides need of cryptography; keys, nonces, signatures and codes are base64 for addresses. */
export interface HandshakeCrypto {
  /** 32 bytes of chance. */
  nonce(): string;
  /** Name of the session of a public key: part of its hash. */
  nameOf(publicKey: string): Promise<string>;
  /** Whether `signature` is one of `text` by the owner of `publicKey`; false for what is no key. */
  verify(publicKey: string, text: string, signature: string): Promise<boolean>;
  /** A code of `text` that only who knows `secret` can make. */
  codeOf(secret: string, text: string): Promise<string>;
  /** Whether `code` is that code, in a time that does not depend on where it differs. */
  isCode(secret: string, text: string, code: string): Promise<boolean>;
}

/** A key pair of which only the public half can be read. */
export interface Signer {
  readonly publicKey: string;
  readonly sign: (text: string) => Promise<string>;
}

/** What one contact is about: all of it is signed, so that no part is of use in another contact. */
export interface Contact {
  /** Address of the page with its port, such as `http://127.0.0.1:4817`, as each side knows it by itself. */
  readonly origin: string;
  /** Where the socket leads to, such as `/rpc`. */
  readonly path: string;
  readonly hello: Hello;
  readonly hostKey: string;
  readonly hostNonce: string;
  readonly standing: Standing;
}

/**
 * The text that a side signs. Who answers in place of the host can pass it on, but only to a host on another
 * address, in another contact, or back to where it came from: each of them makes another text of it.
 */
export function textOf(contact: Contact, side: 'host' | 'page'): string {
  const { origin, path, hello, hostKey, hostNonce, standing } = contact;
  const who = hello.kind === 'enter' ? hello.session : hello.pageKey;
  return JSON.stringify([
    'switchyard session',
    hello.version,
    side,
    hello.kind,
    origin,
    path,
    who,
    hello.nonce,
    hostKey,
    hostNonce,
    standing,
  ]);
}
