import { FileDiff } from 'lucide-react';
import { useRef, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { FileChange } from '#shared/contract/reviews.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import type { Comparison } from './comparison.ts';
import { leastSideBySide } from './diff-view.ts';
import { FileList } from './file-list.tsx';
import { FileSides } from './file-sides.tsx';
import { LayoutBar } from './layout-bar.tsx';
import type { Layout } from './layout-bar.tsx';
import { useIsNarrow } from './use-is-narrow.ts';

export interface ChangeReviewProps extends Comparison {
  /** Gives it more room; null when it has all there is. */
  readonly onWiden: (() => void) | null;
}

/** All files that differ between two commits, one of them shown. */
export function ChangeReview({ from, to, onWiden }: ChangeReviewProps): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const { query } = useHostQuery(`${workspaceId} ${from} ${to}`, (client) =>
    client.reviews.files({ workspaceId, from, to }),
  );
  if (query.kind === 'loading') {
    return (
      <div className="p-4">
        <Skeleton lines={6} />
      </div>
    );
  }
  if (query.kind === 'failed') return <ErrorState failure={query.failure} />;
  if (query.value.length === 0) {
    return <EmptyState icon={FileDiff} text="Nothing differs between these two commits." />;
  }
  return <Files key={`${from} ${to}`} {...{ from, to, onWiden }} files={query.value} />;
}

function Files({
  from,
  to,
  files,
  onWiden,
}: ChangeReviewProps & { readonly files: readonly FileChange[] }): JSX.Element {
  const [path, setPath] = useState(files[0]?.path ?? '');
  const [layout, setLayout] = useState<Layout>('inline');
  const root = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow(root, leastSideBySide);
  const index = Math.max(
    0,
    files.findIndex((file) => file.path === path),
  );
  const file = files[index];
  const step = (event: KeyboardEvent): void => {
    const next = files[index + ({ j: 1, k: -1 }[event.key] ?? 0)];
    if (next !== undefined && next.path !== path && !event.ctrlKey && !event.metaKey) {
      setPath(next.path);
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- J and K walk the files from anywhere in it; the list itself is made of buttons
    <div ref={root} className="flex h-full min-h-0 flex-col" onKeyDown={step}>
      <FileList files={files} selected={path} onSelect={setPath} />
      {file !== undefined && (
        <>
          <LayoutBar {...{ file, layout, isNarrow, onWiden }} onLayout={setLayout} />
          <FileSides from={from} to={to} file={file} isSideBySide={layout === 'side-by-side'} />
        </>
      )}
    </div>
  );
}
