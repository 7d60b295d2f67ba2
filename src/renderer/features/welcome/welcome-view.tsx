import { CloudOff, FolderGit2, FolderOpen, FlaskConical, X } from 'lucide-react';
import { useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { HostClient } from '#shared/contract/contract.ts';
import type { RecentWorkspace, WorkspaceInfo } from '#shared/contract/workspaces.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { useHost, useHostDoubt, useHostState } from '#renderer/bridge/host-context.tsx';
import { knownHost } from '#renderer/bridge/known-host.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';
import icon from '#resources/icons/icon.svg';
import { FolderDialog } from './folder-dialog.tsx';
import { canPrepare, PrepareButton } from './prepare-button.tsx';

/** How long the host may be gone before it is worth a word, in ms: a restart takes less. */
const awayMs = 1_500;

/** What is shown while no workspace is open: open a repository, or try the demo (UI, empty states). */
export function WelcomeView(): JSX.Element {
  const host = useHost();
  const opening = useOpening();
  const [isChoosing, setIsChoosing] = useState(false);
  const { query } = useHostQuery('host', async (client) => ({
    ok: true as const,
    value: await client.host.describe(),
  }));
  const hostInfo = query.kind === 'answered' ? query.value : null;
  const choose = async (): Promise<void> => {
    if (hostInfo?.canPickFolder !== true) {
      setIsChoosing(true);
      return;
    }
    const picked = await host.call(async (client) => ({
      ok: true as const,
      value: await client.host.pickFolder(),
    }));
    if (picked.ok && picked.value !== null) opening.start(picked.value);
  };
  useCommands([
    {
      id: 'workspace.open',
      title: 'Open a repository…',
      group: 'Workspace',
      keys: ['$mod+o'],
      run: () => void choose(),
    },
    {
      id: 'workspace.demo',
      title: 'Try the demo',
      group: 'Workspace',
      run: opening.openDemo,
    },
  ]);
  return (
    <main className="grid h-full place-items-center overflow-y-auto p-6">
      <div className="flex w-full max-w-lg flex-col gap-6">
        <header className="flex items-center gap-4">
          <img src={icon} alt="" className="size-14" />
          <div>
            <h1 className="text-28 font-semibold">Switchyard</h1>
            <p className="text-14 text-muted">A backlog becomes merged, verified commits.</p>
          </div>
        </header>
        <div className="flex flex-wrap gap-2">
          <Button
            size="lg"
            variant="primary"
            icon={FolderOpen}
            isLoading={opening.busy === 'folder'}
            onClick={() => void choose()}
          >
            Open a repository
          </Button>
          <Button
            size="lg"
            icon={FlaskConical}
            isLoading={opening.busy === 'demo'}
            onClick={opening.openDemo}
          >
            Try the demo
          </Button>
        </div>
        <p className="text-13 text-muted">
          The demo makes a small repository with ten tasks. A script does the agents’ work, so it
          needs no account and no network.
        </p>
        {opening.failure !== null && (
          <FailureNote
            failure={opening.failure}
            {...(opening.folder !== null &&
              canPrepare(opening.failure) && {
                actions: <Prepare opening={opening} failure={opening.failure} />,
              })}
          />
        )}
        <AwayNote />
        <Recent opening={opening} />
        <p className="h-4 text-12 text-faint">{hostInfo && `Version ${hostInfo.version}`}</p>
      </div>
      {isChoosing && (
        <FolderDialog onClose={() => setIsChoosing(false)} onChoose={opening.openFolder} />
      )}
    </main>
  );
}

/** Does what the refusal of a folder advises, then opens it. */
function Prepare({
  opening,
  failure,
}: {
  readonly opening: Opening;
  readonly failure: WireFailure;
}): JSX.Element {
  const folder = opening.folder ?? '';
  return (
    <PrepareButton
      failure={failure}
      folder={folder}
      onDone={(refused) => (refused === null ? opening.start(folder) : opening.refuse(refused))}
    />
  );
}

/** Opening needs the host, unless it was done in this browser before. */
function AwayNote(): ReactNode {
  const isAway = useDelayed(useHostState() === 'offline', awayMs);
  const isStranger = useHostDoubt() === 'stranger';
  if (!isAway) return null;
  return (
    <p role="status" className="flex items-center gap-2 text-13">
      <CloudOff aria-hidden className="icon-md shrink-0 text-waiting" />
      {isStranger ? 'Not your host answers here' : 'Host is away'}: until it is back, only what was
      open in this browser can be opened.
    </p>
  );
}

function Recent({ opening }: { readonly opening: Opening }): JSX.Element | null {
  const host = useHost();
  const { query, reload } = useHostQuery('recent', async (client) => ({
    ok: true as const,
    value: await client.host.recent(),
  }));
  const isAway = query.kind === 'failed';
  const recent = query.kind === 'answered' ? query.value : isAway ? knownHost.recent : [];
  if (recent.length === 0) return null;
  const forget = (workspaceId: string): void => {
    knownHost.forget(workspaceId);
    void host.call((client) => client.host.forget({ workspaceId })).then(reload);
  };
  return (
    <section aria-label="Recent workspaces" className="flex flex-col gap-1">
      <h2 className="text-12 font-medium text-muted">Recent</h2>
      <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
        {recent.map((one) => (
          <RecentRow
            key={one.id}
            workspace={one}
            onOpen={() => (isAway ? opening.goTo(one.id) : opening.start(one.folder))}
            onForget={() => forget(one.id)}
          />
        ))}
      </ul>
    </section>
  );
}

function RecentRow({
  workspace,
  onOpen,
  onForget,
}: {
  readonly workspace: RecentWorkspace;
  readonly onOpen: () => void;
  readonly onForget: () => void;
}): JSX.Element {
  const { name, folder, exists, openedAt } = workspace;
  return (
    <li className="flex items-center gap-1 pr-2 hover:bg-hover">
      <button
        type="button"
        disabled={!exists}
        onClick={onOpen}
        className="flex min-w-0 flex-1 items-center gap-3 px-3 py-2 text-left focus-inset disabled:text-disabled"
      >
        <FolderGit2 aria-hidden className="icon-md shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium">{name}</span>
          <span className="block truncate text-12 text-muted">
            {exists ? folder : `${folder} is not there any more`}
          </span>
        </span>
        <span className="shrink-0 text-12 text-muted">
          <RelativeTime iso={openedAt} />
        </span>
      </button>
      <IconButton
        icon={X}
        size="sm"
        label={`Take ${name} off the list; nothing is deleted`}
        onClick={onForget}
      />
    </li>
  );
}

interface Opening {
  readonly busy: 'folder' | 'demo' | null;
  readonly failure: WireFailure | null;
  /** The folder that was to be opened last. */
  readonly folder: string | null;
  readonly refuse: (failure: WireFailure) => void;
  /** Opens a folder for somebody who shows by themselves why it cannot be opened; null when it is. */
  readonly openFolder: (folder: string) => Promise<WireFailure | null>;
  /** Opens a folder; `failure` says why not. */
  readonly start: (folder: string) => void;
  readonly openDemo: () => void;
  /** Goes to a workspace that was open in this browser. */
  readonly goTo: (workspaceId: string) => void;
}

function useOpening(): Opening {
  const host = useHost();
  const [, go] = useAppLocation();
  const [busy, setBusy] = useState<Opening['busy']>(null);
  const [failure, setFailure] = useState<WireFailure | null>(null);
  const [folder, setFolder] = useState<string | null>(null);
  const open = async (
    what: 'folder' | 'demo',
    work: (client: HostClient) => Promise<Result<WorkspaceInfo, WireFailure>>,
  ): Promise<WireFailure | null> => {
    setBusy(what);
    setFailure(null);
    const result = await host.call(work);
    setBusy(null);
    if (!result.ok) return result.error;
    go({ workspaceId: result.value.id, view: 'board' });
    return null;
  };
  const openFolder = async (chosen: string): Promise<WireFailure | null> =>
    open('folder', (client) => client.workspaces.open({ folder: chosen }));
  return {
    busy,
    failure,
    folder,
    refuse: setFailure,
    openFolder,
    start: (chosen) => {
      setFolder(chosen);
      void openFolder(chosen).then(setFailure);
    },
    openDemo: () => {
      setFolder(null);
      void open('demo', (client) => client.workspaces.openDemo()).then(setFailure);
    },
    goTo: (workspaceId) => go({ workspaceId, view: 'board' }),
  };
}
