import { useId } from 'react';
import type { FormEvent, JSX } from 'react';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import type { DialogProps } from '#renderer/ui/dialog.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';

export interface FormDialogProps extends Pick<
  DialogProps,
  'title' | 'description' | 'size' | 'children' | 'onClose'
> {
  /** What the button does, which Enter in a field does too. */
  readonly verb: string;
  /** Why it was refused; null when it was not. */
  readonly problem: WireFailure | null;
  readonly onSubmit: () => Promise<void>;
}

/** A form that adds something; a click beside it does not lose what was typed. */
export function FormDialog(props: FormDialogProps): JSX.Element {
  const { verb, problem, onSubmit, onClose, children, ...dialog } = props;
  const form = useId();
  return (
    <Dialog
      {...dialog}
      isOpen
      isSticky
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {children}
        {problem !== null && <FailureNote failure={problem} />}
      </form>
    </Dialog>
  );
}
