import type { JSX } from 'react';
import { ReasonDialog } from '#renderer/features/reason/index.ts';
import { plural } from '#renderer/lib/format.ts';
import type { BoardDialog } from './board-slice.ts';
import type { Moves } from './use-moves.ts';

export interface MoveReasonDialogProps {
  readonly wish: Extract<BoardDialog, { readonly kind: 'reason' }>;
  readonly moves: Moves;
  readonly onClose: () => void;
}

/** Asks for the reason of a move to Blocked. */
export function MoveReasonDialog({ wish, moves, onClose }: MoveReasonDialogProps): JSX.Element {
  const { command, taskIds, title } = wish;
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  return (
    <ReasonDialog
      title={command === 'block' ? `Block ${what}` : `Stop and block ${what}`}
      description={title}
      isDanger={command === 'stop'}
      onClose={onClose}
      onGive={(reason) => moves.send(command, taskIds, reason)}
    />
  );
}
