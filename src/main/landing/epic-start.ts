import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import { branchWords, isBranch, likelyBase, listBranches } from '#main/git/branches.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { GitClient } from '#main/git/client.ts';

interface Parts {
  readonly git: GitClient;
  readonly config: ProjectConfig;
}

/**
 * The branch that an epic without a commit starts from: its own; where that is not there (renamed, deleted,
 * never made), the one that is configured now. Null when there is neither.
 */
export async function startBranch(
  { git, config }: Parts,
  { baseBranch }: Pick<Epic, 'baseBranch'>,
): Promise<string | null> {
  for (const branch of [baseBranch, config.base_branch]) {
    if (await isBranch(git, branch)) return branch;
  }
  return null;
}

/** That an epic has no branch to start from, and what can be done with the branches that there are. */
export async function noStartBranch(
  { git, config }: Parts,
  { id, baseBranch }: Pick<Epic, 'id' | 'baseBranch'>,
): Promise<Failure> {
  const both = config.base_branch === baseBranch ? '' : `, and neither does ${config.base_branch}`;
  const message = `The base branch ${baseBranch} of epic ${id} does not exist${both}.`;
  const [branches, likely] = await Promise.all([listBranches(git), likelyBase(git, null)]);
  if (likely === null) {
    const action = `There is no branch to start from: make one with \`git branch ${baseBranch}\`.`;
    return failure('base-branch-missing', message, action);
  }
  return failure(
    'base-branch-missing',
    message,
    `There are ${branchWords(branches)}. Name one for this epic: \`switchyard edit ${id} --base-branch ${likely}\`; or for all, as base_branch in .switchyard/project.yaml.`,
  );
}

/** What stands in the way of epics because of their base branches, and what is worth a word about them. */
export async function checkBaseBranches(
  parts: Parts,
  epics: readonly Epic[],
): Promise<{ readonly problems: readonly Failure[]; readonly warnings: readonly Failure[] }> {
  const problems: Failure[] = [];
  const warnings: Failure[] = [];
  for (const epic of epics) {
    const { id, baseBranch, baseCommit } = epic;
    if (await isBranch(parts.git, baseBranch)) continue;
    const start = await startBranch(parts, epic);
    if (baseCommit === null && start === null) problems.push(await noStartBranch(parts, epic));
    else if (baseCommit === null) {
      warnings.push(
        failure(
          'base-branch-replaced',
          `The base branch ${baseBranch} of epic ${id} does not exist: it starts from ${start}, the configured base_branch.`,
          `For another one: \`switchyard edit ${id} --base-branch <branch>\``,
        ),
      );
    } else {
      warnings.push(
        failure(
          'base-branch-gone',
          `The base branch ${baseBranch} of epic ${id} is gone; the epic's own branch has what it needs for this run.`,
          `Say where it lands: \`switchyard edit ${id} --base-branch ${start ?? '<branch>'}\``,
        ),
      );
    }
  }
  return { problems, warnings };
}
