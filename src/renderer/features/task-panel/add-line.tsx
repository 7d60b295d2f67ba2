import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { drafts } from '#renderer/lib/drafts.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

export interface AddLineProps {
  /** Name of what is typed, one of its own in the workspace: it is kept until it is added. */
  readonly name: string;
  /** Name of the field, which is read out. */
  readonly label: string;
  readonly placeholder: string;
  readonly isCode?: boolean;
  /** Called with what was typed, without blanks around it; never empty. False when it was not added. */
  readonly onAdd: (text: string) => Promise<boolean>;
}

/** The last line of a list that grows: a field, and the button that takes what was typed. */
export function AddLine(props: AddLineProps): JSX.Element {
  const { label, placeholder, isCode, onAdd } = props;
  const name = `${useWorkspace().id}/${props.name}`;
  const [text, setText] = useState(() => drafts.take(name)?.text ?? '');
  const isEmpty = text.trim() === '';
  const change = (next: string): void => {
    setText(next);
    drafts.keep(name, next === '' ? null : { text: next, base: '' });
  };
  const add = (): void => {
    if (isEmpty) return;
    // Kept until it is added, and shown as if it were.
    setText('');
    void onAdd(text.trim()).then((isAdded) => {
      if (isAdded) drafts.saved(name, { text, base: '' });
      else setText((newer) => (newer === '' ? text : newer));
    });
  };
  return (
    <div className="flex items-center gap-2">
      <div className="flex-1">
        <TextField
          label={label}
          isLabelHidden
          isCode={isCode ?? false}
          placeholder={placeholder}
          value={text}
          onChange={change}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
            if (event.key === 'Escape' && text !== '') {
              // The first Esc gives up what was typed, the next one closes the panel.
              event.preventDefault();
              change('');
            }
          }}
        />
      </div>
      <Button icon={Plus} disabled={isEmpty} onClick={add}>
        Add
      </Button>
    </div>
  );
}
