import { createHash } from 'node:crypto';
import type { NamedText } from '#shared/core/trust/parts.ts';
import type { TrustPart } from '#shared/model/trust.ts';

/** Characters of a part that are kept, so that a change can be shown. */
export const keptText = 64 * 1024;

/** Hash of a text, or of bytes. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A part with its hash; of a long text the beginning is kept. `hash` goes before that of the text. */
export function makePart({ kind, name, place, text }: NamedText, hash = hashOf(text)): TrustPart {
  const isCut = text.length > keptText;
  return {
    kind,
    name,
    place,
    hash,
    text: isCut ? text.slice(0, keptText).toWellFormed() : text,
    isCut,
  };
}
