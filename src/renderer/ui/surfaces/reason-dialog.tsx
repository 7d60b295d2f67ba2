import { useId, useState } from 'react';
import type { FormEvent, JSX } from 'react';
import { z } from 'zod';
import { drafts } from '#renderer/lib/drafts.ts';
import { useKeptForm } from '#renderer/lib/use-kept-form.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';

const reasonSchema = z.object({ reason: z.string() });
const noReason = { reason: '' };

/** Keeps a reason for the next time that its dialog, which has that name, is opened. */
export function keepReason(name: string, reason: string): void {
  drafts.keep(name, { text: JSON.stringify({ reason }), base: JSON.stringify(noReason) });
}

export interface ReasonDialogProps {
  /** Name of what is typed, one of its own on this machine: it is kept until it is taken. */
  readonly name: string;
  /** What is asked for, and what the button does. */
  readonly verb: string;
  /** What comes of it. */
  readonly description: string;
  readonly isDanger: boolean;
  readonly onClose: () => void;
  /**
   * Called with a reason that is not empty, after the dialog was closed; answers whether it was taken. One that was
   * not stays for the next time.
   */
  readonly onGive: (reason: string) => Promise<boolean>;
}

/** Asks for the reason that will stand on a card; what was typed is kept when it is closed, and when it is refused. */
export function ReasonDialog({
  name,
  verb,
  description,
  isDanger,
  onClose,
  onGive,
}: ReasonDialogProps): JSX.Element {
  const { form: typed, change, taken } = useKeptForm(name, reasonSchema, noReason);
  const { reason } = typed;
  const [isTried, setTried] = useState(false);
  const form = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === '') return;
    onClose();
    void onGive(reason.trim()).then((isTaken) => {
      if (isTaken) taken();
    });
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
