import type { Receipt } from '#shared/model/receipt.ts';
import { GitError } from '#main/git/git-error.ts';
import { isAncestor, isReferenced, listRefs, refNames, resolveCommit } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

/** A receipt whose branch is not what it says, in words. */
export interface ReceiptDifference {
  readonly taskId: string;
  readonly text: string;
}

type CompareParts = Pick<LandingParts, 'git' | 'store'>;

/**
 * Compares the newest receipt of each epic that the last run has landed on with the branch: what the records say
 * must be there, whatever a loss of power, a damaged disk or a person has done to it since. `deep` looks at
 * all objects too that came with these receipts, as after a restart of the machine.
 */
export async function receiptDifferences(
  parts: CompareParts,
  deep: boolean,
): Promise<readonly ReceiptDifference[]> {
  const receipts = receiptsOfLastRun(parts);
  if (receipts.length === 0) return [];
  const tips = new Map(
    (await listRefs(parts.git, refNames.epicBranches)).map(({ ref, target }) => [ref, target]),
  );
  const differences: ReceiptDifference[] = [];
  for (const ofBranch of Map.groupBy(receipts, ({ branchRef }) => branchRef).values()) {
    const newest = ofBranch.at(-1);
    if (newest === undefined) continue;
    const text =
      (await branchDifference(parts, newest, tips.get(newest.branchRef) ?? null)) ??
      (deep ? await objectDifference(parts, ofBranch) : null);
    if (text !== null) differences.push({ taskId: newest.taskId, text });
  }
  return differences;
}

function receiptsOfLastRun({ store }: CompareParts): readonly Receipt[] {
  const run = store.all('runs').at(-1);
  if (run === undefined) return [];
  const epics = new Set(run.taskIds.flatMap((id) => store.get('tasks', id)?.epicId ?? []));
  const receipts = store.find('receipts', 'epic_id', ...epics);
  return receipts.filter(({ createdAt }) => createdAt >= run.startedAt);
}

async function branchDifference(
  { git }: CompareParts,
  { taskId, branchRef, headAfter }: Receipt,
  tip: string | null,
): Promise<string | null> {
  if (tip === headAfter) return null;
  const branch = branchRef.replace('refs/heads/', '');
  const landed = `Task ${taskId} landed on ${branch} as ${headAfter.slice(0, 12)}`;
  if ((await resolveCommit(git, headAfter)) === null) {
    return `${landed}, but that commit is not in the repository any more. What was done for it is kept in ${refNames.archive(taskId)}; open the task again to have it landed once more.`;
  }
  if (tip === null) {
    // A branch that was merged elsewhere and deleted is nobody's loss.
    if (await isReferenced(git, headAfter, 'refs/heads')) return null;
    return `${landed}, but that branch is gone or damaged. Bring it back with \`git branch -f ${branch} ${headAfter}\`.`;
  }
  if (await isAncestor(git, headAfter, tip)) return null;
  return `${landed}, but that branch stands at ${tip.slice(0, 12)}, which does not have it. Bring it back with \`git branch -f ${branch} ${headAfter}\`, or leave it if you have set it back yourself.`;
}

/** Reads the header of every object that came with these receipts; one that was never written to the disk is empty. */
async function objectDifference(
  { git }: CompareParts,
  receipts: readonly Receipt[],
): Promise<string | null> {
  const [oldest, newest] = [receipts[0], receipts.at(-1)];
  if (oldest === undefined || newest === undefined) return null;
  const range = [newest.headAfter, `^${oldest.headBefore}`];
  try {
    const listing = await git.text(['rev-list', '--objects', '--no-object-names', ...range, '--']);
    const args = ['cat-file', '--batch-check=%(objecttype)'];
    const types = await git.text(args, { input: `${listing}\n` });
    if (!/ missing$/m.test(types)) return null;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
  }
  const branch = newest.branchRef.replace('refs/heads/', '');
  return `Objects of what landed on ${branch} are missing or damaged, maybe by a loss of power. Run \`git fsck\`; what was done for its tasks is kept below refs/switchyard/archive.`;
}
