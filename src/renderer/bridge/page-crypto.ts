import type { HandshakeCrypto, Signer } from '#shared/core/session-handshake/contact.ts';

const keyKind = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;
const coding = { name: 'HMAC', hash: 'SHA-256' } as const;
const nameCharacters = 22;

/** The page's side of cryptography: ECDSA over P-256 with SHA-256, HMAC with SHA-256. */
export const pageCrypto: HandshakeCrypto = {
  nonce: () => textOf(crypto.getRandomValues(new Uint8Array(32))),
  nameOf: async (publicKey) =>
    textOf(await crypto.subtle.digest('SHA-256', bytesOf(publicKey))).slice(0, nameCharacters),
  async verify(publicKey, text, signature) {
    try {
      const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), keyKind, false, [
        'verify',
      ]);
      return await crypto.subtle.verify(signing, key, bytesOf(signature), encode(text));
    } catch {
      // What is no key, or no signature, proves nothing.
      return false;
    }
  },
  codeOf: async (secret, text) =>
    textOf(await crypto.subtle.sign(coding.name, await secretKey(secret), encode(text))),
  isCode: async (secret, text, code) =>
    crypto.subtle.verify(coding.name, await secretKey(secret), bytesOf(code), encode(text)),
};

/**
 * A key pair as the browser keeps it: the private half can be used by pages of this address, and read by
 * nobody.
 */
export interface PageKeys {
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
}

export async function freshKeys(): Promise<PageKeys> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(keyKind, false, [
    'sign',
    'verify',
  ]);
  return { publicKey: textOf(await crypto.subtle.exportKey('raw', publicKey)), privateKey };
}

export function signerOf({ publicKey, privateKey }: PageKeys): Signer {
  return {
    publicKey,
    sign: async (text) => textOf(await crypto.subtle.sign(signing, privateKey, encode(text))),
  };
}

async function secretKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encode(secret), coding, false, ['sign', 'verify']);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Base64 for addresses. */
function textOf(bytes: ArrayBuffer | Uint8Array): string {
  const text = btoa(String.fromCodePoint(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws when it is no base64 */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.codePointAt(0) ?? 0);
}
