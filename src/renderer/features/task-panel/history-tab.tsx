import { History } from 'lucide-react';
import type { JSX } from 'react';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';

export interface HistoryTabProps {
  readonly taskId: string;
  /** Changes whenever something may have happened. */
  readonly version: string;
}

/** What happened to the task, from the event log, the newest first. */
export function HistoryTab({ taskId, version }: HistoryTabProps): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const { query } = useHostQuery(`${workspaceId} ${taskId} ${version}`, (client) =>
    client.reviews.history({ workspaceId, taskId }),
  );
  if (query.kind === 'loading') {
    return (
      <div className="p-4">
        <Skeleton lines={6} />
      </div>
    );
  }
  if (query.kind === 'failed') return <ErrorState failure={query.failure} />;
  if (query.value.length === 0) {
    return <EmptyState icon={History} text="Nothing has happened to this task yet." />;
  }
  return (
    <ol aria-label="History of the task" reversed className="flex flex-col p-4">
      {query.value.toReversed().map((entry, index) => (
        <li
          // Entries have no id; the list only grows at its other end.
          // oxlint-disable-next-line react/no-array-index-key -- see above
          key={query.value.length - index}
          className="flex items-baseline gap-3 border-b border-border py-2 last:border-0"
        >
          <div className="min-w-0 flex-1">
            <p dir="auto" className="text-13 break-words">
              {entry.text}
            </p>
            {entry.detail !== null && (
              // One path or line of an error to a line, as it was written.
              <p dir="auto" className="text-12 break-words whitespace-pre-wrap text-muted">
                {entry.detail}
              </p>
            )}
          </div>
          <span className="shrink-0 text-12 text-muted">
            <RelativeTime iso={entry.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
