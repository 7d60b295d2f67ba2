import { useRef } from 'react';
import type { JSX } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { keyLabel, useCommands } from '#renderer/lib/commands.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { SearchField } from '#renderer/ui/fields/search-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { AppSettings } from './app-settings.tsx';
import { useConfig } from './use-config.ts';
import { WorkspaceSettings } from './workspace-settings.tsx';

const scopes = [
  { value: 'workspace', label: 'This workspace' },
  { value: 'app', label: 'This machine' },
] as const;

/** What can be set: the workspace's config file, and the app on this machine. */
export function SettingsView(): JSX.Element {
  const [{ subject }, go] = useAppLocation();
  const { id } = useWorkspace();
  const scope = subject === 'app' ? 'app' : 'workspace';
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FillSlot name="filter">
        <SegmentedControl
          label="What the settings are for"
          options={scopes}
          value={scope}
          onChange={(next) => go({ subject: next === 'app' ? next : null, filter: null })}
        />
        {scope === 'workspace' && <Search />}
      </FillSlot>
      <ScrollRegion label="Settings">
        {scope === 'app' ? (
          <div className="mx-auto flex max-w-xl flex-col gap-6 p-6">
            <AppSettings />
          </div>
        ) : (
          <Workspace key={id} />
        )}
      </ScrollRegion>
    </div>
  );
}

const searchKeys = ['/'];

/** Narrows the settings to those with the words that are typed; the address keeps them. */
function Search(): JSX.Element {
  const [{ filter }, go] = useAppLocation();
  const field = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: 'settings.search',
      title: 'Search the settings',
      group: 'Settings',
      keys: searchKeys,
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <SearchField
      label="Search the settings"
      value={filter ?? ''}
      onChange={(text) => go({ filter: text === '' ? null : text })}
      shortcut={keyLabel(searchKeys)}
      onLeave={() => field.current?.blur()}
      inputRef={field}
      className="max-w-sm flex-1"
    />
  );
}

function Workspace(): JSX.Element {
  const { query, change } = useConfig();
  if (query.kind === 'loading') {
    return (
      <div className="mx-auto max-w-2xl p-6">
        <Skeleton lines={8} />
      </div>
    );
  }
  if (query.kind === 'failed') return <ErrorState failure={query.failure} />;
  return <WorkspaceSettings read={query.value} change={change} />;
}
