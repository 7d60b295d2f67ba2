import type { Evidence } from '#shared/model/evidence.ts';
import { verificationTable } from '#main/verify/commands.ts';

/** The Verification Evidence table of a task (SPEC section 6.1), as Markdown. */
export function verificationEvidence(evidence: readonly Evidence[]): string {
  return verificationTable(evidence);
}
