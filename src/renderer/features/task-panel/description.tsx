import { Pencil } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { JSX, RefObject } from 'react';
import type { Task } from '#shared/model/task.ts';
import { classNames } from '#renderer/lib/class-names.ts';
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
  const shown = useRef<HTMLDivElement>(null);
  usePress(shown, lock === null, () => setEditing(true));
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
      <div
        ref={shown}
        className={classNames(
          'rounded-md',
          lock === null && 'cursor-text transition-colors hover:bg-hover',
        )}
      >
        <Markdown text={saved} />
      </div>
    </section>
  );
}

/** A press on the text opens it for the mouse; for the keyboard there is a button above it. */
function usePress(shown: RefObject<HTMLElement | null>, isOn: boolean, onPress: () => void): void {
  const press = useEffectEvent(({ target }: MouseEvent) => {
    // To select a part of it, or to follow a link, is not to edit it.
    if (target instanceof Element && target.closest('a, button, summary') !== null) return;
    if (globalThis.getSelection()?.isCollapsed !== false) onPress();
  });
  useEffect(() => {
    const element = shown.current;
    if (!isOn || element === null) return undefined;
    const listener = (event: MouseEvent): void => press(event);
    element.addEventListener('click', listener);
    return () => element.removeEventListener('click', listener);
  });
}
