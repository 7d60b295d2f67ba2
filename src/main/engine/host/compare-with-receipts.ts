import { ownIdentity } from '#main/system/process-identity.ts';
import { receiptDifferences } from '#main/landing/compare-receipts.ts';
import { configApplies } from '#main/trust/trust-desk.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import type { RepositoryNotices } from './repository-notices.ts';

/**
 * Says where the branches are not what the receipts of the last run say; not while a process drives it. Where the
 * machine was started again since, power may have been lost: objects are looked at as well.
 */
export async function compareWithReceipts(
  workspace: Workspace,
  notices: RepositoryNotices,
): Promise<void> {
  if (!configApplies(workspace.trust) || unfinishedRun(workspace.store)?.alive === true) return;
  const owner = workspace.store.all('runs').at(-1)?.owner.startTime ?? '';
  const deep = bootOf(owner) !== bootOf(ownIdentity().startTime ?? '');
  const compared = await catchFailure(async () => ok(await receiptDifferences(workspace, deep)));
  if (compared.ok) notices.differences(compared.value);
  else workspace.logger.warn(compared.error.message);
}

function bootOf(startTime: string): string {
  return startTime.slice(0, startTime.lastIndexOf(':'));
}
