import { findCheckout } from '#main/git/checkouts.ts';
import type { GitClient } from '#main/git/client.ts';
import {
  absent,
  isAncestor,
  listRefs,
  refNames,
  resolveCommit,
  updateRefs,
} from '#main/git/refs.ts';
import type { Repository } from '#main/git/repository.ts';
import type { Store } from '#main/store/store.ts';

interface Parts {
  readonly store: Store;
  readonly git: GitClient;
  readonly repository: Repository;
}

/** Deletes `agent/<task>` where the task has a receipt and the archive holds the branch's work. */
export async function deleteMergedBranches(parts: Parts): Promise<void> {
  const prefix = 'refs/heads/agent/';
  const updates = [];
  for (const { ref, target } of await listRefs(parts.git, prefix)) {
    const taskId = ref.slice(prefix.length);
    const receipts = parts.store.find('receipts', 'task_id', taskId);
    const merged = receipts.length > 0 && receipts.at(-1)?.kind !== 'revert';
    const holder = parts.store.find('worktrees', 'task_id', taskId).some((slot) => slot.reserved);
    if (!merged || holder) continue;
    // Somebody looks at it: without its branch that checkout would show nothing but changes.
    if ((await findCheckout(parts.git, parts.repository.commonDirectory, ref)) !== null) continue;
    if (await isKept(parts, taskId, target)) {
      updates.push({ ref, target: absent, expected: target });
    }
  }
  if (updates.length > 0) await updateRefs(parts.git, updates, 'merged task branches');
}

/** The branch shows the archived work itself, or the merge commit that the epic has. */
async function isKept(parts: Parts, taskId: string, commit: string): Promise<boolean> {
  const archived = await resolveCommit(parts.git, refNames.archive(taskId));
  if (archived !== null && (await isAncestor(parts.git, commit, archived))) return true;
  return parts.store
    .find('receipts', 'task_id', taskId)
    .some((receipt) => receipt.headAfter === commit);
}
