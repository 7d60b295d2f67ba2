import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useTaskLook } from '#renderer/features/task-state/index.ts';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { StateDot } from '#renderer/ui/state-dot.tsx';

/** Id, status and title; for a blocked task, why. */
export function TaskHeading({
  taskId,
  task,
}: {
  readonly taskId: string;
  readonly task: Task | null;
}): JSX.Element {
  const look = useTaskLook(task);
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <div className="flex h-7 items-center gap-2 text-12 text-muted">
        <span className="truncate tabular">{taskId}</span>
        <CopyButton text={taskId} label="Copy the id" />
        {task !== null && (
          <StateDot state={look.state} label={look.word} isMoving={look.isMoving} />
        )}
      </div>
      <h2 dir="auto" tabIndex={-1} className="line-clamp-2 text-16 font-semibold break-words">
        {task?.title ?? 'Unknown task'}
      </h2>
      {task !== null && task.status === 'blocked' && (
        <p dir="auto" className="text-13 break-words text-blocked">
          {task.blockedReason}
        </p>
      )}
    </div>
  );
}
