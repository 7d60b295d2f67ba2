import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { drafts } from '#renderer/lib/drafts.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { DraftNote } from './draft-note.tsx';
import type { TaskLock } from './task-lock.ts';

export interface AddLineProps {
  /** Name of what is typed, one of its own in the workspace: it is kept until it is added. */
  readonly name: string;
  /** Name of the field, which is read out. */
  readonly label: string;
  readonly placeholder: string;
  readonly isCode?: boolean;
  /** Why nothing can be added now; what was typed stays, and waits. */
  readonly lock: TaskLock | null;
  /** Called with what was typed, without blanks around it; never empty. False when it was not added. */
  readonly onAdd: (text: string) => Promise<boolean>;
}

/** The last line of a list that grows: a field, and the button that takes what was typed. */
export function AddLine(props: AddLineProps): JSX.Element | null {
  const { label, placeholder, isCode, lock, onAdd } = props;
  const isLocked = lock !== null;
  const [hasFocus, setFocus] = useState(false);
  const name = `${useWorkspace().id}/${props.name}`;
  const [text, setText] = useState(() => drafts.take(name)?.text ?? '');
  const isEmpty = text.trim() === '';
  const change = (next: string): void => {
    setText(next);
    drafts.keep(name, next === '' ? null : { text: next, base: '' });
  };
  const add = (): void => {
    if (isEmpty || isLocked) return;
    // Kept until it is added, and shown as if it were.
    setText('');
    void onAdd(text.trim()).then((isAdded) => {
      if (isAdded) drafts.saved(name, { text, base: '' });
      else setText((newer) => (newer === '' ? text : newer));
    });
  };
  // Whoever writes in it is not interrupted.
  if (isLocked && text === '' && !hasFocus) return null;
  return (
    <div className="flex items-start gap-2">
      <div className="flex-1">
        <TextField
          label={label}
          isLabelHidden
          isCode={isCode ?? false}
          placeholder={placeholder}
          value={text}
          readOnly={isLocked}
          onChange={change}
          onFocus={() => setFocus(true)}
          onBlur={() => setFocus(false)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !isComposing(event)) add();
            // What was typed stays for the next time: Esc closes the panel, and throws nothing away.
          }}
          {...(isLocked && !isEmpty
            ? {
                description: (
                  <DraftNote
                    because="locked"
                    lock={lock}
                    onSave={add}
                    onGiveUp={() => change('')}
                  />
                ),
              }
            : {})}
        />
      </div>
      <Button icon={Plus} disabled={isEmpty || isLocked} onClick={add}>
        Add
      </Button>
    </div>
  );
}
