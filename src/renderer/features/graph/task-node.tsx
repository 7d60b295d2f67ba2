import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useTaskLook } from '#renderer/features/task-state/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';

export type TaskNodeType = Node<
  {
    readonly task: Task;
    readonly isCritical: boolean;
    readonly isSelected: boolean;
    readonly onOpen: (taskId: string) => void;
  },
  'task'
>;

/** One task of the graph. */
export function TaskNode({ data }: NodeProps<TaskNodeType>): JSX.Element {
  const { task, isCritical, isSelected, onOpen } = data;
  const { state, word, isMoving } = useTaskLook(task);
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        onClick={() => onOpen(task.id)}
        aria-current={isSelected}
        title={task.title}
        className={classNames(
          'nopan flex h-14 w-full flex-col justify-center gap-1 rounded-md border bg-surface px-3 text-left shadow-card hover:bg-canvas',
          isSelected ? 'border-accent' : isCritical ? 'border-accent-border' : 'border-border',
        )}
      >
        <span className="flex w-full items-center justify-between gap-2 text-12 text-muted">
          <span className="truncate tabular">{task.id}</span>
          <StateDot state={state} label={word} isWordHidden isMoving={isMoving} />
        </span>
        <span className="w-full truncate text-13">{task.title}</span>
        {isCritical && <span className="sr-only">On the longest chain.</span>}
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}
