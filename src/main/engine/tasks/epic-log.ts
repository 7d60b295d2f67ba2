import { commitSubjects } from '#main/git/commits.ts';
import { refNames } from '#main/git/refs.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The commits that an epic has beyond the commit it started from, newest first. */
export async function epicLog(
  workspace: Workspace,
  epicId: string,
): Promise<readonly { readonly commit: string; readonly subject: string }[]> {
  const base = workspace.store.get('epics', epicId)?.baseCommit ?? null;
  if (base === null) return [];
  return commitSubjects(workspace.git, base, refNames.epicBranch(epicId));
}
