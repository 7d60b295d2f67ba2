import { Columns2, Maximize2, Rows2 } from 'lucide-react';
import type { JSX } from 'react';
import type { FileChange } from '#shared/contract/reviews.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';

const layouts = [
  { value: 'inline', label: 'Inline', icon: Rows2 },
  { value: 'side-by-side', label: 'Side by side', icon: Columns2 },
] as const;

/** How the two sides of a file stand. */
export type Layout = (typeof layouts)[number]['value'];

/** Files that have one side only; there is nothing to put beside it. */
const oneSided: Readonly<Partial<Record<FileChange['kind'], string>>> = {
  added: 'New file',
  deleted: 'Deleted file',
};

export interface LayoutBarProps {
  readonly file: Pick<FileChange, 'path' | 'kind'>;
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
  /** Whether there is no room for two sides beside each other. */
  readonly isNarrow: boolean;
  /** Makes room for them; null where there is no more. */
  readonly onWiden: (() => void) | null;
}

/** Which file is shown and how; when it is not shown as chosen, why, and what helps. */
export function LayoutBar(props: LayoutBarProps): JSX.Element {
  const { file, layout, onLayout, isNarrow, onWiden } = props;
  const only = oneSided[file.kind];
  const isLimited = only === undefined && isNarrow && layout === 'side-by-side';
  return (
    <div className="shrink-0 border-y border-border px-4 py-1 text-12 text-muted">
      <div className="flex h-7 items-center justify-between gap-2">
        <span title={file.path} className="min-w-0 truncate font-mono">
          <bdi dir="ltr">{file.path}</bdi>
        </span>
        {only === undefined ? (
          <SegmentedControl
            label="Layout of the diff"
            options={layouts}
            value={layout}
            onChange={onLayout}
          />
        ) : (
          <span className="shrink-0">{only}</span>
        )}
      </div>
      <div role="status">
        {isLimited && (
          <div className="flex items-center justify-between gap-2 pt-1">
            <p>There is no room here for two sides: they are shown inline.</p>
            {onWiden !== null && (
              <Button size="sm" icon={Maximize2} onClick={onWiden}>
                Widen the panel
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
