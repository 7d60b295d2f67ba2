import { Play } from 'lucide-react';
import { useMemo } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Run } from '#shared/model/run.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useWorkLife } from '#renderer/features/work/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ResizablePanels } from '#renderer/ui/surfaces/resizable-panels.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { RunLog } from './run-log-list.tsx';
import { RunSummary } from './run-summary.tsx';
import { SessionGrid } from './session-grid.tsx';
import { runOptions } from './run-words.ts';

/** A run: its progress, the sessions of what runs now, and its log (SPEC sections 3 and 10). */
export function RunView(): JSX.Element {
  const runs = useDocuments('runs');
  const attempts = useAttempts();
  const [location, go] = useAppLocation();
  const newestFirst = useMemo(
    () => [...runs.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt)),
    [runs],
  );
  const run = runs.get(location.subject ?? '') ?? newestFirst[0] ?? null;
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
          options={runOptions(newestFirst, life)}
          onChange={(subject) => go({ subject })}
          className="w-xs max-w-full"
        />
      </FillSlot>
      <RunSummary run={run} />
      <div className="min-h-0 flex-1">
        <ResizablePanels
          id="run-view"
          orientation="vertical"
          panels={[
            {
              id: 'terminals',
              content: <SessionGrid run={run} attempts={running} />,
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
