import type { TrustAgreement, TrustPart, TrustState } from '#shared/model/trust.ts';
import { compareParts, contentKey } from './parts.ts';

/** A part of now, or one that is gone, beside what the person agreed to. */
export interface ComparedPart {
  readonly part: TrustPart;
  readonly change: 'same' | 'added' | 'changed' | 'removed';
  /** What the person agreed to under this name; null where there was nothing. */
  readonly before: TrustPart | null;
}

/** Parts that the person has not agreed to: none where everything that can execute now was agreed to. */
export function unagreedParts(
  agreement: TrustAgreement,
  parts: readonly TrustPart[],
): readonly TrustPart[] {
  const agreed = new Set(agreement.parts.map(contentKey));
  return parts.filter((part) => !agreed.has(contentKey(part)));
}

/** Whether the person has agreed to all these parts. What is gone needs no agreement: it cannot execute. */
export function trustStateOf(
  agreement: TrustAgreement,
  parts: readonly TrustPart[],
  trustedFolder: string | null,
): TrustState {
  if (trustedFolder !== null) return 'trusted';
  if (agreement.agreedAt === null) return 'new';
  return unagreedParts(agreement, parts).length === 0 ? 'trusted' : 'changed';
}

/** Each part of now and each that is gone, news first. Without an agreement all of them are new. */
export function compareWithAgreement(
  agreement: TrustAgreement,
  parts: readonly TrustPart[],
): readonly ComparedPart[] {
  const unagreed = new Set(unagreedParts(agreement, parts));
  const present = new Set(parts.map(nameKey));
  const before = new Map(agreement.parts.map((part) => [nameKey(part), part]));
  // On another branch than before, or on the base branch now.
  const anywhere = new Map(agreement.parts.map((part) => [looseKey(part), part]));
  const compared = parts.map((part): ComparedPart => {
    if (!unagreed.has(part)) return { part, change: 'same', before: part };
    const old = before.get(nameKey(part)) ?? anywhere.get(looseKey(part)) ?? null;
    return { part, change: old === null ? 'added' : 'changed', before: old };
  });
  const gone = agreement.parts
    .filter((part) => !present.has(nameKey(part)))
    .map((part): ComparedPart => ({ part, change: 'removed', before: part }));
  return [...compared, ...gone].toSorted(
    (a, b) => rankOf(a.change) - rankOf(b.change) || compareParts(a.part, b.part),
  );
}

function rankOf(change: ComparedPart['change']): number {
  return change === 'same' ? 1 : 0;
}

function nameKey({ kind, name, place }: TrustPart): string {
  return JSON.stringify([kind, name, place]);
}

function looseKey({ kind, name }: TrustPart): string {
  return JSON.stringify([kind, name]);
}
