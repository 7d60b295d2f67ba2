import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';
import type { DiffContent, DiffView } from './monaco.ts';

export interface DiffEditorProps {
  readonly content: DiffContent;
  readonly isSideBySide: boolean;
}

/** A file's changes in Monaco, which is loaded the first time that a diff is shown. */
export function DiffEditor({ content, isSideBySide }: DiffEditorProps): JSX.Element {
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<DiffView | null>(null);
  const firstSideBySide = useRef(isSideBySide);

  useEffect(() => {
    let made: DiffView | null = null;
    let isGone = false;
    void import('./monaco.ts').then(({ createDiffView }) => {
      if (isGone || container.current === null) return;
      made = createDiffView(container.current, firstSideBySide.current);
      setView(made);
    });
    return () => {
      isGone = true;
      made?.dispose();
      setView(null);
    };
  }, []);

  useEffect(() => view?.show(content), [view, content]);
  useEffect(() => view?.setSideBySide(isSideBySide), [view, isSideBySide]);

  return (
    <div
      ref={container}
      role="group"
      aria-label={`Changes of ${content.path}`}
      aria-busy={view === null}
      className="min-h-0 flex-1 overflow-hidden"
    />
  );
}
