import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { CodeText } from '#renderer/ui/code-text.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';

/** Asks before a link of a program's output is opened, and shows where it leads; null shows nothing. */
export function LinkQuestion({
  address,
  onClose,
}: {
  readonly address: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const open = (): void => {
    if (address !== null) window.open(address, '_blank', 'noopener,noreferrer');
    onClose();
  };
  return (
    <Dialog
      isOpen={address !== null}
      onClose={onClose}
      title="Open this link?"
      description="The agent's output contains it; its text may say something else."
      actions={
        <>
          <Button onClick={onClose}>Stay here</Button>
          <Button variant="primary" onClick={open}>
            Open in the browser
          </Button>
        </>
      }
    >
      <CodeText text={address ?? ''} isBlock />
    </Dialog>
  );
}
