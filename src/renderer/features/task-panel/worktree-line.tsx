import { FolderOpen } from 'lucide-react';
import type { JSX } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { PathText } from '#renderer/ui/text/path-text.tsx';

/** Where the work of a task lies as its agent left it, to be looked at and gone on with by hand. */
export function WorktreeLine({ taskId }: { readonly taskId: string }): JSX.Element | null {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const { query } = useHostQuery(`worktree ${workspaceId} ${taskId}`, (client) =>
    client.tasks.worktree({ workspaceId, taskId }),
  );
  const { query: info } = useHostQuery('host', async (client) => ({
    ok: true as const,
    value: await client.host.describe(),
  }));
  const folder = query.kind === 'answered' ? query.value.folder : null;
  if (folder === null) return null;
  const show = async (): Promise<void> => {
    const shown = await host.call((client) => client.tasks.showWorktree({ workspaceId, taskId }));
    if (!shown.ok) showFailure(shown.error);
  };
  return (
    <p className="flex min-w-0 items-center gap-2 text-12 text-muted">
      <span className="shrink-0">Worktree</span>
      <PathText path={folder} copyLabel="Copy the worktree’s path" />
      {info.kind === 'answered' && info.value.canOpenFiles && (
        <Button size="sm" icon={FolderOpen} onClick={() => void show()}>
          Open the folder
        </Button>
      )}
    </p>
  );
}
