import { FileQuestionMark } from 'lucide-react';
import { useMemo } from 'react';
import type { JSX } from 'react';
import type { FileChange, FileSide } from '#shared/contract/reviews.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import type { Comparison } from './comparison.ts';
import { DiffEditor } from './diff-editor.tsx';
import { fileTextOf } from './file-text.ts';

export interface FileSidesProps extends Comparison {
  readonly file: FileChange;
  readonly isSideBySide: boolean;
}

/** One file before and after, or why it cannot be shown as text. */
export function FileSides({ from, to, file, isSideBySide }: FileSidesProps): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const { path, previousPath } = file;
  const { query } = useHostQuery(`${workspaceId} ${from} ${to} ${path}`, (client) =>
    client.reviews.sides({ workspaceId, from, to, path, previousPath }),
  );
  const sides = query.kind === 'answered' ? query.value : null;
  const content = useMemo(() => {
    const text = sides === null ? null : fileTextOf(sides.before, sides.after);
    return text === null ? null : { path, ...text };
  }, [sides, path]);
  if (query.kind === 'failed') return <ErrorState failure={query.failure} />;
  if (sides === null) {
    return (
      <div className="p-4">
        <Skeleton lines={8} />
      </div>
    );
  }
  if (content === null) {
    const isBefore = sides.after.kind === 'text' || sides.after.kind === 'absent';
    const side = isBefore ? sides.before : sides.after;
    return <EmptyState icon={FileQuestionMark} text={whyNot(path, side)} />;
  }
  if (content.kind === 'empty') {
    return <EmptyState icon={FileQuestionMark} text={`${path} is empty: it has no lines.`} />;
  }
  return <DiffEditor content={content} isSideBySide={isSideBySide} />;
}

function whyNot(path: string, side: FileSide): string {
  switch (side.kind) {
    case 'binary':
      return `${path} is a binary file of ${side.bytes.toLocaleString()} bytes.`;
    case 'too_large':
      return `${path} is too large to be compared here: ${side.bytes.toLocaleString()} bytes.`;
    case 'text':
    case 'absent':
      return '';
    default:
      return assertNever(side, 'side of a file');
  }
}
