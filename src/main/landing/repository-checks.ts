import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { GitClient } from '#main/git/client.ts';
import { mergeTrees } from '#main/git/merge.ts';
import { isAncestor, listRefs, refNames, resolveCommit } from '#main/git/refs.ts';
import { checkGitVersion } from '#main/git/repository.ts';
import type { Store } from '#main/store/store.ts';
import { checkBaseBranches } from './epic-start.ts';
import { checkEpicBranches } from './epic-branches.ts';
import { identityProblem } from './identity-check.ts';
import type { LandingParts } from './landing-parts.ts';
import { namesTaken } from './names-taken.ts';
import { emptySubmodules } from './empty-submodules.ts';

interface Parts {
  readonly git: GitClient;
  readonly config: ProjectConfig;
}

/** What in the repository stands in the way of landing these tasks on their epics, and what is worth a word. */
export async function checkRepository(
  parts: Parts & Pick<LandingParts, 'store'>,
  epics: readonly Epic[],
  taskIds: readonly string[],
): Promise<{ readonly problems: readonly Failure[]; readonly warnings: readonly Failure[] }> {
  const names = await namesTaken(parts, epics, taskIds);
  const branches = await checkEpicBranches(parts, epics);
  const bases = await checkBaseBranches(parts, epics);
  const identity = await identityProblem(parts);
  const identityOf = (kind: 'problem' | 'warning'): readonly Failure[] =>
    identity?.kind === kind ? [identity.failure] : [];
  return {
    problems: [...names, ...branches.problems, ...bases.problems, ...identityOf('problem')],
    warnings: [
      ...branches.warnings,
      ...bases.warnings,
      ...identityOf('warning'),
      ...(await emptySubmodules(parts)),
    ],
  };
}

/** The version of git, when it is one that can merge without a checkout. */
export async function gitVersion({ git }: Parts): Promise<Result<string, Failure>> {
  return checkGitVersion(git);
}

/** Unmerged task branches that would conflict with their epic as it stands. */
export async function branchConflicts({
  git,
  store,
}: Parts & { readonly store: Store }): Promise<
  readonly { readonly taskId: string; readonly files: readonly string[] }[]
> {
  const prefix = 'refs/heads/agent/';
  const conflicts: { taskId: string; files: readonly string[] }[] = [];
  for (const { ref, target } of await listRefs(git, prefix)) {
    const taskId = ref.slice(prefix.length);
    const task = store.get('tasks', taskId);
    if (task === null || task.status === 'closed') continue;
    const tip = await resolveCommit(git, refNames.epicBranch(task.epicId));
    if (tip === null || (await isAncestor(git, target, tip))) continue;
    const merged = await mergeTrees(git, tip, target);
    if (merged.conflicts.length > 0) conflicts.push({ taskId, files: merged.conflicts });
  }
  return conflicts;
}
