import { TrainFront } from 'lucide-react';
import { useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { Provider } from 'react-redux';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { HostProvider, useHostState } from '#renderer/bridge/host-context.tsx';
import { WorkspaceNewsProvider } from '#renderer/bridge/workspace-news.tsx';
import { WorkspaceStatusProvider } from '#renderer/bridge/use-workspace-status.tsx';
import { WorkspaceProvider } from '#renderer/bridge/use-workspace.tsx';
import { ReplicaProvider } from '#renderer/db/replica-context.tsx';
import { useOtherWorkspaceToasts } from '#renderer/features/inbox/index.ts';
import { useFocusKeeping } from '#renderer/lib/focus-keeper.ts';
import { goTo } from '#renderer/lib/location.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { Toaster } from '#renderer/ui/surfaces/toaster.tsx';
import { TooltipProvider } from '#renderer/ui/surfaces/tooltip.tsx';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame/frame.tsx';
import { HostGate } from './host-gate.tsx';
import { useCommandKeys } from './keyboard.ts';
import type { AppParts } from './parts.ts';
import { createStore } from './store.ts';
import { useHostInfo } from './use-host-info.ts';
import { useOpenWorkspace } from './use-open-workspace.ts';

/** The page: finds the host, opens a workspace or welcomes, and shows the frame. */
export function App({
  connection,
  parts,
}: {
  readonly connection: HostConnection;
  readonly parts: AppParts;
}): JSX.Element {
  const [store] = useState(createStore);
  return (
    <Provider store={store}>
      <HostProvider connection={connection}>
        <TooltipProvider>
          <ErrorBoundary what="Switchyard" resetKey="app">
            <WorkspaceNewsProvider>
              <HostGate>
                <Content parts={parts} />
              </HostGate>
            </WorkspaceNewsProvider>
          </ErrorBoundary>
          <Toaster />
        </TooltipProvider>
      </HostProvider>
    </Provider>
  );
}

function Content({ parts }: { readonly parts: AppParts }): ReactNode {
  useCommandKeys();
  useOtherWorkspaceToasts();
  useFocusKeeping();
  const opened = useOpenWorkspace(useHostInfo());
  switch (opened.kind) {
    case 'opening':
      return <Opening />;
    case 'none':
      return parts.Welcome === null ? null : <parts.Welcome />;
    case 'failed':
      return (
        <ErrorState
          failure={opened.failure}
          safe="Nothing was changed."
          actions={
            <Button variant="primary" onClick={() => goTo({ workspaceId: null })}>
              Open another repository
            </Button>
          }
        />
      );
    case 'open':
      return (
        <WorkspaceProvider workspace={opened.workspace}>
          <WorkspaceStatusProvider>
            <ReplicaProvider>
              <Frame key={opened.workspace.id} parts={parts} />
            </ReplicaProvider>
          </WorkspaceStatusProvider>
        </WorkspaceProvider>
      );
    default:
      return assertNever(opened, 'opened workspace');
  }
}

/** Before the first answer; what is quick says nothing. */
function Opening(): ReactNode {
  const isAway = useHostState() === 'offline';
  const isSlow = useDelayed(true, 600);
  if (!isSlow) return null;
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        icon={TrainFront}
        text={
          isAway
            ? 'Switchyard does not answer. Start it again and open the address that it prints; this page goes on by itself.'
            : 'Opening the workspace…'
        }
      />
    </main>
  );
}
