import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { EpicResult } from '#shared/contract/reviews.ts';
import type { Run } from '#shared/model/run.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { ChangeReview } from '#renderer/features/review/index.ts';
import { useEpicResults } from '#renderer/features/run-results/index.ts';
import { formatDuration, formatTokens } from '#renderer/lib/format.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { DataTable } from '#renderer/ui/surfaces/data-table.tsx';
import type { Column } from '#renderer/ui/surfaces/data-table.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { ArrowLeft } from 'lucide-react';
import { EpicResultCard } from './epic-result-card.tsx';
import { resultRows } from './result-rows.ts';
import type { ResultRow } from './result-rows.ts';

/** What a run has come to: where its work is, what can be done with it, and what became of each task. */
export function RunResult({ run }: { readonly run: Run }): JSX.Element {
  const tasks = useDocuments('tasks');
  const telemetry = useDocuments('telemetry');
  const attempts = useAttempts();
  const [, go] = useAppLocation();
  const [shown, setShown] = useState<EpicResult | null>(null);
  const rows = useMemo(
    () => resultRows(run, { tasks, attempts: attempts.values(), telemetry: telemetry.values() }),
    [run, tasks, attempts, telemetry],
  );
  const epicIds = useMemo(
    () => [...new Set(run.taskIds.flatMap((id) => tasks.get(id)?.epicId ?? []))],
    [run.taskIds, tasks],
  );
  const results = useEpicResults(epicIds);
  if (shown !== null) return <WholeDiff result={shown} onBack={() => setShown(null)} />;
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      {results.length > 0 && (
        <ul aria-label="Where the work is" className="flex shrink-0 flex-col gap-3 p-4">
          {results.map((result) => (
            <li key={result.epicId}>
              <EpicResultCard result={result} onLook={() => setShown(result)} />
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label="Tasks of the run"
        columns={columns}
        rows={rows}
        rowKey={({ taskId }) => taskId}
        rowLabel={({ taskId, title, verdict }) => `${taskId} ${title}, ${verdict}`}
        onOpen={({ taskId }) => go({ taskId })}
      />
    </div>
  );
}

const columns: readonly Column<ResultRow>[] = [
  {
    id: 'task',
    header: 'Task',
    cell: ({ taskId, title }) => (
      <span className="inline-flex max-w-full min-w-0 items-baseline gap-2">
        <span className="shrink-0 font-mono text-12 text-muted">{taskId}</span>
        <span className="truncate">{title}</span>
      </span>
    ),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    cell: ({ state, verdict, reason }) => (
      <span className="inline-flex max-w-full min-w-0 items-center gap-2" title={reason}>
        <span className="shrink-0">
          <StateDot state={state} label={verdict} />
        </span>
        <span className="truncate text-12 text-muted">{reason}</span>
      </span>
    ),
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: 'w-24',
    align: 'end',
    cell: ({ attempts }) => (attempts === 0 ? '–' : attempts),
  },
  {
    id: 'time',
    header: 'Agents’ time',
    width: 'w-32',
    align: 'end',
    cell: ({ workedMs }) => (workedMs === null ? '–' : formatDuration(workedMs)),
  },
  {
    id: 'tokens',
    header: 'Tokens',
    width: 'w-24',
    align: 'end',
    cell: ({ tokens }) => (tokens === null ? '–' : formatTokens(tokens)),
  },
];

function WholeDiff({
  result: { branch, baseBranch, from, to },
  onBack,
}: {
  readonly result: EpicResult;
  readonly onBack: () => void;
}): JSX.Element {
  return (
    <section aria-label={`All of ${branch}`} className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-3 border-b border-border px-4 py-1 text-13">
        <Button size="sm" icon={ArrowLeft} onClick={onBack}>
          Back to the result
        </Button>
        <span className="min-w-0 truncate text-muted">
          All that {branch} has beyond {baseBranch}
        </span>
      </div>
      <div className="min-h-0 flex-1">
        <ChangeReview from={from} to={to} onWiden={null} />
      </div>
    </section>
  );
}
