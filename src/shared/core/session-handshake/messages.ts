import { z } from 'zod';

/** A key, nonce, signature or code, as base64 for addresses. */
const bytesSchema = z.string().regex(/^[\w-]{16,200}$/);

/** Which rules both sides speak; a side that knows others only does not go on. */
const version = 1;

/**
 * A page's first word. `enter` names the session that the host knows; `register` brings a public key, by which
 * the host is to know this browser from now on.
 */
export const helloSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    version: z.literal(version),
    kind: z.literal('enter'),
    session: bytesSchema,
    nonce: bytesSchema,
  }),
  z.strictObject({
    version: z.literal(version),
    kind: z.literal('register'),
    pageKey: bytesSchema,
    nonce: bytesSchema,
  }),
]);
export type Hello = z.infer<typeof helloSchema>;

/**
 * The host's answer: the session is known, or is none (any more); a key was issued that works once, or none
 * is. It says so before the page has proved anything, and proves that it is the host.
 */
export const standings = ['known', 'ended', 'invited', 'uninvited'] as const;
export type Standing = (typeof standings)[number];

/** The host's answer, signed; with `code`, it also proves that it knows the key that it gave out. */
export const challengeSchema = z.strictObject({
  kind: z.literal('challenge'),
  hostKey: bytesSchema,
  nonce: bytesSchema,
  standing: z.enum(standings),
  signature: bytesSchema,
  code: bytesSchema.nullable(),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** The page's proof that it is this session's browser; with `code`, that it has the key. */
export const proofSchema = z.strictObject({
  kind: z.literal('proof'),
  signature: bytesSchema,
  code: bytesSchema.nullable(),
});
export type Proof = z.infer<typeof proofSchema>;

/** The host's last word: what follows is no part of this any more. `worker` is what keeps the page that it serves. */
export const welcomeSchema = z.strictObject({
  kind: z.literal('welcome'),
  worker: z.strictObject({ address: z.string().startsWith('/'), integrity: z.string() }).nullable(),
});
export type Welcome = z.infer<typeof welcomeSchema>;

/** The value of a message as it came; null for what is none of this kind. */
export function read<Value>(schema: z.ZodType<Value>, text: unknown): Value | null {
  if (typeof text !== 'string') return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const handshakeVersion = version;
