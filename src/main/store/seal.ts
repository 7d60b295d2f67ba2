import { hash } from 'node:crypto';

/** A line of the log as it is stored. */
export interface SealedLine {
  readonly sequence: number;
  readonly at: string;
  readonly entry: string;
  /** Seal of the document that the entry led to; empty when it led to none. */
  readonly made: string;
  /** Seal of the line before. */
  readonly previous: string;
}

const length = 32;

function digest(parts: readonly (string | number)[]): string {
  return hash('sha256', parts.join('\0'), 'hex').slice(0, length);
}

/**
 * What shows that this program has stored a document as it is: for whoever writes into the database by other
 * means it has to be imitated, not only left out. It is no secret.
 */
export function documentSeal(store: string, name: string, id: string, document: string): string {
  return digest([store, name, id, document]);
}

/** What shows that this program has written a line of the log after the one before it. */
export function lineSeal({ sequence, at, entry, made, previous }: SealedLine): string {
  return digest([sequence, at, entry, made, previous]);
}
