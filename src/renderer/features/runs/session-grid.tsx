import { MessagesSquare } from 'lucide-react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Run } from '#shared/model/run.ts';
import { useOpenTask } from '#renderer/features/needs/index.ts';
import { SessionTile } from '#renderer/features/session/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';

/** Columns by how many sessions there are, as far as each keeps a width that can be read. */
const columns = [
  'grid-cols-1',
  'grid-cols-1',
  'grid-cols-1 @lg:grid-cols-2',
  'grid-cols-1 @lg:grid-cols-2 @3xl:grid-cols-3',
] as const;

/** The sessions of a run's agents side by side; where there is not room for all, they scroll. */
export function SessionGrid({
  run,
  attempts,
}: {
  readonly run: Run;
  readonly attempts: readonly AttemptView[];
}): JSX.Element {
  const openTask = useOpenTask();
  if (attempts.length === 0) {
    const text =
      run.status === 'ended'
        ? 'No agent was started in this run.'
        : 'What the agents say and do appears here as soon as the first one starts.';
    return <EmptyState icon={MessagesSquare} text={text} />;
  }
  return (
    <div className="@container h-full min-h-0 overflow-y-auto">
      <ul
        aria-label="Sessions of the run"
        className={classNames(
          'grid min-h-full auto-rows-[minmax(--spacing(48),1fr)] gap-3 p-3',
          columns[Math.min(3, Math.ceil(Math.sqrt(attempts.length)))],
        )}
      >
        {attempts.map((attempt) => (
          <li key={attempt.id} className="relative min-w-0">
            {/* A row is as high as the room gives, never as what is in it. */}
            <div className="absolute inset-0">
              <SessionTile
                attemptId={attempt.id}
                onOpen={() => openTask(attempt.taskId, 'terminal')}
              />
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
