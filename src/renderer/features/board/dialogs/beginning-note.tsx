import { CircleStop, FlaskConical } from 'lucide-react';
import type { JSX } from 'react';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { formatElapsed } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';

type Beginning = NonNullable<WorkspaceStatus['beginning']>;

const secondMs = 1_000;

/** What goes on before the run has begun, and for how long. */
export function BeginningNote({ beginning }: { readonly beginning: Beginning }): JSX.Element {
  return (
    <p
      role="status"
      className="flex items-start gap-2 rounded-md border border-running-border bg-running-subtle p-3 text-13"
    >
      <FlaskConical aria-hidden className="mt-0.5 icon-md shrink-0 text-running" />
      <span className="min-w-0 flex-1 break-words">{beginning.text}</span>
      <span className="shrink-0 text-muted tabular">
        <Since startedAt={beginning.startedAt} />
      </span>
    </p>
  );
}

function Since({ startedAt }: Pick<Beginning, 'startedAt'>): string {
  return formatElapsed(Math.max(0, useNow(secondMs) - Date.parse(startedAt)));
}

/** Stops what goes on before the run: it is not started then. */
export function StopBeginningButton({ size = 'sm' }: { readonly size?: 'sm' | 'md' }): JSX.Element {
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  return (
    <Button
      size={size}
      icon={CircleStop}
      onClick={() =>
        send('The run is not started.', (client) => client.runs.cancel({ workspaceId, now: true }))
      }
    >
      Do not start it
    </Button>
  );
}

/** The same above every view, for whoever has closed the dialog or looks on from elsewhere. */
export function BeginningBanner(): JSX.Element | null {
  const beginning = useWorkspaceStatus()?.beginning ?? null;
  if (beginning === null) return null;
  return (
    <Banner icon={FlaskConical} actions={<StopBeginningButton />}>
      {beginning.text}
    </Banner>
  );
}
