import { useRef } from 'react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useTaskLook } from '#renderer/features/work/index.ts';
import { titleOf, useRequestedFocus } from '#renderer/lib/request-focus.ts';
import { CopyButton } from '#renderer/ui/buttons/copy-button.tsx';
import { ShortId } from '#renderer/ui/text/short-id.tsx';
import { TitleText } from '#renderer/ui/text/title-text.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';

/** Id, status and title. */
export function TaskHeading({
  taskId,
  task,
}: {
  readonly taskId: string;
  readonly task: Task | null;
}): JSX.Element {
  const look = useTaskLook(task);
  const title = useRef<HTMLHeadingElement>(null);
  useRequestedFocus(titleOf(taskId), title);
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <div className="flex h-7 items-center gap-2 text-12 text-muted">
        <ShortId id={taskId} className="tabular" />
        <CopyButton text={taskId} label="Copy the id" />
        {task !== null && (
          <StateDot
            state={look.state}
            label={look.word}
            isMoving={look.isMoving}
            detail={look.detail}
          />
        )}
      </div>
      <h2
        ref={title}
        dir="auto"
        tabIndex={-1}
        data-focus-home
        className="line-clamp-2 text-16 font-semibold break-words"
      >
        {task === null ? 'Unknown task' : <TitleText title={task.title} />}
      </h2>
    </div>
  );
}
