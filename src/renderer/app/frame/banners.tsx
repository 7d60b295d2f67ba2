import { CloudOff, CirclePause, RotateCw, FileWarning, FolderX, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { useHost, useHostDoubt, useHostState } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useReplicaState } from '#renderer/db/use-documents.ts';
import { BeginningBanner } from '#renderer/features/board/index.ts';
import { ResultStrip } from '#renderer/features/run-results/index.ts';
import { TrustBanner } from '#renderer/features/trust/index.ts';
import { useResume } from '#renderer/features/work/index.ts';
import { plural } from '#renderer/lib/format.ts';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { viewSlice } from '#renderer/app/view-slice.ts';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';

/** How long the host may be gone before it is worth a banner, in ms: a restart takes less. */
const awayMs = 1_500;

/** What holds for the whole window. */
export function Banners({ status }: { readonly status: WorkspaceStatus | null }): ReactNode {
  const [{ view }] = useAppLocation();
  return (
    <>
      <AwayBanner />
      <SyncBanner />
      <MissingBanner status={status} />
      <TrustBanner status={status} />
      <ConfigBanner status={status} />
      <BeginningBanner />
      {view === 'board' && <ResultStrip />}
      <InterruptedRunBanner status={status} />
    </>
  );
}

function AwayBanner(): ReactNode {
  const isAway = useDelayed(useHostState() === 'offline', awayMs);
  const isStranger = useHostDoubt() === 'stranger';
  const { pendingEdits } = useReplicaState();
  const waiting = pendingEdits > 0 ? ` ${plural(pendingEdits, 'edit')} waiting.` : '';
  if (isStranger) {
    return (
      <Banner tone="blocked" icon={ShieldAlert}>
        This is not your host: something else answers at this address. Nothing is sent to it or
        shown of it; you can go on working, and edits are kept for your host.{waiting} Do not load
        this page again past the browser’s cache.
      </Banner>
    );
  }
  if (!isAway) return null;
  return (
    <Banner tone="waiting" icon={CloudOff}>
      Host is away: you can go on working; edits are sent when it is back.{waiting} Switchyard
      itself does not answer: start it again where it ran.
    </Banner>
  );
}

function SyncBanner(): ReactNode {
  const { problem } = useReplicaState();
  if (problem === null) return null;
  return (
    <Banner tone="blocked" icon={CloudOff}>
      {`${problem.message} ${problem.action}`}
    </Banner>
  );
}

/** Nothing can be run, whatever the view: the repository was moved or deleted while it was open. */
function MissingBanner({ status }: { readonly status: WorkspaceStatus | null }): ReactNode {
  const missing = status?.missing ?? null;
  if (missing === null) return null;
  return (
    <Banner
      tone="blocked"
      icon={FolderX}
      actions={
        <Button size="sm" onClick={() => goTo({ workspaceId: null })}>
          Open a repository
        </Button>
      }
    >
      {`${missing.message} ${missing.action}`}
    </Banner>
  );
}

function ConfigBanner({ status }: { readonly status: WorkspaceStatus | null }): ReactNode {
  const [{ view }] = useAppLocation();
  const problems = status?.configProblems ?? [];
  const [first] = problems;
  // The settings show each of them.
  if (first === undefined || view === 'settings') return null;
  const others =
    problems.length === 1 ? '' : ` And ${plural(problems.length - 1, 'more problem')}.`;
  return (
    <Banner
      tone="blocked"
      icon={FileWarning}
      actions={
        <Button size="sm" onClick={() => goTo({ view: 'settings' })}>
          Show in settings
        </Button>
      }
    >
      {`The config file has a mistake${lineOf(first)}: ${first.message}${others}`}
    </Banner>
  );
}

function lineOf({ place }: WorkspaceStatus['configProblems'][number]): string {
  return place?.line === undefined ? '' : ` in line ${place.line}`;
}

function InterruptedRunBanner({ status }: { readonly status: WorkspaceStatus | null }): ReactNode {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const dispatch = useDispatch();
  const dismissed = useSelector(viewSlice.selectors.selectDismissedRunId);
  const { resume, isResuming } = useResume();
  const [isEnding, setEnding] = useState(false);
  const [{ view, subject }] = useAppLocation();
  const run = status?.run ?? null;
  if (run === null || run.alive || run.id === dismissed) return null;
  // The run's own view says the same and has the same buttons.
  if (view === 'runs' && (subject === null || subject === run.id)) return null;
  const end = async (): Promise<void> => {
    setEnding(true);
    const result = await host.call((client) => client.runs.cancel({ workspaceId, now: true }));
    setEnding(false);
    if (result.ok)
      showToast('The run is ended; the work of its agents is kept.', { kind: 'success' });
    else showFailure(result.error);
  };
  return (
    <Banner
      tone="waiting"
      icon={CirclePause}
      onDismiss={() => dispatch(viewSlice.actions.runBannerDismissed(run.id))}
      actions={
        <>
          <Button
            size="sm"
            // On the board its own first button is the same.
            variant={view === 'board' ? 'secondary' : 'primary'}
            icon={RotateCw}
            isLoading={isResuming}
            onClick={resume}
          >
            Resume
          </Button>
          <Button size="sm" isLoading={isEnding} onClick={() => void end()}>
            End it
          </Button>
        </>
      }
    >
      A run was interrupted: its process is gone. What its agents did is kept.
    </Banner>
  );
}
