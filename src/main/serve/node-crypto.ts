import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { HandshakeCrypto, Signer } from '#shared/core/session-handshake/contact.ts';

const curve = 'P-256';
/** A point in the encoding of browsers: 4, x, y. */
const pointBytes = 65;
const coordinateBytes = 32;
/** Signatures as browsers make them. */
const dsaEncoding = 'ieee-p1363';
const nameCharacters = 22;

/** The host's side of cryptography: ECDSA over P-256 with SHA-256, HMAC with SHA-256, as in browsers. */
export const nodeCrypto: HandshakeCrypto = {
  nonce: freshSecret,
  nameOf: async (publicKey) =>
    createHash('sha256').update(bytesOf(publicKey)).digest('base64url').slice(0, nameCharacters),
  async verify(publicKey, text, signature) {
    const key = publicKeyOf(publicKey);
    if (key === null) return false;
    return verify('sha256', Buffer.from(text), { key, dsaEncoding }, bytesOf(signature));
  },
  codeOf: async (secret, text) => codeOf(secret, text).toString('base64url'),
  async isCode(secret, text, code) {
    const [sent, right] = [bytesOf(code), codeOf(secret, text)];
    return sent.length === right.length && timingSafeEqual(sent, right);
  },
};

/** 32 bytes of chance, in characters that may stand in an address. */
export function freshSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Private half of a new key pair, as it is kept. */
export function freshPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: curve });
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
}

/**
 * The key pair that was kept.
 * @throws when it is none
 */
export function signerOf(privateKey: string): Signer {
  const key = createPrivateKey({ key: bytesOf(privateKey), format: 'der', type: 'pkcs8' });
  const { x = '', y = '', crv } = createPublicKey(key).export({ format: 'jwk' });
  if (crv !== curve) throw new Error('The key is of another kind.');
  const point = Buffer.concat([Buffer.from([4]), bytesOf(x), bytesOf(y)]);
  return {
    publicKey: point.toString('base64url'),
    sign: async (text) =>
      sign('sha256', Buffer.from(text), { key, dsaEncoding }).toString('base64url'),
  };
}

function publicKeyOf(text: string): KeyObject | null {
  const point = bytesOf(text);
  if (point.length !== pointBytes || point[0] !== 4) return null;
  const x = point.subarray(1, 1 + coordinateBytes).toString('base64url');
  const y = point.subarray(1 + coordinateBytes).toString('base64url');
  try {
    return createPublicKey({ key: { kty: 'EC', crv: curve, x, y }, format: 'jwk' });
  } catch {
    // A point that is not on the curve.
    return null;
  }
}

function codeOf(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
