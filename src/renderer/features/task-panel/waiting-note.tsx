import { Hourglass, Play, RotateCcw, SquareCheck, Undo2 } from 'lucide-react';
import { useId } from 'react';
import type { JSX } from 'react';
import type { ChecksAnswer } from '#shared/core/records/landing-machine.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { waitingWork } from '#shared/core/records/waiting-work.ts';
import type { Landing } from '#shared/model/landing.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useResume, useWorkLife } from '#renderer/features/work/index.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';

/** What the merge of a task's work waits for, since when, and what makes it go on; nothing where it does not wait. */
export function WaitingNote({
  latest: { landing },
  taskId,
}: {
  readonly latest: Pick<AttemptView, 'landing'>;
  readonly taskId: string;
}): JSX.Element | null {
  const { kind } = useWorkLife();
  const { resume } = useResume();
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  if (landing === null) return null;
  const answer = (word: ChecksAnswer): void =>
    send(answered[word](taskId), (client) =>
      client.tasks.answer({ workspaceId, taskId, answer: word }),
    );
  const isAsked = landing.waitsFor?.gate === 'checks';
  return (
    <WaitingMerge
      landing={landing}
      onResume={kind === 'gone' ? resume : null}
      onAnswer={isAsked && kind !== 'gone' ? answer : null}
    />
  );
}

const answered: Readonly<Record<ChecksAnswer, (taskId: string) => string>> = {
  land: (id) => `${id} lands with the mark.`,
  send_back: (id) => `${id} is sent back to its agent.`,
  repeat: (id) => `The checks of ${id} run again.`,
};

/**
 * {@link WaitingNote} of one landing; `onResume` is null where its run goes on by itself, `onAnswer` where it asks
 * nothing of a person.
 */
export function WaitingMerge({
  landing,
  onResume,
  onAnswer = null,
}: {
  readonly landing: Pick<Landing, 'waitsFor'>;
  readonly onResume: (() => void) | null;
  readonly onAnswer?: ((word: ChecksAnswer) => void) | null;
}): JSX.Element | null {
  const title = useId();
  const waiting = waitingWork(landing);
  const since = landing.waitsFor?.since;
  if (waiting === null || since === undefined) return null;
  return (
    <section
      aria-labelledby={title}
      className="flex shrink-0 items-start gap-2 border-y border-waiting-border bg-waiting-subtle px-4 py-2 text-13"
    >
      <Hourglass aria-hidden className="mt-0.5 icon-md text-waiting" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 id={title} className="sr-only">
          Why its merge waits
        </h3>
        <p dir="auto" className="font-medium break-words text-text">
          Its merge waits: {waiting.reason}
        </p>
        <p className="text-muted">
          {waiting.action} It began to wait <RelativeTime iso={since} />.
        </p>
        {onAnswer !== null && (
          <div className="mt-1 flex flex-wrap gap-2">
            <Button size="sm" icon={RotateCcw} onClick={() => onAnswer('repeat')}>
              Run the checks again
            </Button>
            <Button size="sm" icon={Undo2} onClick={() => onAnswer('send_back')}>
              Send it back
            </Button>
            <Button size="sm" icon={SquareCheck} onClick={() => onAnswer('land')}>
              Land it with the mark
            </Button>
          </div>
        )}
        {onResume !== null && (
          <div className="mt-1 flex flex-wrap items-center gap-2">
            <span className="text-muted">Its run was interrupted: resume it first.</span>
            <Button size="sm" icon={Play} onClick={onResume}>
              Resume the run
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
