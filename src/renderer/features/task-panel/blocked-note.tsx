import { OctagonX, Play, RotateCcw } from 'lucide-react';
import { useId, useLayoutEffect, useRef } from 'react';
import type { JSX, ReactNode } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Task } from '#shared/model/task.ts';
import { titleOf, requestFocus } from '#renderer/lib/request-focus.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ObstacleButton } from '#renderer/ui/buttons/obstacle-button.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import type { ExplainingTab } from './explaining-tab.ts';
import { WorktreeLine } from './worktree-line.tsx';
import { useTaskSteering } from '#renderer/features/work/index.ts';

export interface BlockedNoteProps {
  readonly task: Task;
  /** Oldest first. */
  readonly attempts: readonly AttemptView[];
  readonly explaining: ExplainingTab | null;
  readonly onExplain: (tab: ExplainingTab) => void;
}

const explainVerbs: Readonly<Record<ExplainingTab, string>> = {
  evidence: 'Show the check',
  terminal: 'Show the terminal',
  diff: 'Show the changes',
};

/** Why a task is blocked, in full, what is safe, and what can be done about it. */
export function BlockedNote({
  task,
  attempts,
  explaining,
  onExplain,
}: BlockedNoteProps): JSX.Element {
  const steer = useTaskSteering(task);
  const obstacle = steer.startOption.kind === 'refused' ? steer.startOption.reason : null;
  const title = useId();
  const note = useRef<HTMLElement>(null);
  const { id } = task;
  useLayoutEffect(() => {
    const element = note.current;
    return () => {
      // A button that works takes itself away, and the focus with it.
      if (element?.contains(document.activeElement) === true) requestFocus(titleOf(id));
    };
  }, [id]);
  return (
    <section
      ref={note}
      aria-labelledby={title}
      className="flex shrink-0 items-start gap-2 border-y border-blocked-border bg-blocked-subtle px-4 py-2 text-13"
    >
      <OctagonX aria-hidden className="mt-0.5 icon-md text-blocked" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 id={title} className="sr-only">
          Why it is blocked
        </h3>
        <Reason text={task.blockedReason ?? 'No reason is recorded.'} />
        <p className="text-muted">{safetyOf(attempts)}</p>
        <WorktreeLine taskId={id} />
        <div className="mt-1 flex flex-wrap gap-2">
          <ObstacleButton
            size="sm"
            variant="primary"
            icon={Play}
            obstacle={obstacle}
            onClick={steer.runAgain}
          >
            Run again
          </ObstacleButton>
          {explaining !== null && (
            <Button size="sm" onClick={() => onExplain(explaining)}>
              {explainVerbs[explaining]}
            </Button>
          )}
          <Button size="sm" icon={RotateCcw} onClick={steer.reopen}>
            Reopen
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Beyond so many characters or lines a reason scrolls, so that the tabs below it keep their room. */
const longReason = { characters: 500, lines: 8 } as const;

function Reason({ text }: { readonly text: string }): ReactNode {
  const words = (
    <p dir="auto" className="font-medium break-words whitespace-pre-wrap text-text">
      {text}
    </p>
  );
  const isLong = text.length > longReason.characters || text.split('\n').length > longReason.lines;
  if (!isLong) return words;
  return (
    // A line that is cut in half says that there is more.
    <ScrollRegion label="Reason" className="max-h-43">
      {words}
    </ScrollRegion>
  );
}

function safetyOf(attempts: readonly AttemptView[]): string {
  return attempts.some(({ vaultRef }) => vaultRef !== null)
    ? 'The work of its attempts is kept in Snapshots.'
    : 'No agent has left any work.';
}
