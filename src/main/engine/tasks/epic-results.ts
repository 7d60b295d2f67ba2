import type { EpicResult } from '#shared/contract/reviews.ts';
import { mergeCommand } from '#shared/core/runs/merge-command.ts';
import type { Epic } from '#shared/model/epic.ts';
import { countCommits } from '#main/git/branch-heads.ts';
import { commonBase } from '#main/git/commits.ts';
import { isAncestor, refNames, resolveCommit } from '#main/git/refs.ts';
import type { Workspace } from '#main/engine/workspace.ts';

type Parts = Pick<Workspace, 'git' | 'store' | 'repository'>;

/** What has landed on the branches of these epics, and how it comes to where they started; without those that have no branch. */
export async function epicResults(
  parts: Parts,
  epicIds: readonly string[],
): Promise<readonly EpicResult[]> {
  const epics = epicIds.flatMap((id) => parts.store.get('epics', id) ?? []);
  const found = await Promise.all(epics.map(async (epic) => resultOf(parts, epic)));
  return found.filter((result) => result !== null);
}

async function resultOf(
  { git, repository: { root } }: Parts,
  { id, title, branch, baseBranch, baseCommit }: Epic,
): Promise<EpicResult | null> {
  const tip = await resolveCommit(git, refNames.epicBranch(id));
  if (tip === null) return null;
  const base =
    (await resolveCommit(git, `refs/heads/${baseBranch}`)) ??
    (await resolveCommit(git, `refs/remotes/origin/${baseBranch}`)) ??
    baseCommit;
  if (base === null) return null;
  const isMerged = await isAncestor(git, tip, base);
  // What was merged differs from the branch no more: then it is compared with where it began.
  const from = isMerged ? (baseCommit ?? base) : await commonBase(git, base, tip);
  const commits = await countCommits(git, from, tip);
  const command = mergeCommand({ root, baseBranch, branch });
  return { epicId: id, title, branch, baseBranch, from, to: tip, commits, isMerged, command };
}
