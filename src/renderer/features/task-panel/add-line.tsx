import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

export interface AddLineProps {
  /** Name of the field, which is read out. */
  readonly label: string;
  readonly placeholder: string;
  readonly isCode?: boolean;
  /** Called with what was typed, without blanks around it; never empty. */
  readonly onAdd: (text: string) => void;
}

/** The last line of a list that grows: a field, and the button that takes what was typed. */
export function AddLine({ label, placeholder, isCode, onAdd }: AddLineProps): JSX.Element {
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const add = (): void => {
    if (isEmpty) return;
    onAdd(text.trim());
    setText('');
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
          onChange={setText}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
            if (event.key === 'Escape' && text !== '') {
              // The first Esc gives up what was typed, the next one closes the panel.
              event.preventDefault();
              setText('');
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
