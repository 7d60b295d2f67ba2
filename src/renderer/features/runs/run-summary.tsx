import { useMemo } from 'react';
import type { JSX } from 'react';
import { tallyLine, tallyOf } from '#shared/core/run-summary.ts';
import type { Tally } from '#shared/core/run-summary.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { formatElapsed, formatMoney, formatTokens } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { runSpending } from './run-spending.ts';

const secondMs = 1_000;

/** Progress, tally, time and what a run has cost so far. */
export function RunSummary({ run }: { readonly run: Run }): JSX.Element {
  const tasks = useDocuments('tasks');
  const telemetry = useDocuments('telemetry');
  const tally = useMemo(() => tallyIn(run, tasks), [run, tasks]);
  const spending = useMemo(() => runSpending(run.id, telemetry.values()), [run.id, telemetry]);
  const done = tally.completed + tally.blocked + tally.skipped;
  return (
    <div className="flex shrink-0 flex-col gap-2 border-b border-border px-4 py-3">
      <ProgressBar
        label="Progress of the run"
        isLabelHidden
        value={done}
        max={tally.total}
        tone={tally.blocked > 0 ? 'blocked' : run.status === 'ended' ? 'verified' : 'running'}
      />
      <div className="flex flex-wrap gap-x-6 gap-y-1 text-12 text-muted tabular">
        <span>{tallyLine(tally).replace('Finished: ', '')}</span>
        <span>
          <Elapsed run={run} /> elapsed
        </span>
        <span title={spending.source}>
          {spending.tokens === null ? 'no tokens told' : `${formatTokens(spending.tokens)} tokens`}
        </span>
        <span title={spending.source}>
          {spending.costUsd === null ? 'no cost told' : formatMoney(spending.costUsd)}
        </span>
      </div>
      {run.problem !== null && (
        <FailureNote
          failure={{
            code: run.outcome ?? run.status,
            message: run.problem,
            action: 'Look at the log below; what was done is kept.',
          }}
        />
      )}
    </div>
  );
}

function Elapsed({ run }: { readonly run: Run }): string {
  const now = useNow(secondMs);
  const end = run.endedAt === null ? now : Date.parse(run.endedAt);
  return formatElapsed(end - Date.parse(run.startedAt));
}

function tallyIn(run: Run, tasks: ReadonlyMap<string, Task>): Tally {
  return tallyOf(
    run,
    run.taskIds.flatMap((id) => tasks.get(id) ?? []),
  );
}
