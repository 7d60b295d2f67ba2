import type { JSX, ReactNode } from 'react';
import { useMemo } from 'react';
import { compareIds } from '#shared/core/graph/natural-order.ts';
import type { Task } from '#shared/model/task.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { Combobox } from '#renderer/ui/fields/combobox.tsx';

export interface TaskPickerProps {
  /** Name of what is typed, one of its own in the workspace. */
  readonly name: string;
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly description?: ReactNode;
  /** Tasks of this epic are listed first. */
  readonly epicId: string;
  /** The chosen task; null for a picker that holds nothing. */
  readonly value?: string | null;
  /** Tasks that are not listed. */
  readonly without: readonly string[];
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly onChoose: (id: string) => void;
}

/** One task of the workspace, found by id or title. */
export function TaskPicker({
  name,
  epicId,
  value = null,
  without,
  placeholder = 'Type an id or a title…',
  onChoose,
  ...rest
}: TaskPickerProps): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const tasks = useDocuments('tasks');
  const options = useMemo(() => {
    const rank = (task: Task): number => (task.epicId === epicId ? 0 : 1);
    return [...tasks.values()]
      .filter(({ id }) => !without.includes(id))
      .toSorted((a, b) => rank(a) - rank(b) || compareIds(a.id, b.id))
      .map(({ id, title }) => ({ value: id, label: `${id} ${title}` }));
  }, [tasks, epicId, without]);
  return (
    <Combobox
      {...rest}
      draftName={`${workspaceId}/${name}`}
      value={value}
      options={options}
      onChange={onChoose}
      placeholder={placeholder}
      emptyText="No task matches."
    />
  );
}
