import { useId, useState } from 'react';
import type { FormEvent, JSX } from 'react';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import type { BoardDialog } from './board-slice.ts';
import type { Moves } from './use-moves.ts';

export interface ReasonDialogProps {
  readonly wish: Extract<BoardDialog, { readonly kind: 'reason' }>;
  readonly moves: Moves;
  readonly onClose: () => void;
}

/** Asks why tasks are blocked, or their agents stopped: the reason stands on the card. */
export function ReasonDialog({ wish, moves, onClose }: ReasonDialogProps): JSX.Element {
  const { command, taskIds, title } = wish;
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const form = useId();
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  const verb = command === 'block' ? `Block ${what}` : `Stop and block ${what}`;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() === '') return;
    onClose();
    moves.send(command, taskIds, reason.trim());
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={verb}
      description={title}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button variant={command === 'stop' ? 'danger' : 'primary'} type="submit" form={form}>
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
