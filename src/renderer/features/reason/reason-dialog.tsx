import { useId, useState } from 'react';
import type { FormEvent, JSX } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

export interface ReasonDialogProps {
  /** What is done; stands on the button too: "Block AUTH-42". */
  readonly title: string;
  /** What it means, and what is kept. */
  readonly description: string;
  readonly isDanger: boolean;
  readonly onClose: () => void;
  readonly onGive: (reason: string) => void;
}

/** Asks why a task is blocked, or its agent stopped: the reason stands on the card. */
export function ReasonDialog({
  title,
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
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button variant={isDanger ? 'danger' : 'primary'} type="submit" form={form}>
            {title}
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
