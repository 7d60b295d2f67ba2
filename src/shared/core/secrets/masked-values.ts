import { maskedText } from './mask-secrets.ts';

/**
 * A plain value that was written down with its secrets masked, with each text that was masked as it stands in `now`
 * at the same place: a masked command must never be run. Where `now` has no text there, it stays as it is.
 */
export function withoutMasks(stored: unknown, now: unknown): unknown {
  if (typeof stored === 'string') {
    return stored.includes(maskedText) && typeof now === 'string' ? now : stored;
  }
  if (Array.isArray(stored)) {
    const others: readonly unknown[] = Array.isArray(now) ? now : [];
    return stored.map((one, index) => withoutMasks(one, others[index]));
  }
  if (typeof stored !== 'object' || stored === null) return stored;
  const others = new Map<string, unknown>(
    typeof now === 'object' && now !== null ? Object.entries(now) : [],
  );
  return Object.fromEntries(
    Object.entries(stored).map(([key, one]) => [key, withoutMasks(one, others.get(key))]),
  );
}
