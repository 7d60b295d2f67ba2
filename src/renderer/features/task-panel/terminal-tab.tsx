import { TerminalSquare } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { AttemptTerminal } from '#renderer/features/terminal/index.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { AttemptPicker } from './attempt-picker.tsx';

/** The terminal of each attempt, the newest first shown; one that runs can be typed into. */
export function TerminalTab({
  attempts,
}: {
  readonly attempts: readonly AttemptView[];
}): JSX.Element {
  const started = attempts.filter((attempt) => attempt.startedAt !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = started.find((attempt) => attempt.id === chosen) ?? started.at(-1);
  if (shown === undefined) {
    return (
      <EmptyState
        icon={TerminalSquare}
        text="No agent has worked on this task yet. Its terminal appears here when one does."
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <AttemptPicker attempts={started} selected={shown.id} onSelect={setChosen} />
      <div className="min-h-0 flex-1">
        <AttemptTerminal key={shown.id} attemptId={shown.id} />
      </div>
    </div>
  );
}
