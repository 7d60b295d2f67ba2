import { Hourglass, Play } from 'lucide-react';
import { useId } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { waitingWork } from '#shared/core/records/waiting-work.ts';
import type { Landing } from '#shared/model/landing.ts';
import { useResume, useWorkLife } from '#renderer/features/work/index.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';

/** What the merge of a task's work waits for, since when, and what makes it go on; nothing where it does not wait. */
export function WaitingNote({
  latest: { landing },
}: {
  readonly latest: Pick<AttemptView, 'landing'>;
}): JSX.Element | null {
  const { kind } = useWorkLife();
  const resume = useResume();
  if (landing === null) return null;
  return <WaitingMerge landing={landing} onResume={kind === 'gone' ? resume : null} />;
}

/** {@link WaitingNote} of one landing; `onResume` is null where its run goes on by itself. */
export function WaitingMerge({
  landing,
  onResume,
}: {
  readonly landing: Pick<Landing, 'waitsFor'>;
  readonly onResume: (() => void) | null;
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
