import { CirclePause } from 'lucide-react';
import { useMemo } from 'react';
import type { JSX } from 'react';
import { tallyLine, tallyOf } from '#shared/core/runs/run-summary.ts';
import type { Tally } from '#shared/core/runs/run-summary.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import {
  runClock,
  runSegments,
  useRunSteering,
  useWorkLife,
} from '#renderer/features/work/index.ts';
import { formatElapsed, formatMoney, formatTokens } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { SegmentBar } from '#renderer/ui/signs/segment-bar.tsx';
import { RunControls } from './run-controls.tsx';
import { runSpending } from './run-spending.ts';
import { runTitle } from './run-words.ts';

const secondMs = 1_000;

/** What run this is and how it stands, with what can be done about it; it wraps where it is narrow. */
export function RunSummary({ run }: { readonly run: Run }): JSX.Element {
  const tasks = useDocuments('tasks');
  const life = useWorkLife();
  const steer = useRunSteering(run);
  const tally = useMemo(() => tallyIn(run, tasks), [run, tasks]);
  const isWorking = run.status !== 'ended' && life.kind === 'driven';
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-border px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-h-7 min-w-0 flex-1 basis-xs flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted tabular">
          <h2 className="text-13 font-medium text-text">{runTitle(run, life)}</h2>
          <Figures run={run} tally={tally} />
        </div>
        <div className="flex flex-wrap items-center gap-1">
          <RunControls run={run} steer={steer} />
        </div>
      </div>
      {steer.state === 'interrupted' && (
        <p role="status" className="flex items-center gap-2 text-13">
          <CirclePause aria-hidden className="icon-md text-waiting" />
          Its process is gone. What its agents did is kept.
        </p>
      )}
      <SegmentBar
        label="Progress of the run"
        segments={runSegments(tally, isWorking ? tally.working : 0)}
        total={tally.total}
      />
      {run.problem !== null && (
        <FailureNote
          failure={{
            code: run.outcome ?? run.status,
            message: run.problem,
            action: 'Look at the log below; what was done is kept.',
          }}
        />
      )}
    </header>
  );
}

function Figures({ run, tally }: { readonly run: Run; readonly tally: Tally }): JSX.Element {
  const telemetry = useDocuments('telemetry');
  const { tokens, costUsd, source } = useMemo(
    () => runSpending(run.id, telemetry.values()),
    [run.id, telemetry],
  );
  return (
    <>
      <span>{tallyLine(tally).replace('Finished: ', '')}</span>
      <Elapsed run={run} />
      <span title={source}>
        {tokens === null ? 'no tokens reported' : `${formatTokens(tokens)} tokens`}
      </span>
      <span title={source}>{costUsd === null ? 'no cost reported' : formatMoney(costUsd)}</span>
    </>
  );
}

/** How long it has gone on, or went on; nothing where that is not known. */
function Elapsed({ run }: { readonly run: Run }): JSX.Element | null {
  const clock = runClock(run, useWorkLife());
  if (clock === null) return null;
  return (
    <span>
      {clock.kind === 'took' ? formatElapsed(clock.ms) : <Running startMs={clock.startMs} />}{' '}
      elapsed
    </span>
  );
}

function Running({ startMs }: { readonly startMs: number }): string {
  return formatElapsed(useNow(secondMs) - startMs);
}

function tallyIn(run: Run, tasks: ReadonlyMap<string, Task>): Tally & { readonly working: number } {
  const own = run.taskIds.flatMap((id) => tasks.get(id) ?? []);
  const working = own.filter(({ status }) => status === 'in_progress' || status === 'in_review');
  return { ...tallyOf(run, own), working: working.length };
}
