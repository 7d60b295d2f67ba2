import { useId, useState } from 'react';
import type { FormEvent, JSX } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

export interface ReasonDialogProps {
  /** What is asked for, and what the button does. */
  readonly verb: string;
  /** What comes of it. */
  readonly description: string;
  readonly isDanger: boolean;
  readonly onClose: () => void;
  /** Called with a reason that is not empty, after the dialog was closed. */
  readonly onGive: (reason: string) => void;
}

/** Asks for the reason that will stand on a card. */
export function ReasonDialog({
  verb,
  description,
  isDanger,
  onClose,
  onGive,
}: ReasonDialogProps): JSX.Element {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const form = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === '') return;
    onClose();
    onGive(reason.trim());
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={verb}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button variant={isDanger ? 'danger' : 'primary'} type="submit" form={form}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <TextField
          label="Reason"
          description="One sentence for whoever opens it again."
          value={reason}
          onChange={setReason}
          error={isTried && reason.trim() === '' ? 'Say why, in a few words.' : null}
        />
      </form>
    </Dialog>
  );
}
