import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Receipt } from '#shared/model/receipt.ts';

/** Something that can be looked at as a diff. */
export interface ComparisonChoice {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
  readonly from: string;
  readonly to: string;
  /** What a person has to know of it beside what differs. */
  readonly marks: readonly Mark[];
}

const receiptWords: Readonly<Record<Receipt['kind'], string>> = {
  merge: 'Landed on the epic',
  revert: 'Taken back from the epic',
  restore: 'Brought back to the epic',
};

/** The newest first: what landed on the epic branch, then the work of each attempt. */
export function comparisonsOf(
  attempts: readonly AttemptView[],
  receipts: readonly Receipt[],
): readonly ComparisonChoice[] {
  const landed = receipts.toReversed().map((receipt) => ({
    value: receipt.id,
    label: `${receiptWords[receipt.kind]}${countOf(receipt, receipts)}`,
    hint: receipt.headAfter.slice(0, 7),
    from: receipt.headBefore,
    to: receipt.headAfter,
    marks: receipt.kind === 'revert' ? [] : receipt.marks,
  }));
  const left = attempts.toReversed().flatMap((attempt): ComparisonChoice[] => {
    const { baseCommit: from, commit: to, id, number } = attempt;
    if (from === null || to === null) return [];
    const marks = attempt.landing?.marks ?? [];
    return [
      { value: id, label: `Work of attempt ${number}`, hint: to.slice(0, 7), from, to, marks },
    ];
  });
  return [...landed, ...left];
}

/** Which one it is of several of its kind; nothing when it is the only one. */
function countOf(receipt: Receipt, receipts: readonly Receipt[]): string {
  const alike = receipts.filter(({ kind }) => kind === receipt.kind);
  return alike.length === 1 ? '' : ` (${alike.indexOf(receipt) + 1} of ${alike.length})`;
}
