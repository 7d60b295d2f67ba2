import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { boardActions } from './board-slice.ts';
import type { BoardRoot } from './board-slice.ts';
import { NewEpicDialog } from './new-epic-dialog.tsx';
import { NewTaskDialog } from './new-task-dialog.tsx';
import { MoveReasonDialog } from './move-reason-dialog.tsx';
import { RunDialog } from './run-dialog.tsx';
import type { Moves } from './use-moves.ts';

/** The dialog that is open, if any. */
export function BoardDialogs({ moves }: { readonly moves: Moves }): JSX.Element | null {
  const dispatch = useDispatch();
  const dialog = useSelector((root: BoardRoot) => root.board.dialog);
  const close = (): void => void dispatch(boardActions.dialogClosed());
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'run':
      return <RunDialog scope={dialog.scope} title={dialog.title} onClose={close} />;
    case 'new_task':
      return <NewTaskDialog epicId={dialog.epicId} onClose={close} />;
    case 'new_epic':
      return <NewEpicDialog onClose={close} />;
    case 'reason':
      return <MoveReasonDialog wish={dialog} moves={moves} onClose={close} />;
    default:
      return dialog satisfies never;
  }
}
