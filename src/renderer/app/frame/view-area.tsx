import { CloudOff } from 'lucide-react';
import { Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import type { JSX, ReactNode, RefObject } from 'react';
import { useSelector } from 'react-redux';
import { ErrorBoundary } from '#renderer/app/error-boundary.tsx';
import type { AppParts, ViewRoute } from '#renderer/app/parts.ts';
import { viewSlice } from '#renderer/app/view-slice.ts';
import { useHostState } from '#renderer/bridge/host-context.tsx';
import { useHostAwaySince } from '#renderer/bridge/use-workspace-status.tsx';
import { useReplicaState } from '#renderer/db/use-documents.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ResizablePanels } from '#renderer/ui/surfaces/resizable-panels.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';

export interface ViewAreaProps {
  readonly route: ViewRoute | null;
  readonly parts: AppParts;
  readonly headingRef: RefObject<HTMLHeadingElement | null>;
}

/** The open view and, beside it, the panel of the open task. */
export function ViewArea({ route, parts, headingRef }: ViewAreaProps): JSX.Element {
  const [{ taskId, view }] = useAppLocation();
  const isMaximised = useSelector(viewSlice.selectors.selectIsPanelMaximised);
  const { TaskPanel } = parts;
  const openTask = TaskPanel === null ? null : taskId;
  const isCovered = openTask !== null && isMaximised;
  const panelRef = useRef<HTMLElement>(null);
  const viewRef = useRef<HTMLElement>(null);
  useReturnOfFocus(openTask !== null, viewRef, headingRef);
  useFocusInCover(isCovered, panelRef);
  const main = (
    <main
      ref={viewRef}
      aria-label={route?.title}
      inert={isCovered}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Guarded what={route?.title ?? 'This view'} resetKey={view}>
        <View route={route} />
      </Guarded>
    </main>
  );
  const panel = TaskPanel !== null && openTask !== null && (
    <aside
      ref={panelRef}
      tabIndex={-1}
      aria-label={`Task ${openTask}`}
      className={classNames(
        'focus-inset flex min-h-0 flex-1 flex-col bg-surface',
        isCovered && 'absolute inset-0 z-sticky',
      )}
    >
      <Guarded
        what={`The panel of ${openTask}`}
        resetKey={openTask}
        wayBack={{ label: 'Close the panel', go: () => goTo({ taskId: null }) }}
      >
        <TaskPanel taskId={openTask} />
      </Guarded>
    </aside>
  );
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1">
      <ResizablePanels
        id="frame"
        panels={[
          { id: 'view', content: main, minSize: 440 },
          ...(panel === false
            ? []
            : [
                {
                  id: 'task',
                  content: panel,
                  resizeLabel: 'Resize the task panel',
                  defaultSize: 560,
                  minSize: 360,
                  maxSize: '70%',
                  keepsPixels: true,
                },
              ]),
        ]}
      />
    </div>
  );
}

/** The view, unless it would wait for documents that nobody can send now. */
function View({ route }: { readonly route: ViewRoute | null }): ReactNode {
  const isAway = useHostAwaySince() !== null;
  const { isRead, isLoaded } = useReplicaState();
  if (route === null) return null;
  if (isAway && isRead && !isLoaded && route.name !== 'settings') {
    return (
      <EmptyState
        icon={CloudOff}
        text="The tasks of this workspace have not come to this browser yet. They come when the host is back; this page goes on by itself."
      />
    );
  }
  return <route.View key={route.name} />;
}

function Guarded({
  what,
  resetKey,
  wayBack,
  children,
}: {
  readonly what: string;
  readonly resetKey: string;
  readonly wayBack?: { readonly label: string; readonly go: () => void };
  readonly children: ReactNode;
}): JSX.Element {
  const isHostThere = useHostState() === 'online';
  return (
    <ErrorBoundary {...{ what, resetKey, isHostThere }} {...(wayBack !== undefined && { wayBack })}>
      <Suspense
        fallback={
          <div className="p-4">
            <Skeleton lines={6} />
          </div>
        }
      >
        {children}
      </Suspense>
    </ErrorBoundary>
  );
}

/** When the panel closes, the focus goes back to where it was in the view, or to the view's heading. */
function useReturnOfFocus(
  isOpen: boolean,
  viewRef: RefObject<HTMLElement | null>,
  headingRef: RefObject<HTMLHeadingElement | null>,
): void {
  const lastInView = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      const isInView = target instanceof HTMLElement && viewRef.current?.contains(target) === true;
      if (isInView) lastInView.current = target;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [viewRef]);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    const active = document.activeElement;
    const isLost = active === null || active === document.body;
    if (!isOpen && wasOpen.current && isLost) {
      const last = lastInView.current;
      const target = last?.isConnected === true ? last : headingRef.current;
      target?.focus({ preventScroll: true });
    }
    wasOpen.current = isOpen;
  }, [isOpen, headingRef]);
}

/** While the panel covers the view, the focus cannot stay behind it: it comes along, and goes back. */
function useFocusInCover(isCovered: boolean, panelRef: RefObject<HTMLElement | null>): void {
  const leftBehind = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const active = document.activeElement;
    const panel = panelRef.current;
    const isOnPanel = active === panel || active === null || active === document.body;
    if (isCovered && panel !== null && !panel.contains(active)) {
      leftBehind.current = active;
      panel.focus({ preventScroll: true });
    } else if (!isCovered) {
      const former = leftBehind.current;
      leftBehind.current = null;
      if (isOnPanel && former instanceof HTMLElement) former.focus({ preventScroll: true });
    }
  }, [isCovered, panelRef]);
}
