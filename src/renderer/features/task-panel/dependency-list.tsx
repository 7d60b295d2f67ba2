import { X } from 'lucide-react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useDocument } from '#renderer/db/use-documents.ts';
import { TaskPicker } from '#renderer/features/task-picker/index.ts';
import { useTaskLook } from '#renderer/features/work/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';

export interface DependencyListProps {
  readonly task: Task;
  readonly isLocked: boolean;
  readonly onChange: (dependencies: string[]) => void;
}

/** Tasks that must be closed first, each with its state and a way to it; others can be added. */
export function DependencyList({ task, isLocked, onChange }: DependencyListProps): JSX.Element {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-12 font-medium text-muted">Waits for</legend>
      {task.dependencies.map((id) => (
        <Dependency
          key={id}
          id={id}
          isLocked={isLocked}
          onRemove={() => onChange(task.dependencies.filter((one) => one !== id))}
        />
      ))}
      {task.dependencies.length === 0 && isLocked && <p className="text-13 text-muted">Nothing.</p>}
      {!isLocked && (
        <TaskPicker
          name={`${task.id}/waits-for`}
          label="Wait for another task"
          isLabelHidden
          epicId={task.epicId}
          without={[task.id, ...task.dependencies]}
          placeholder="Add a task by its id or title…"
          onChoose={(id) => onChange([...task.dependencies, id])}
        />
      )}
    </fieldset>
  );
}

function Dependency({
  id,
  isLocked,
  onRemove,
}: {
  readonly id: string;
  readonly isLocked: boolean;
  readonly onRemove: () => void;
}): JSX.Element {
  const task = useDocument('tasks', id);
  const [, go] = useAppLocation();
  const { state, word } = useTaskLook(task);
  return (
    <div className="flex h-6 items-center gap-2 text-13">
      <StateDot state={state} label={word} isWordHidden />
      <button
        type="button"
        disabled={task === null}
        onClick={() => go({ taskId: id })}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm text-left enabled:hover:underline"
      >
        <span className="shrink-0 text-muted tabular">{id}</span>
        <span dir="auto" className="truncate">
          {task?.title ?? 'There is no such task.'}
        </span>
      </button>
      {!isLocked && (
        <IconButton icon={X} size="sm" label={`Do not wait for ${id}`} onClick={onRemove} />
      )}
    </div>
  );
}
