import { sameValue } from '#shared/core/edits/three-way.ts';
import type { EditJournal, JournalEntry } from './edit-journal.ts';
import type { ReapplyOutcome } from './reapply.ts';

/** What is needed to settle edits that were left over. */
export interface LeftOverParts {
  readonly journal: Pick<EditJournal, 'read' | 'remove'>;
  /** Applies an edit to documents that do not show it; says what of it came too late. */
  readonly reapply: (entry: JournalEntry) => Promise<ReapplyOutcome>;
  /** Gives the host an edit, which keeps the text of what it does not take; false when it did not answer. */
  readonly push: (entry: JournalEntry) => Promise<boolean>;
  /** Says to the person, in a sentence, that an edit was not accepted. */
  readonly refused: (text: string) => void;
}

/**
 * Shows edits that an earlier visit left in the journal, also while the host is away: a page that was closed
 * in between wrote its edit to the journal, and not yet to its documents. What cannot be applied to what the
 * browser has is left to {@link settleLeftOver}; what was answered or edited again meanwhile is none of these.
 */
export async function showLeftOver(
  leftOver: readonly JournalEntry[],
  { journal, reapply }: Pick<LeftOverParts, 'journal' | 'reapply'>,
): Promise<void> {
  for (const entry of inOrder(leftOver)) {
    if (await isStillLeft(journal, entry)) await reapply(entry);
  }
}

/** Whether the journal has the entry as it was: neither answered nor edited again since. */
async function isStillLeft(
  journal: LeftOverParts['journal'],
  entry: JournalEntry,
): Promise<boolean> {
  const { entries } = await journal.read(entry.workspaceId);
  return entries.some((one) => sameValue(one, entry));
}

/** Epics first: new tasks need them. */
function inOrder(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const isEpic = ({ collection }: JournalEntry): boolean => collection === 'epics';
  return [...entries.filter(isEpic), ...entries.filter((entry) => !isEpic(entry))];
}

/**
 * Goes through edits that an earlier visit left in the journal, once the documents are the host's: one
 * that a lost or renewed replica does not show is applied again. What came too late for that, or cannot be
 * judged here, goes to the host as it is, so that its inbox keeps the text; until the host has it, the journal does. An entry that
 * was answered or edited again meanwhile is none of these any more.
 */
export async function settleLeftOver(
  leftOver: readonly JournalEntry[],
  { journal, reapply, push, refused }: LeftOverParts,
): Promise<void> {
  for (const entry of inOrder(leftOver)) {
    const { workspaceId, collection, id } = entry;
    if (!(await isStillLeft(journal, entry))) continue;
    const outcome = await reapply(entry);
    if (outcome === 'applied' || outcome === 'not_stored') continue;
    const isForHost = outcome === 'too_late' || outcome === 'for_host';
    if (isForHost && !(await push(entry))) continue;
    await journal.remove([{ workspaceId, collection, id }]);
    if (outcome === 'too_late') {
      refused(`An edit of ${id} from an earlier visit came too late: it had changed meanwhile.`);
    }
  }
}
