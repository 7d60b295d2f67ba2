import { useId, useState } from 'react';
import type { FormEvent, JSX } from 'react';
<<<<<<<< HEAD:src/renderer/features/reason/reason-dialog.tsx
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
========
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
>>>>>>>> 6da95756861f97569538b6cfa191b6728bb9101b:src/renderer/ui/reason-dialog.tsx
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
<<<<<<<< HEAD:src/renderer/features/reason/reason-dialog.tsx
      title={title}
========
      title={verb}
>>>>>>>> 6da95756861f97569538b6cfa191b6728bb9101b:src/renderer/ui/reason-dialog.tsx
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button variant={isDanger ? 'danger' : 'primary'} type="submit" form={form}>
<<<<<<<< HEAD:src/renderer/features/reason/reason-dialog.tsx
            {title}
========
            {verb}
>>>>>>>> 6da95756861f97569538b6cfa191b6728bb9101b:src/renderer/ui/reason-dialog.tsx
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
