import { Waypoints } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { plural } from '#renderer/lib/format.ts';
import { useTaskLooks } from '#renderer/features/work/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { CycleNotes } from './cycle-notes.tsx';
import { GraphCanvas } from './graph-canvas.tsx';
import { layOutGraph } from './graph-layout.ts';
import type { GraphLayout } from './graph-layout.ts';

/** Beyond this, a picture of one epic shows less than its board; it would take seconds to draw. */
const mostTasks = 2_000;

/** Dependencies of an epic's tasks, layer by layer, with the critical path marked (SPEC section 10). */
export function GraphView(): JSX.Element {
  const epics = useDocuments('epics');
  const tasks = useDocuments('tasks');
  const lookOf = useTaskLooks();
  const [location, go] = useAppLocation();
  const chosen = location.subject ?? defaultEpic(tasks) ?? [...epics.keys()][0] ?? null;
  const shown = useMemo(
    () => [...tasks.values()].filter((task) => task.epicId === chosen),
    [tasks, chosen],
  );
  const shape = useMemo(() => shapeOf(shown), [shown]);
  // Only a changed dependency moves boxes; a task that runs or closes is coloured where it stands.
  // oxlint-disable-next-line react/exhaustive-deps -- `shape` stands for the parts of `shown` that matter
  const layout = useMemo(() => layOutGraph(shown.slice(0, mostTasks)), [shape]);
  const open = useCallback((taskId: string) => go({ taskId }), [go]);
  const options = [...epics.values()].map((epic) => ({
    value: epic.id,
    label: epic.title,
    hint: epic.id,
  }));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FillSlot name="filter">
        {options.length > 0 && (
          <Select
            label="Epic"
            isLabelHidden
            value={chosen}
            options={options}
            onChange={(subject) => go({ subject })}
            className="w-xs max-w-full"
          />
        )}
        <span className="hidden min-w-0 flex-1 truncate text-12 text-muted @sm:block">
          {summary(layout)}
        </span>
      </FillSlot>
      {shown.length === 0 && (
        <EmptyState
          icon={Waypoints}
          text="Tasks and what they wait for are drawn here. Add tasks to this epic on the board."
        />
      )}
      {shown.length > mostTasks && (
        <p role="status" className="px-4 py-2 text-12 text-muted">
          Only the first {mostTasks.toLocaleString()} of {shown.length.toLocaleString()} tasks are
          drawn.
        </p>
      )}
      <CycleNotes cycles={layout.cycles} onOpen={open} />
      {shown.length > 0 && (
        <GraphCanvas
          key={chosen}
          layout={layout}
          tasks={tasks}
          lookOf={lookOf}
          selected={location.taskId}
          onOpen={open}
        />
      )}
    </div>
  );
}

/** The epic that something happens in, else the one with the newest change. */
function defaultEpic(tasks: ReadonlyMap<string, Task>): string | null {
  let best: Task | null = null;
  for (const task of tasks.values()) {
    if (task.status === 'in_progress') return task.epicId;
    if (best === null || task.updatedAt > best.updatedAt) best = task;
  }
  return best?.epicId ?? null;
}

function shapeOf(tasks: readonly Task[]): string {
  return tasks.map((task) => `${task.id}<${task.dependencies.join()}@${task.ordinal}`).join(' ');
}

function summary({ tasks, layers, criticalPath, cycles }: GraphLayout): string {
  const size = `${plural(tasks.length, 'task')} in ${plural(layers.length, 'layer')}`;
  return cycles.length > 0
    ? `${plural(tasks.length, 'task')}, ${plural(cycles.length, 'circular dependency', 'circular dependencies')}`
    : `${size}, critical path ${plural(criticalPath.length, 'task')}`;
}
