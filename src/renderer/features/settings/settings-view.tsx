import type { JSX } from 'react';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { ErrorState } from '#renderer/ui/failure-note.tsx';
import { ScrollRegion } from '#renderer/ui/scroll-region.tsx';
import { SegmentedControl } from '#renderer/ui/segmented-control.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { AppSettings } from './app-settings.tsx';
import { WorkspaceSettings } from './workspace-settings.tsx';

const scopes = [
  { value: 'workspace', label: 'This workspace' },
  { value: 'app', label: 'This machine' },
] as const;

/** What can be set: the workspace's config file, and the app on this machine. */
export function SettingsView(): JSX.Element {
  const [location, go] = useAppLocation();
  const scope = location.subject === 'app' ? 'app' : 'workspace';
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FillSlot name="filter">
        <SegmentedControl
          label="What the settings are for"
          options={scopes}
          value={scope}
          onChange={(subject) => go({ subject })}
        />
      </FillSlot>
      <ScrollRegion label="Settings">
        <div className="mx-auto flex max-w-xl flex-col gap-6 p-6">
          {scope === 'app' ? <AppSettings /> : <Workspace />}
        </div>
      </ScrollRegion>
    </div>
  );
}

function Workspace(): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const { query } = useHostQuery(`settings ${workspaceId}`, (client) =>
    client.settings.read({ workspaceId }),
  );
  if (query.kind === 'loading') return <Skeleton lines={8} />;
  if (query.kind === 'failed') return <ErrorState failure={query.failure} />;
  return <WorkspaceSettings key={workspaceId} read={query.value} />;
}
