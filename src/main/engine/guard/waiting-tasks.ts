import type { ForeignItem } from '#shared/model/foreign-change.ts';
import { refNames } from '#main/git/refs.ts';
import { unknownTip } from '#main/landing/foreign-tip.ts';
import { goneBranch } from '#main/landing/lost-branch.ts';
import { reopenTask } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The epics whose branches are among what changed. */
export function epicsIn(items: readonly ForeignItem[]): readonly string[] {
  return items.flatMap((item) =>
    item.kind === 'ref' && item.ref.startsWith(refNames.epicBranches)
      ? [item.ref.slice(refNames.epicBranches.length)]
      : [],
  );
}

/** Opens the tasks again that were blocked because the branch of their epic was gone, or moved by somebody else. */
export async function openTasksOfEpics(
  workspace: Workspace,
  epicIds: readonly string[],
): Promise<void> {
  for (const epicId of epicIds) {
    const reasons = [unknownTip(epicId), goneBranch(epicId)];
    const tasks = workspace.store.find('tasks', 'epic_id', epicId);
    for (const { id, status, blockedReason } of tasks) {
      const isIt = reasons.some((reason) => blockedReason?.startsWith(reason) === true);
      if (status === 'blocked' && isIt) await reopenTask(workspace, id);
    }
  }
}
