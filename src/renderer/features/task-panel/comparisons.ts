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
  /** Number of the attempt whose work it is; null where that is not known. */
  readonly attempt: number | null;
  /** What a person has to know of it beside what differs. */
  readonly marks: readonly Mark[];
}

const receiptWords: Readonly<Record<Receipt['kind'], string>> = {
  merge: 'Landed on the epic',
  revert: 'Taken back from the epic',
  restore: 'Brought back to the epic',
};

/** What an agent that is at work has changed so far. */
export interface PresentWork {
  /** Commit that it began with. */
  readonly base: string;
  /** Tree of its files. */
  readonly tree: string;
}

/** Value of the choice that shows what an agent does now. */
export const workSoFar = 'work-so-far';

/**
 * The newest first: what the agent that is at work has changed so far, what landed on the epic branch, then
 * the work of each attempt.
 */
export function comparisonsOf(
  attempts: readonly AttemptView[],
  receipts: readonly Receipt[],
  present: PresentWork | null = null,
): readonly ComparisonChoice[] {
  const now = present === null ? [] : [soFar(attempts.at(-1)?.number ?? 1, present)];
  const landed = receipts.toReversed().map((receipt) => ({
    value: receipt.id,
    label: `${receiptWords[receipt.kind]}${countOf(receipt, receipts)}`,
    ...ofAttempt(attempts.find(({ id }) => id === receipt.attemptId)?.number ?? null),
    from: receipt.headBefore,
    to: receipt.headAfter,
    marks: receipt.kind === 'revert' ? [] : receipt.marks,
  }));
  const left = attempts.toReversed().flatMap((attempt): ComparisonChoice[] => {
    const { baseCommit: from, commit: to, id, number } = attempt;
    if (from === null || to === null) return [];
    const marks = attempt.landing?.marks ?? [];
    return [
      {
        value: id,
        label: `Work of attempt ${number}`,
        hint: to.slice(0, 7),
        from,
        to,
        attempt: number,
        marks,
      },
    ];
  });
  return [...now, ...landed, ...left];
}

function ofAttempt(attempt: number | null): Pick<ComparisonChoice, 'attempt' | 'hint'> {
  return { attempt, hint: attempt === null ? '' : `attempt ${attempt}` };
}

function soFar(number: number, { base, tree }: PresentWork): ComparisonChoice {
  return {
    value: workSoFar,
    label: `Work so far of attempt ${number}`,
    hint: 'not checked yet',
    attempt: number,
    from: base,
    to: tree,
    marks: [],
  };
}

/** Which one it is of several of its kind; nothing when it is the only one. */
function countOf(receipt: Receipt, receipts: readonly Receipt[]): string {
  const alike = receipts.filter(({ kind }) => kind === receipt.kind);
  return alike.length === 1 ? '' : ` (${alike.indexOf(receipt) + 1} of ${alike.length})`;
}
