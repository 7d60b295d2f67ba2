import { ExternalLink } from 'lucide-react';
import type { JSX } from 'react';
import type { WorkspaceConfig } from '#shared/contract/settings.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { PathText } from '#renderer/ui/text/path-text.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';

/** Problems of the file as a whole. */
const nothingApplies: ReadonlySet<string> = new Set(['config-broken', 'config-unreadable']);

/** Where the settings lie, and what is wrong with that file. */
export function SettingsFile({ read }: { readonly read: WorkspaceConfig }): JSX.Element {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const { query: hostInfo } = useHostQuery('host', async (client) => ({
    ok: true as const,
    value: await client.host.describe(),
  }));
  const canOpen = hostInfo.kind === 'answered' && hostInfo.value.canOpenFiles && read.exists;
  const open = async (): Promise<void> => {
    const result = await host.call((client) => client.settings.openFile({ workspaceId }));
    if (!result.ok) showFailure(result.error);
  };
  return (
    <div className="flex flex-col gap-2 text-13 text-muted">
      <p>
        These settings lie in a file that belongs in the repository.
        {!read.exists && ' It is made with the first change.'}
      </p>
      <div className="flex min-w-0 items-center gap-2">
        <PathText path={read.file} copyLabel="Copy the path of the settings file" />
        {canOpen && (
          <Button size="sm" icon={ExternalLink} onClick={() => void open()}>
            Open the file
          </Button>
        )}
      </div>
      {read.problems.map((problem) => (
        <FailureNote
          key={`${problem.message} ${problem.place?.line}`}
          failure={problem}
          {...(nothingApplies.has(problem.code) ? {} : { safe: 'The rest of the file applies.' })}
        />
      ))}
      {read.locked !== null && (
        <p role="status" className="text-waiting">
          The settings cannot be changed here until that is corrected in the file; below is what
          applies meanwhile.
        </p>
      )}
    </div>
  );
}
