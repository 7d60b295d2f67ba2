import { TerminalSquare } from 'lucide-react';
import type { JSX } from 'react';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import { TerminalTile } from '#renderer/features/terminal/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';

const columns = ['grid-cols-1', 'grid-cols-1', 'grid-cols-2', 'grid-cols-3'] as const;

/** The terminals of a run's agents side by side. */
export function TerminalGrid({
  run,
  attempts,
}: {
  readonly run: Run;
  readonly attempts: readonly Attempt[];
}): JSX.Element {
  const [, go] = useAppLocation();
  if (attempts.length === 0) {
    const text =
      run.status === 'ended'
        ? 'No agent was started in this run.'
        : 'The terminals of the agents appear here as soon as the first one starts.';
    return <EmptyState icon={TerminalSquare} text={text} />;
  }
  return (
    <ul
      aria-label="Terminals of the run"
      className={classNames(
        // Rows that would be too low to be read are scrolled to.
        'grid h-full min-h-0 auto-rows-[minmax(calc(var(--spacing)*40),1fr)] gap-3 overflow-y-auto p-3',
        columns[Math.min(3, Math.ceil(Math.sqrt(attempts.length)))],
      )}
    >
      {attempts.map((attempt) => (
        <li key={attempt.id} className="min-h-0 min-w-0">
          <TerminalTile
            attemptId={attempt.id}
            onOpen={() => go({ taskId: attempt.taskId, tab: 'terminal' })}
          />
        </li>
      ))}
    </ul>
  );
}
