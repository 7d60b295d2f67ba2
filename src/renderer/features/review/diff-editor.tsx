import { useEffect, useRef, useState } from 'react';
import type { JSX, RefObject } from 'react';
import { useHostState } from '#renderer/bridge/host-context.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import type { DiffContent, DiffView } from './diff-view.ts';

export interface DiffEditorProps {
  readonly content: DiffContent;
  readonly isSideBySide: boolean;
}

/** How long a comparison may take before the two sides are shown without it, in ms. */
const patienceMs = 5_000;

/** A file's changes in Monaco, which is loaded the first time that a diff is shown. */
export function DiffEditor({ content, isSideBySide }: DiffEditorProps): JSX.Element {
  const container = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(1);
  const { view, isMissing } = useDiffView(container, isSideBySide, tries);
  const isHostThere = useHostState() === 'online';
  const [wasHostThere, setWasHostThere] = useState(isHostThere);
  if (isHostThere !== wasHostThere) {
    setWasHostThere(isHostThere);
    // It is back: what could not be fetched is fetched again by itself.
    if (isHostThere && isMissing) setTries(tries + 1);
  }
  const [drawn, setDrawn] = useState<DiffContent | null>(null);

  useEffect(() => {
    if (view === null) return undefined;
    const noteDrawn = (): void => setDrawn(content);
    view.show(content, noteDrawn);
    const timer = setTimeout(noteDrawn, patienceMs);
    return () => clearTimeout(timer);
  }, [view, content]);
  useEffect(() => view?.setSideBySide(isSideBySide), [view, isSideBySide]);

  if (isMissing) return <Missing onRetry={() => setTries(tries + 1)} />;
  const isDrawn = view !== null && drawn === content;
  return (
    <div
      role="group"
      aria-label={`Changes of ${content.path}`}
      aria-busy={!isDrawn}
      className="relative min-h-0 flex-1"
    >
      <div ref={container} className="absolute inset-0 overflow-hidden" />
      {!isDrawn && (
        <div className="absolute inset-0 bg-surface p-4">
          <Skeleton lines={8} />
        </div>
      )}
    </div>
  );
}

/** The editor in `container` once its code is here; another number of `tries` fetches it again. */
function useDiffView(
  container: RefObject<HTMLElement | null>,
  isSideBySide: boolean,
  tries: number,
): { readonly view: DiffView | null; readonly isMissing: boolean } {
  const [view, setView] = useState<DiffView | null>(null);
  const [missed, setMissed] = useState(0);
  const firstSideBySide = useRef(isSideBySide);
  useEffect(() => {
    let made: DiffView | null = null;
    let isGone = false;
    import('./monaco.ts').then(
      ({ createDiffView }) => {
        if (isGone || container.current === null) return;
        made = createDiffView(container.current, firstSideBySide.current);
        setView(made);
      },
      () => {
        if (!isGone) setMissed(tries);
      },
    );
    return () => {
      isGone = true;
      made?.dispose();
      setView(null);
    };
  }, [container, tries]);
  return { view, isMissing: missed === tries };
}

function Missing({ onRetry }: { readonly onRetry: () => void }): JSX.Element {
  return (
    <ErrorState
      failure={{
        code: 'view-not-fetched',
        message: 'The code that shows changes could not be fetched.',
        action: 'It is fetched when Switchyard answers again.',
      }}
      actions={
        <Button variant="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    />
  );
}
