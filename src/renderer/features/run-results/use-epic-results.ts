import type { EpicResult } from '#shared/contract/reviews.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

const nothing: readonly EpicResult[] = [];

/** What has landed on the branches of these epics, asked again when a branch moves; empty until it is known. */
export function useEpicResults(epicIds: readonly string[]): readonly EpicResult[] {
  const { id: workspaceId } = useWorkspace();
  const status = useWorkspaceStatus();
  const moves = `${status?.checkout.commit} ${JSON.stringify(status?.epics)}`;
  const key = epicIds.length === 0 ? null : `results ${workspaceId} ${epicIds.join(' ')} ${moves}`;
  const { query } = useHostQuery(key, (client) =>
    client.reviews.epicResults({ workspaceId, epicIds }),
  );
  return query.kind === 'answered' ? query.value : nothing;
}
