import { Pencil } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JSX, MouseEvent } from 'react';
import type { Task } from '#shared/model/task.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { SavedNote } from '#renderer/ui/fields/field-frame.tsx';
import { TextArea } from '#renderer/ui/fields/text-area.tsx';
import { Markdown } from '#renderer/ui/text/markdown.tsx';
import type { TaskLock } from './task-lock.ts';
import { useDraft } from './use-draft.tsx';

export interface DescriptionProps {
  readonly task: Task;
  readonly lock: TaskLock | null;
  readonly onSave: (description: string) => Promise<boolean>;
}

/** The description as it reads, and in its place the field that it is written in. */
export function Description({ task, lock, onSave }: DescriptionProps): JSX.Element {
  const { description: saved } = task;
  const draft = useDraft({ name: `${task.id}/description`, saved, lock, save: onSave });
  const [isEditing, setEditing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isEditing) field.current?.focus();
  }, [isEditing]);
  // What was typed and is not saved is seen as what it is.
  const isUnsaved = draft.value !== saved || draft.description !== undefined;
  if (isEditing || isUnsaved || saved.trim() === '') {
    return (
      <TextArea
        ref={field}
        label="Description"
        rows={4}
        {...draft}
        onFocus={() => setEditing(true)}
        onBlur={() => {
          draft.onBlur();
          setEditing(false);
        }}
      />
    );
  }
  const edit = ({ target }: MouseEvent): void => {
    // To select a part of it, or to follow a link, is not to edit it.
    if (target instanceof Element && target.closest('a, button, summary') !== null) return;
    if (globalThis.getSelection()?.isCollapsed !== false) setEditing(true);
  };
  return (
    <section aria-label="Description" className="flex flex-col gap-1">
      <div className="flex h-6 items-center gap-1 text-12">
        <h3 className="font-medium text-muted">Description</h3>
        {lock === null && (
          <IconButton
            icon={Pencil}
            size="sm"
            label="Edit the description"
            onClick={() => setEditing(true)}
          />
        )}
        <SavedNote text={draft.status} />
      </div>
      {lock === null ? (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the button above does the same for the keyboard
        <div onClick={edit} className="cursor-text rounded-md transition-colors hover:bg-hover">
          <Markdown text={saved} />
        </div>
      ) : (
        <Markdown text={saved} />
      )}
    </section>
  );
}
