import type { TrustReport } from '#shared/contract/trust.ts';
import { changedLines } from '#shared/core/trust/line-changes.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TrustLook } from '#main/trust/trust-desk.ts';
import { isBlockedForTrust } from '#main/trust/trust-failures.ts';
import { readProjectConfig } from '#main/workspace/config-file.ts';
import type { ConfigInEffect } from '#main/trust/repository-parts.ts';
import { reopenTask } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';

type TrustedWorkspace = Pick<Workspace, 'repository' | 'trustDesk'>;

/** What the repository can execute, read again, and what of it is new since the person agreed. */
export async function describeTrust(workspace: TrustedWorkspace): Promise<TrustReport> {
  return reportOf(workspace, await workspace.trustDesk.look(await configInFile(workspace)));
}

/**
 * Agrees to what can execute now: to what was shown under `digest` and nothing else, or, with null, to whatever is
 * there. What was blocked without it can be started afterwards.
 */
export async function agreeToTrust(
  workspace: Workspace,
  digest: string | null,
): Promise<Result<TrustReport, Failure>> {
  const agreed = await workspace.trustDesk.agree(await configInFile(workspace), digest);
  if (!agreed.ok) return agreed;
  await reopenBlockedTasks(workspace);
  return ok(reportOf(workspace, agreed.value));
}

/** Nothing else keeps them from being started: an active run takes them up again. */
async function reopenBlockedTasks(workspace: Workspace): Promise<void> {
  for (const { id, blockedReason } of workspace.store.find('tasks', 'status', 'blocked')) {
    if (!isBlockedForTrust(blockedReason ?? '')) continue;
    const opened = await reopenTask(workspace, id);
    if (!opened.ok) workspace.logger.warn(opened.error.message, { task: id });
  }
}

/** Takes the agreement back: nothing that the repository's files name takes effect from now on. */
export async function withdrawTrust(
  workspace: TrustedWorkspace,
): Promise<Result<TrustReport, Failure>> {
  const withdrawn = await workspace.trustDesk.withdraw(await configInFile(workspace));
  return withdrawn.ok ? ok(reportOf(workspace, withdrawn.value)) : withdrawn;
}

function reportOf({ trustDesk }: TrustedWorkspace, look: TrustLook): TrustReport {
  const { state, digest, trustedFolder, agreement } = look;
  return {
    state,
    digest,
    agreedAt: agreement.agreedAt,
    trustedFolder,
    parts: trustDesk.compare(look).map(({ part, change, before }) => ({
      ...part,
      change,
      lines:
        change === 'changed' && before !== null ? [...changedLines(before.text, part.text)] : [],
    })),
  };
}

async function configInFile({ repository }: TrustedWorkspace): Promise<ConfigInEffect> {
  const { config, exists } = await readProjectConfig(repository.root);
  return { config, exists };
}
