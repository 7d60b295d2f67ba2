import { useEffect, useRef } from 'react';
import type { JSX } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useInboxCounts, useOtherWorkspaces } from '#renderer/features/inbox/index.ts';
import { NeedsProvider } from '#renderer/features/needs/index.ts';
import { SlotsProvider } from '#renderer/lib/slots.tsx';
import { useAppLocation } from '#renderer/lib/location.ts';
import type { AppParts } from '#renderer/app/parts.ts';
import { Banners } from './banners.tsx';
import { Rail } from './rail.tsx';
import { presentRun, runProgress, windowTitle } from './run-figures.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useFrameCommands } from './use-frame-commands.ts';
import { useShownRun } from './use-shown-run.ts';
import { ViewArea } from './view-area.tsx';

/** Everything around the views of an open workspace. */
export function Frame({ parts }: { readonly parts: AppParts }): JSX.Element {
  return (
    <NeedsProvider>
      <Window parts={parts} />
    </NeedsProvider>
  );
}

function Window({ parts }: { readonly parts: AppParts }): JSX.Element {
  const [{ view }] = useAppLocation();
  const status = useWorkspaceStatus();
  const run = presentRun(useDocuments('runs'));
  const inbox = useInboxCounts();
  const headingRef = useRef<HTMLHeadingElement>(null);
  const route = parts.views.find(({ name }) => name === view) ?? parts.views[0] ?? null;
  const activeRun = run !== null && run.status !== 'ended' ? run : null;
  const shownRun = useShownRun(run);
  useFrameCommands(parts.views);
  useWindowTitle(route?.title ?? 'Switchyard', inbox.needing, activeRun);
  useFocusOnNavigation(view, headingRef);
  return (
    <SlotsProvider>
      <div className="flex h-full min-h-0 flex-col bg-canvas">
        <div className="flex min-h-0 flex-1">
          <Rail views={parts.views} inbox={inbox} />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <TopBar
              title={route?.title ?? 'Switchyard'}
              headingRef={headingRef}
              run={shownRun}
              inbox={inbox}
              hasInbox={parts.views.some(({ name }) => name === 'inbox')}
            />
            <Banners status={status} />
            <ViewArea route={route} parts={parts} headingRef={headingRef} />
          </div>
        </div>
        <StatusBar run={run} status={status} />
      </div>
      {parts.companions.map((Companion) => (
        <Companion key={Companion.displayName ?? Companion.name} />
      ))}
    </SlotsProvider>
  );
}

function useWindowTitle(view: string, needing: number, run: ReturnType<typeof presentRun>): void {
  const { id, name } = useWorkspace();
  const elsewhere = useOtherWorkspaces(id).reduce((sum, other) => sum + other.needing, 0);
  const tasks = useDocuments('tasks');
  const progress = run === null ? null : runProgress(run, tasks);
  const title = windowTitle(view, name, needing + elsewhere, progress);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** After another view was opened, the keyboard goes on from its heading. */
function useFocusOnNavigation(
  view: string,
  headingRef: React.RefObject<HTMLHeadingElement | null>,
): void {
  const last = useRef(view);
  useEffect(() => {
    if (last.current === view) return;
    last.current = view;
    headingRef.current?.focus({ preventScroll: true });
  }, [view, headingRef]);
}
