import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { AttemptSession } from '#renderer/features/session/index.ts';
import { allCommands } from '#renderer/lib/commands.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { AttemptPicker } from './attempt-picker.tsx';

/** What the agent of each attempt said and did, the newest attempt first shown. */
export function SessionTab({
  attempts,
  onShowDiff,
}: {
  readonly attempts: readonly AttemptView[];
  readonly onShowDiff: () => void;
}): JSX.Element {
  const started = attempts.filter((attempt) => attempt.startedAt !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = started.find((attempt) => attempt.id === chosen) ?? started.at(-1);
  if (shown === undefined) {
    return (
      <EmptyState
        icon={MessagesSquare}
        text="No agent has worked on this task yet. What it says and does appears here when one does."
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <AttemptPicker attempts={started} selected={shown.id} onSelect={setChosen} />
      <div className="min-h-0 flex-1">
        <AttemptSession
          key={shown.id}
          attemptId={shown.id}
          onShowDiff={onShowDiff}
          onStop={stopTask}
        />
      </div>
    </div>
  );
}

/** What the task's own menu does. */
function stopTask(): void {
  allCommands()
    .find(({ id }) => id === 'task.stop')
    ?.run();
}
