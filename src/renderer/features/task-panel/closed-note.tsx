import { RotateCcw, SquareCheck } from 'lucide-react';
import { useId } from 'react';
import type { JSX } from 'react';
import type { ClosedByHand, Task } from '#shared/model/task.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { useTaskSteering } from '#renderer/features/work/index.ts';

const origins: Readonly<Record<ClosedByHand['by'], string>> = {
  person: 'Closed by hand, not checked',
  file: 'Closed by hand in its file, not checked',
  import: 'Closed before it was imported, not checked here',
};

/** That a task was closed without checks, by whom, when and why, and how to open it again. */
export function ClosedNote({
  task,
  closed: { by, at, reason },
}: {
  readonly task: Task;
  readonly closed: ClosedByHand;
}): JSX.Element {
  const steer = useTaskSteering(task);
  const title = useId();
  return (
    <section
      aria-labelledby={title}
      className="flex shrink-0 items-start gap-2 border-y border-border bg-raised px-4 py-2 text-13"
    >
      <SquareCheck aria-hidden className="mt-0.5 icon-md text-muted" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 id={title} className="text-muted">
          {origins[by]} · <RelativeTime iso={at} />
        </h3>
        <p dir="auto" className="font-medium break-words whitespace-pre-wrap text-text">
          {reason}
        </p>
        <div className="mt-1 flex">
          <Button size="sm" icon={RotateCcw} onClick={steer.reopen}>
            Reopen
          </Button>
        </div>
      </div>
    </section>
  );
}
