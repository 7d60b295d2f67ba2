import { GitBranch } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';

/** Makes epic branches again that were deleted with what had landed on them. */
export function BringBackButton({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isUnderWay, setUnderWay] = useState(false);
  const bringBack = async (): Promise<void> => {
    setUnderWay(true);
    const repaired = await host.call((client) => client.runs.repair({ workspaceId }));
    setUnderWay(false);
    if (repaired.ok) {
      showToast(`Brought back ${repaired.value.branches.join(', ')}.`, { kind: 'success' });
    } else showFailure(repaired.error);
    onDone();
  };
  return (
    <Button
      size="sm"
      variant="primary"
      icon={GitBranch}
      isLoading={isUnderWay}
      onClick={() => void bringBack()}
    >
      Bring it back
    </Button>
  );
}
