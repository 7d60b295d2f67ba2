import { useState } from 'react';
import type { ReactNode } from 'react';
import { useCommands } from '#renderer/lib/commands.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { SetupList } from './setup-list.tsx';

/** The command that shows the setup; it is there in every view of a workspace. */
export function SetupCommands(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  useCommands([
    {
      id: 'workspace.setup',
      title: 'Check the setup: agent, checks, base branch',
      group: 'Workspace',
      run: () => setOpen(true),
    },
  ]);
  if (!isOpen) return null;
  const close = (): void => setOpen(false);
  return (
    <Dialog
      isOpen
      size="lg"
      onClose={close}
      title="Setup"
      description="What a run needs of this repository. A change here is written into its settings."
      actions={<Button onClick={close}>Close</Button>}
    >
      <SetupList />
    </Dialog>
  );
}
