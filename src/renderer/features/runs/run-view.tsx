import { Play, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Run } from '#shared/model/run.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useDocuments, useReplicaState } from '#renderer/db/use-documents.ts';
import { useWorkLife } from '#renderer/features/work/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { useNow } from '#renderer/lib/use-now.ts';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ResizablePanels } from '#renderer/ui/surfaces/resizable-panels.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { RunResult } from './run-result.tsx';
import { RunLog } from './run-log-list.tsx';
import { RunSummary } from './run-summary.tsx';
import { SessionGrid } from './session-grid.tsx';
import { runOptions } from './run-words.ts';

const minuteMs = 60_000;

/** A run: its progress, the sessions of what runs now, or its result, and its log (SPEC sections 3 and 10). */
export function RunView(): JSX.Element {
  const runs = useDocuments('runs');
  const attempts = useAttempts();
  const [location, go] = useAppLocation();
  const { isLoaded } = useReplicaState();
  const now = useNow(minuteMs);
  const newestFirst = useMemo(
    () => [...runs.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt)),
    [runs],
  );
  const asked = location.subject;
  const run = runs.get(asked ?? '') ?? newestFirst[0] ?? null;
  const isUnknown = asked !== null && run?.id !== asked && isLoaded;
  const life = useWorkLife();
  const running = useMemo(() => runningAttempts(run, attempts), [run, attempts]);
  if (run === null) {
    return (
      <div className="flex h-full flex-col">
        <EmptyState
          icon={Play}
          text="No run yet. Choose tasks on the board and run them: what they do is shown here."
          action={<Button onClick={() => go({ view: 'board' })}>Go to the board</Button>}
        />
      </div>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FillSlot name="filter">
        <Select
          label="Run"
          isLabelHidden
          value={run.id}
          options={runOptions(newestFirst, life, now)}
          onChange={(subject) => go({ subject })}
          className="w-xs max-w-full"
        />
      </FillSlot>
      {isUnknown && (
        <Banner
          icon={SearchX}
          actions={
            <Button size="sm" onClick={() => go({ subject: run.id })}>
              Show this one
            </Button>
          }
        >
          {`There is no run ${asked} in this workspace: the newest one is shown.`}
        </Banner>
      )}
      <RunSummary run={run} />
      <div className="min-h-0 flex-1">
        <ResizablePanels
          id="run-view"
          orientation="vertical"
          panels={[
            {
              id: 'terminals',
              content: <RunWork key={run.id} run={run} attempts={running} />,
              minSize: '20%',
              defaultSize: '60%',
            },
            {
              id: 'log',
              resizeLabel: 'Resize the log',
              content: <RunLog run={run} onOpen={(taskId) => go({ taskId })} />,
              minSize: '15%',
            },
          ]}
        />
      </div>
    </div>
  );
}

/** The sessions while agents work, the result afterwards; the other one is a press away. */
function RunWork({
  run,
  attempts,
}: {
  readonly run: Run;
  readonly attempts: readonly AttemptView[];
}): JSX.Element {
  const [view, setView] = useState<'result' | 'sessions'>('result');
  if (run.status !== 'ended') return <SessionGrid run={run} attempts={attempts} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="shrink-0 border-b border-border px-4 py-1">
        <SegmentedControl label="What of the run" options={views} value={view} onChange={setView} />
      </div>
      <div className="min-h-0 flex-1">
        {view === 'result' ? (
          <RunResult run={run} />
        ) : (
          <SessionGrid run={run} attempts={attempts} />
        )}
      </div>
    </div>
  );
}

const views = [
  { value: 'result', label: 'Result' },
  { value: 'sessions', label: 'Last sessions' },
] as const;

/** Attempts whose agent works now; when none does, the last ones, so that their output stays readable. */
function runningAttempts(
  run: Run | null,
  attempts: ReadonlyMap<string, AttemptView>,
): readonly AttemptView[] {
  const own = [...attempts.values()]
    .filter((attempt) => attempt.runId === run?.id && attempt.startedAt !== null)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  const now = own.filter((attempt) => attempt.phase !== 'ended');
  return now.length > 0 ? now : own.slice(-(run?.settings.maxParallelTasks ?? 0));
}
