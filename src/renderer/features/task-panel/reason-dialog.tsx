import { useState } from 'react';
import type { JSX } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

export interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly description: string;
  /** What the button does. */
  readonly verb: string;
  readonly onClose: () => void;
  readonly onGive: (reason: string) => void;
}

/** Asks for the reason that is written on the card. */
export function ReasonDialog({
  isOpen,
  title,
  description,
  verb,
  onClose,
  onGive,
}: ReasonDialogProps): JSX.Element {
  const [reason, setReason] = useState('');
  const give = (): void => {
    if (reason.trim() !== '') onGive(reason.trim());
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      description={description}
      size="sm"
      actions={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button variant="primary" disabled={reason.trim() === ''} onClick={give}>
            {verb}
          </Button>
        </>
      }
    >
      <TextField
        label="Reason"
        description="Stands on the card, for whoever takes it up again."
        value={reason}
        onChange={setReason}
        onKeyDown={(event) => {
          if (event.key === 'Enter') give();
        }}
      />
    </Dialog>
  );
}
