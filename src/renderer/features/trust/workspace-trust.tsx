import type { JSX } from 'react';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { TrustButton } from './trust-button.tsx';
import { stateSentence } from './trust-words.ts';

/** Whether this repository is trusted, since when and why, and how that is changed. */
export function WorkspaceTrust(): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const send = useSend();
  const trust = useWorkspaceStatus()?.trust;
  const { query, reload } = useHostQuery(
    `trust ${workspaceId} ${trust?.state} ${trust?.digest}`,
    (client) => client.trust.describe({ workspaceId }),
  );
  if (query.kind === 'loading') return <Skeleton lines={2} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const { state, agreedAt, trustedFolder } = query.value;
  const isTrusted = state === 'trusted';
  const withdraw = (): void => {
    send(
      'The agreement is taken back: nothing of this repository is run from now on.',
      async (client) => {
        const result = await client.trust.withdraw({ workspaceId });
        reload();
        return result;
      },
    );
  };
  return (
    <div className="flex flex-col items-start gap-2 text-13">
      <p className={isTrusted ? 'text-muted' : 'text-waiting'}>
        {stateSentence(query.value)}
        {isTrusted && trustedFolder === null && agreedAt !== null && (
          <>
            {' '}
            Since <RelativeTime iso={agreedAt} />.
          </>
        )}
        {!isTrusted &&
          ' Until then the settings below do not apply: built-in agents and defaults are used.'}
      </p>
      <div className="flex flex-wrap gap-2">
        <TrustButton
          size="sm"
          {...(isTrusted ? { label: 'Show what it can run' } : { variant: 'primary' as const })}
        />
        {isTrusted && trustedFolder === null && (
          <Button size="sm" onClick={withdraw}>
            Take the agreement back
          </Button>
        )}
      </div>
    </div>
  );
}
