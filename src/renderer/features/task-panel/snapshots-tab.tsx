import { Archive, GitBranchPlus } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { VaultSnapshot } from '#shared/contract/reviews.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { ChangeReview } from '#renderer/features/review/index.ts';
import { formatRelativeTime } from '#renderer/lib/format.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { snapshotName } from './snapshot-names.ts';

export interface SnapshotsTabProps {
  readonly taskId: string;
  readonly attempts: readonly AttemptView[];
  /** Changes whenever there may be a new snapshot. */
  readonly version: string;
  /** Gives the panel more room; null when it has all there is. */
  readonly onWiden: (() => void) | null;
}

/** Every snapshot of the task's work in the vault: to look at, and to take out as a branch. */
export function SnapshotsTab(props: SnapshotsTabProps): JSX.Element {
  const { taskId, attempts, version, onWiden } = props;
  const { id: workspaceId } = useWorkspace();
  const { query } = useHostQuery(`${workspaceId} ${taskId} ${version}`, (client) =>
    client.reviews.snapshots({ workspaceId, taskId }),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const now = useNow(30_000);
  if (query.kind === 'loading') {
    return (
      <div className="p-4">
        <Skeleton lines={4} />
      </div>
    );
  }
  if (query.kind === 'failed') return <ErrorState failure={query.failure} />;
  const snapshots = query.value.toSorted((a, b) => b.number - a.number);
  const shown = snapshots.find((one) => one.ref === chosen) ?? snapshots[0];
  if (shown === undefined) {
    return (
      <EmptyState
        icon={Archive}
        text="No snapshot yet. The vault keeps the work of every attempt, also of those that failed."
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-4 py-1 text-12 text-muted">
        <Select
          label="Snapshot"
          isLabelHidden
          value={shown.ref}
          options={snapshots.map((one) => ({
            value: one.ref,
            label: snapshotName(taskId, one, attempts),
            hint: `${formatRelativeTime(one.createdAt, now)}, ${one.commit.slice(0, 7)}`,
          }))}
          onChange={setChosen}
          className="w-xs"
        />
        <RelativeTime iso={shown.createdAt} />
        <RestoreButton taskId={taskId} snapshot={shown} />
      </div>
      <div className="min-h-0 flex-1">
        {shown.parent === null ? (
          <EmptyState icon={Archive} text="There is nothing to compare this snapshot with." />
        ) : (
          <ChangeReview from={shown.parent} to={shown.commit} onWiden={onWiden} />
        )}
      </div>
    </div>
  );
}

function RestoreButton({
  taskId,
  snapshot,
}: {
  readonly taskId: string;
  readonly snapshot: VaultSnapshot;
}): JSX.Element {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isUnderWay, setIsUnderWay] = useState(false);
  const restore = async (): Promise<void> => {
    setIsUnderWay(true);
    const result = await host.call((client) =>
      client.reviews.restoreSnapshot({ workspaceId, taskId, ref: snapshot.ref }),
    );
    setIsUnderWay(false);
    if (result.ok)
      showToast(`The snapshot is on the branch ${result.value.branch}.`, { kind: 'success' });
    else showFailure(result.error);
  };
  return (
    <Button
      size="sm"
      icon={GitBranchPlus}
      className="ml-auto"
      title="Makes a branch; nothing is checked out."
      isLoading={isUnderWay}
      onClick={() => void restore()}
    >
      Restore as a branch
    </Button>
  );
}
