import { useId, useState } from 'react';
import type { FormEvent, JSX } from 'react';
import { z } from 'zod';
import { useKeptForm } from '#renderer/lib/use-kept-form.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

const reasonSchema = z.object({ reason: z.string() });
const noReason = { reason: '' };

export interface ReasonDialogProps {
  /** Name of what is typed, one of its own on this machine: it is kept until it is given. */
  readonly name: string;
  /** What is asked for, and what the button does. */
  readonly verb: string;
  /** What comes of it. */
  readonly description: string;
  readonly isDanger: boolean;
  readonly onClose: () => void;
  /** Called with a reason that is not empty, after the dialog was closed. */
  readonly onGive: (reason: string) => void;
}

/** Asks for the reason that will stand on a card; what was typed is kept when it is closed. */
export function ReasonDialog({
  name,
  verb,
  description,
  isDanger,
  onClose,
  onGive,
}: ReasonDialogProps): JSX.Element {
  const { form: typed, change, forget } = useKeptForm(name, reasonSchema, noReason);
  const { reason } = typed;
  const [isTried, setTried] = useState(false);
  const form = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === '') return;
    forget();
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
          onChange={(next) => change({ reason: next })}
          error={isTried && reason.trim() === '' ? 'Say why, in a few words.' : null}
        />
      </form>
    </Dialog>
  );
}
