import { Handle, Position } from '@xyflow/react';
import type { Node, NodeProps } from '@xyflow/react';
import { useContext } from 'react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import type { TaskLook } from '#renderer/features/work/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { ShortId } from '#renderer/ui/text/short-id.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { BoxKeysContext } from './box-keys.ts';
import { useEmphasis } from './emphasis.ts';
import { arrows } from './walk.ts';

export type TaskNodeType = Node<
  {
    readonly task: Task;
    readonly look: TaskLook;
    readonly isCritical: boolean;
    readonly isInCycle: boolean;
    readonly isSelected: boolean;
    readonly onOpen: (taskId: string) => void;
  },
  'task'
>;

/** One task of the graph. */
export function TaskNode({ data }: NodeProps<TaskNodeType>): JSX.Element {
  const { task, isCritical, isInCycle, isSelected, onOpen } = data;
  const nearness = useEmphasis((emphasis) => emphasis.nearnessOf(task.id));
  const keys = useContext(BoxKeysContext);
  const { state, word, isMoving, detail } = data.look;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        data-graph-task={task.id}
        onClick={() => onOpen(task.id)}
        onFocus={({ currentTarget }) =>
          keys.onFocus(task.id, currentTarget.matches(':focus-visible'))
        }
        onBlur={keys.onBlur}
        onKeyDown={(event) => {
          const arrow = arrows.find((key) => key === event.key);
          if (arrow === undefined) return;
          event.preventDefault();
          keys.onArrow(task.id, arrow);
        }}
        aria-current={isSelected}
        title={task.title}
        className={classNames(
          'nopan flex h-15 w-full flex-col justify-center gap-0.5 rounded-md border px-3 text-left shadow-card transition-colors',
          isSelected && 'inset-ring inset-ring-accent',
          nearness === null && !isSelected ? 'bg-surface' : 'bg-accent-subtle',
          isSelected || nearness !== null ? 'border-accent' : borderOf(data),
        )}
      >
        <span className="flex w-full items-center justify-between gap-2 text-13 text-muted">
          <ShortId id={task.id} className="tabular" />
          <span className="flex max-w-2/3 shrink-0">
            <StateDot state={state} label={word} isMoving={isMoving} detail={detail} />
          </span>
        </span>
        <span dir="auto" className="w-full truncate text-14">
          {task.title}
        </span>
        {isCritical && <span className="sr-only">On the critical path.</span>}
        {isInCycle && <span className="sr-only">Part of a circular dependency.</span>}
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

function borderOf({ isInCycle, isCritical }: TaskNodeType['data']): string {
  if (isInCycle) return 'border-blocked-solid';
  return isCritical ? 'border-accent-border' : 'border-border-strong';
}
