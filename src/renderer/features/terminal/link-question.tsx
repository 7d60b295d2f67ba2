import type { ReactNode } from 'react';
import { desktopBridge } from '#renderer/bridge/desktop-bridge.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';

function openInBrowser(address: string): void {
  window.open(address, '_blank', 'noopener,noreferrer');
}

/**
 * Follows a link of a program's output: it is opened only when the person has seen where it leads and
 * agreed. The desktop app asks by itself, in a dialog that no page can alter; elsewhere `ask` has to.
 */
export function followLink(address: string, ask: (address: string) => void): void {
  if (desktopBridge() === null) ask(address);
  else openInBrowser(address);
}

/** Asks before a link of a program's output is opened, and shows where it leads; null shows nothing. */
export function LinkQuestion({
  address,
  onClose,
}: {
  readonly address: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const open = (): void => {
    if (address !== null) openInBrowser(address);
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
