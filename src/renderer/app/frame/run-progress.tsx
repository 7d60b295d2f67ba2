import type { JSX } from 'react';
import { tallyLine } from '#shared/core/run-summary.ts';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useWorkLife } from '#renderer/features/task-state/index.ts';
import type { WorkLife } from '#renderer/features/task-state/index.ts';
import { goTo } from '#renderer/lib/location.ts';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import { runProgress } from './run-figures.ts';

/** How far the run is, and who waits for the person; of one that has just ended, its final tally. */
export function RunProgress({
  run,
  status,
}: {
  readonly run: Run;
  readonly status: WorkspaceStatus | null;
}): JSX.Element {
  const tasks = useDocuments('tasks');
  const progress = runProgress(run, tasks);
  return (
    <button
      type="button"
      onClick={() => goTo({ view: 'runs', subject: run.id })}
      className="flex h-7 items-center gap-3 rounded-md px-2 transition-colors hover:bg-hover"
    >
      {run.status === 'ended' ? (
        <FinalTally tally={progress} />
      ) : (
        <Going progress={progress} status={status} />
      )}
    </button>
  );
}

function Going({
  progress: { done, total },
  status,
}: {
  readonly progress: ReturnType<typeof runProgress>;
  readonly status: WorkspaceStatus | null;
}): JSX.Element {
  const { kind, waiting } = useWorkLife();
  const word = progressWord(kind, status);
  return (
    <>
      <span className="sr-only">
        Show the run: {done} of {total} tasks done
        {word !== null && `, ${word.toLowerCase()}`}
        {waiting.size > 0 && `, ${waiting.size} waiting for you`}
      </span>
      <span aria-hidden className="flex items-center gap-3">
        <ProgressBar
          label={word ?? 'Run'}
          value={done}
          max={total}
          tone={word === null ? 'running' : 'idle'}
          className="w-24 lg:w-44"
        />
        {waiting.size > 0 && <StateDot state="waiting" label={`${waiting.size} waiting`} />}
      </span>
    </>
  );
}

/** What keeps the run from going on, or from being known to; null while it goes on. */
function progressWord(kind: WorkLife['kind'], status: WorkspaceStatus | null): string | null {
  if (kind === 'gone') return 'Interrupted';
  if (kind === 'away') return 'Host away';
  return status?.run?.paused === true ? 'Paused' : null;
}

function FinalTally({ tally }: { readonly tally: ReturnType<typeof runProgress> }): JSX.Element {
  const text = tallyLine(tally);
  return (
    <>
      <span className="sr-only">Show the run. {text}</span>
      <span aria-hidden className="flex items-center gap-3">
        <ProgressBar
          label="Finished"
          value={tally.done}
          max={tally.total}
          valueText={text.replace('Finished: ', '')}
          tone={tally.completed === tally.total ? 'verified' : 'blocked'}
          className="min-w-24 lg:min-w-44"
        />
      </span>
    </>
  );
}
