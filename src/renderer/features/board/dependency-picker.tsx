import type { JSX } from 'react';
import { useMemo } from 'react';
import { compareIds } from '#shared/core/natural-order.ts';
import type { Task } from '#shared/model/task.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { Chip } from '#renderer/ui/chip.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';

export interface DependencyPickerProps {
  /** Tasks of this epic are offered first. */
  readonly epicId: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Tasks that must be closed first, found by id or title. */
export function DependencyPicker({ epicId, chosen, onChange }: DependencyPickerProps): JSX.Element {
  const tasks = useDocuments('tasks');
  const options = useMemo(() => {
    const rank = (task: Task): number => (task.epicId === epicId ? 0 : 1);
    return [...tasks.values()]
      .filter(({ id }) => !chosen.includes(id))
      .toSorted((a, b) => rank(a) - rank(b) || compareIds(a.id, b.id))
      .map(({ id, title }) => ({ value: id, label: `${id} ${title}` }));
  }, [tasks, epicId, chosen]);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Combobox
        // It holds nothing: what was chosen goes to the chips below, and it begins anew.
        key={chosen.join(' ')}
        label="Waits for"
        description="Tasks that must be closed before this one may start."
        value={null}
        options={options}
        onChange={(id: string) => onChange([...chosen, id])}
        placeholder="Type an id or a title…"
        emptyText="No task matches."
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label="Waits for">
          {chosen.map((id) => (
            <li key={id} className="min-w-0">
              <Chip
                title={tasks.get(id)?.title ?? ''}
                onRemove={() => onChange(chosen.filter((one) => one !== id))}
                removeLabel={`Do not wait for ${id}`}
              >
                {id}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
