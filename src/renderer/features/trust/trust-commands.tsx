import { useState } from 'react';
import type { ReactNode } from 'react';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useCommands } from '#renderer/lib/commands.ts';
import { TrustDialog } from './trust-dialog.tsx';

/** The command that shows what the repository can run; it is there in every view of a workspace. */
export function TrustCommands(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isAsked = (useWorkspaceStatus()?.trust.state ?? 'trusted') !== 'trusted';
  useCommands([
    {
      id: 'workspace.trust',
      title: isAsked ? 'Review and trust this repository' : 'Show what this repository can run',
      group: 'Workspace',
      run: () => setOpen(true),
    },
  ]);
  return isOpen ? <TrustDialog onClose={() => setOpen(false)} /> : null;
}
