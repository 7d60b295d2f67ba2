import { Ban, CornerDownRight } from 'lucide-react';
import type { JSX } from 'react';
import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { summaryOf } from '#renderer/features/board/model/move-plan.ts';
import type { MovePlan } from '#renderer/features/board/model/move-plan.ts';

/** What a drop on a column would do, shown while a card is dragged. */
export interface DropHint {
  readonly kind: 'allowed' | 'refused';
  readonly text: string;
}

/** The hint for a column; none while nothing is dragged, and none in the own one, where a line shows the place. */
export function dropHint(plan: MovePlan | undefined): DropHint | null {
  switch (plan?.kind) {
    case undefined:
    case 'reorder':
      return null;
    case 'refused':
      return { kind: 'refused', text: plan.reason };
    case 'command':
      return { kind: 'allowed', text: summaryOf(plan) };
    default:
      return plan satisfies never;
  }
}

export interface ColumnHeaderProps {
  readonly column: BoardColumn;
  /** How many of its cards are shown. */
  readonly shown: number;
  /** How many it has. */
  readonly total: number;
  /** Tasks that may be in progress at once; null for the other columns. */
  readonly limit: number | null;
  readonly hint: DropHint | null;
  readonly isOver: boolean;
}

/** Title and count of a column, and during a drag what a drop would do. */
export function ColumnHeader({
  column,
  shown,
  total,
  limit,
  hint,
  isOver,
}: ColumnHeaderProps): JSX.Element {
  return (
    <header className="relative flex h-9 shrink-0 items-center gap-2 px-2 text-13">
      <h2 tabIndex={-1} data-column-title={column} className="truncate font-medium text-text">
        {columnTitles[column]}
      </h2>
      <span className="text-12 text-faint tabular">
        {shown < total && `${shown.toLocaleString('en-US')} of `}
        {total.toLocaleString('en-US')}
        {limit !== null && `/${limit}`}
      </span>
      {hint !== null && <Hint hint={hint} isOver={isOver} />}
    </header>
  );
}

/** What a drop would do, below the title. */
export function Hint({
  hint: { kind, text },
  isOver,
}: {
  readonly hint: DropHint;
  readonly isOver: boolean;
}): JSX.Element {
  const Icon = kind === 'refused' ? Ban : CornerDownRight;
  return (
    <p
      className={classNames(
        'pointer-events-none absolute inset-x-0 top-full z-sticky flex items-start gap-2 rounded-md border px-2 py-1 text-12 shadow-overlay',
        kind === 'refused' && 'border-border bg-raised text-muted',
        kind === 'allowed' && 'border-accent-border bg-accent-subtle text-accent-text',
        isOver && kind === 'allowed' && 'font-medium',
      )}
    >
      <Icon aria-hidden className="mt-px icon-sm" />
      <span className="min-w-0 break-words">{text}</span>
    </p>
  );
}
