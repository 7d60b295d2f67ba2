import type { Task } from '#shared/model/task.ts';
import type { TaskLook } from '#renderer/features/work/index.ts';
import { boxSize } from './graph-layout.ts';
import type { GraphLayout, PlacedEdge } from './graph-layout.ts';
import type { RoutedEdgeType } from './routed-edge.tsx';
import type { TaskNodeType } from './task-node.tsx';

export interface GraphContent {
  readonly layout: GraphLayout;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly lookOf: (task: Task) => TaskLook;
  readonly selected: string | null;
  readonly onOpen: (taskId: string) => void;
}

/** The boxes as React Flow wants them. */
export function nodesOf(content: GraphContent): TaskNodeType[] {
  const { layout, tasks, lookOf, selected, onOpen } = content;
  const critical = new Set(layout.criticalPath);
  const inCycle = new Set(layout.cycles.flat());
  return layout.tasks.flatMap(({ id, x, y }): TaskNodeType[] => {
    const task = tasks.get(id);
    if (task === undefined) return [];
    return [
      {
        id,
        type: 'task',
        position: { x, y },
        ...boxSize,
        data: {
          task,
          look: lookOf(task),
          isCritical: critical.has(id),
          isInCycle: inCycle.has(id),
          isSelected: id === selected,
          onOpen,
        },
        // The button inside is what takes focus and clicks, which the drawing would keep from it.
        focusable: false,
        style: { pointerEvents: 'auto' },
        draggable: false,
        connectable: false,
      },
    ];
  });
}

/** The arrows as React Flow wants them; those that are marked lie above the others. */
export function edgesOf({ edges }: GraphLayout): RoutedEdgeType[] {
  return edges.map((edge: PlacedEdge) => ({
    id: `${edge.from} ${edge.to}`,
    type: 'routed',
    source: edge.from,
    target: edge.to,
    data: { edge },
    focusable: false,
    zIndex: edge.isCritical || edge.isInCycle ? 1 : 0,
  }));
}

/** Where to look first: at the open task, else at what runs, else at what is not done. */
export function openingTask({ layout, tasks, selected }: GraphContent): string | null {
  const having = (status: Task['status']): string | undefined =>
    layout.tasks.find(({ id }) => tasks.get(id)?.status === status)?.id;
  if (selected !== null && layout.tasks.some(({ id }) => id === selected)) return selected;
  return having('in_progress') ?? having('in_review') ?? having('open') ?? null;
}
