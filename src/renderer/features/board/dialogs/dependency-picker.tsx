import type { JSX } from 'react';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { TaskPicker } from '#renderer/features/task-picker/index.ts';
import { Chip } from '#renderer/ui/signs/chip.tsx';

export interface DependencyPickerProps {
  /** Tasks of this epic are listed first. */
  readonly epicId: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Tasks that must be closed first, found by id or title. */
export function DependencyPicker({ epicId, chosen, onChange }: DependencyPickerProps): JSX.Element {
  const tasks = useDocuments('tasks');
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <TaskPicker
        name="new-task/waits-for"
        label="Waits for"
        description="Tasks that must be closed before this one may start."
        epicId={epicId}
        without={chosen}
        onChoose={(id) => onChange([...chosen, id])}
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
