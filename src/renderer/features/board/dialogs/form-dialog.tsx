import { useId, useRef } from 'react';
import type { FormEvent, JSX, ReactNode } from 'react';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import type { DialogProps } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';

export interface FormDialogProps extends Pick<
  DialogProps,
  'title' | 'description' | 'size' | 'children' | 'onClose'
> {
  /** What the button does, which Enter in a field does too. */
  readonly verb: string;
  /** Why it was refused; null when it was not. */
  readonly problem: WireFailure | null;
  readonly onSubmit: () => Promise<void>;
  /** Empties a form that contains what was written into it before; null when it does not. */
  readonly onReset: (() => void) | null;
  /** What stands beside the buttons, such as a switch. */
  readonly beside?: ReactNode;
}

/** A form that writes something; what was typed is kept when it is closed. */
export function FormDialog(props: FormDialogProps): JSX.Element {
  const { verb, problem, onSubmit, onReset, onClose, beside, children, ...dialog } = props;
  const form = useId();
  const isBusy = useRef(false);
  // A second Enter while the first is being written would write it twice.
  const submit = async (): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await onSubmit();
    } finally {
      isBusy.current = false;
    }
    // Once it is marked: whoever presses Enter goes on where something is wrong.
    requestAnimationFrame(() => {
      const element = document.querySelector(`[id="${form}"]`);
      element?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    });
  };
  return (
    <Dialog
      {...dialog}
      isOpen
      isSticky
      onClose={onClose}
      actions={
        <>
          {beside !== undefined && <div className="mr-auto self-center">{beside}</div>}
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
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          // Written without it, the form would say something else than what the person sees.
          const unchosen = event.currentTarget.querySelector<HTMLElement>('[data-unchosen]');
          if (unchosen === null) void submit();
          else unchosen.focus();
        }}
      >
        {onReset !== null && (
          <p className="flex items-center gap-2 text-12 text-muted">
            What you wrote before was kept.
            <Button size="sm" variant="quiet" onClick={onReset}>
              Start over
            </Button>
          </p>
        )}
        {children}
        {problem !== null && <FailureNote failure={problem} />}
      </form>
    </Dialog>
  );
}
