import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import { countCommits } from '#main/git/branch-heads.ts';
import { isAncestor, refNames, resolveCommit } from '#main/git/refs.ts';
import { startBranch } from './epic-start.ts';
import type { LandingParts } from './landing-parts.ts';
import { lostEpic, makeAgain } from './lost-branch.ts';

type Parts = Pick<LandingParts, 'git' | 'store' | 'config'>;

/**
 * What stands in the way of epics because of their own branches: one that is gone with work that is nowhere else;
 * and what is worth a word: one that was there before this program worked on its epic, with commits of its own.
 */
export async function checkEpicBranches(
  parts: Parts,
  epics: readonly Epic[],
): Promise<{ readonly problems: readonly Failure[]; readonly warnings: readonly Failure[] }> {
  const problems: Failure[] = [];
  const warnings: Failure[] = [];
  for (const epic of epics) {
    const tip = await resolveCommit(parts.git, refNames.epicBranch(epic.id));
    if (tip === null) problems.push(...(await lostProblems(parts, epic)));
    else warnings.push(...(await foreignWarnings(parts, epic, tip)));
  }
  return { problems, warnings };
}

/**
 * Makes the branch of an epic again that is gone with work which is nowhere else.
 * @returns whether it was made
 */
export async function bringBackBranch(parts: Parts, epic: Epic): Promise<boolean> {
  if ((await resolveCommit(parts.git, refNames.epicBranch(epic.id))) !== null) return false;
  const isLost = (await lostProblems(parts, epic)).length > 0;
  return isLost && (await makeAgain(parts, epic.id));
}

async function lostProblems(parts: Parts, epic: Epic): Promise<readonly Failure[]> {
  const base = await baseTip(parts, epic);
  const lost = base === null ? null : await lostEpic(parts, epic.id, base);
  return lost === null ? [] : [lost];
}

async function foreignWarnings(parts: Parts, epic: Epic, tip: string): Promise<readonly Failure[]> {
  const isOurs =
    epic.baseCommit !== null || parts.store.find('receipts', 'epic_id', epic.id).length > 0;
  const base = isOurs ? null : await baseTip(parts, epic);
  if (base === null || (await isAncestor(parts.git, tip, base))) return [];
  const count = await countCommits(parts.git, base, tip);
  const branch = refNames.epicBranch(epic.id).replace('refs/heads/', '');
  return [
    failure(
      'epic-branch-foreign',
      `The branch ${branch} is there already, with ${count} commit(s) that Switchyard has not made: work lands on top of them.`,
      `To begin without them: git branch -m ${branch} ${branch.replaceAll('/', '-')}`,
    ),
  ];
}

async function baseTip(parts: Parts, epic: Epic): Promise<string | null> {
  const start = (await startBranch(parts, epic)) ?? epic.baseBranch;
  return resolveCommit(parts.git, `refs/heads/${start}`);
}
