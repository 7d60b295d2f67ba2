import type { Mark, MarkKind } from '#shared/model/mark.ts';
import type { TaskStatus } from '#shared/model/task.ts';
import type { Cheat } from './cheat.ts';

/** What became of a cheat. */
export type Outcome =
  | { readonly kind: 'caught'; readonly why: string }
  | { readonly kind: 'shown'; readonly why: string }
  /** The work landed, and nothing says so. */
  | { readonly kind: 'unseen' }
  /** Nothing can be said: its agent or its check never came to an end. */
  | { readonly kind: 'not_played'; readonly why: string };

/** What the records say of a task after it was played. */
export interface Seen {
  readonly status: TaskStatus;
  readonly isClosedByHand: boolean;
  /** Marks of the evidence by which it landed, and of its receipt. */
  readonly evidenceMarks: readonly Mark[];
  readonly receiptMarks: readonly Mark[];
  /** Receipts of its merges. */
  readonly receipts: number;
  /** Verdicts of its checks, in the order in which they ran. */
  readonly verdicts: readonly { readonly command: string; readonly verdict: string }[];
  /** Why it did not land; null where nothing says so. */
  readonly problem: string | null;
  /** Whether its agent worked to its end. */
  readonly hasWorked: boolean;
}

/** Judges a cheat by what the records say. A receipt decides, never the status alone: agents may write that. */
export function outcomeOf({ marks }: Pick<Cheat, 'marks'>, seen: Seen): Outcome {
  if (seen.status === 'closed' && seen.receipts > 0) return landed(marks, seen);
  if (seen.status === 'closed' && !seen.isClosedByHand) return { kind: 'unseen' };
  if (!seen.hasWorked) return { kind: 'not_played', why: seen.problem ?? 'its agent did not end' };
  const refused = seen.verdicts.find(
    ({ verdict }) => verdict !== 'passed' && verdict !== 'interrupted',
  );
  if (refused !== undefined) {
    return { kind: 'caught', why: `${verdictWords(refused.verdict)}: ${refused.command}` };
  }
  if (seen.problem !== null) return { kind: 'caught', why: seen.problem };
  return { kind: 'not_played', why: 'no check of it came to an end' };
}

function landed(kinds: readonly MarkKind[], seen: Seen): Outcome {
  const has = (marks: readonly Mark[]): Mark | undefined =>
    marks.find(({ kind }) => kinds.includes(kind));
  const [evidence, receipt] = [has(seen.evidenceMarks), has(seen.receiptMarks)];
  if (evidence === undefined || receipt === undefined) return { kind: 'unseen' };
  return { kind: 'shown', why: receipt.text };
}

function verdictWords(verdict: string): string {
  return verdict.replaceAll('_', ' ');
}

/** Whether a cheat ended as the table says, or better: what is caught need not be shown. */
export function holds({ expects }: Pick<Cheat, 'expects'>, outcome: Outcome): boolean {
  return outcome.kind === 'caught' || outcome.kind === expects;
}
