import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { plural } from '#renderer/lib/format.ts';
import { ReasonDialog } from '#renderer/ui/reason-dialog.tsx';
import { boardActions } from './board-slice.ts';
import type { BoardDialog, BoardRoot } from './board-slice.ts';
import { EditEpicDialog, NewEpicDialog } from './epic-dialog.tsx';
import { NewTaskDialog } from './new-task-dialog.tsx';
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
    case 'edit_epic':
      return <EditEpicDialog epicId={dialog.epicId} onClose={close} />;
    case 'reason':
      return <WhyDialog wish={dialog} moves={moves} onClose={close} />;
    default:
      return dialog satisfies never;
  }
}

/** Asks why tasks are blocked, or their agents stopped. */
function WhyDialog({
  wish: { command, taskIds, title },
  moves,
  onClose,
}: {
  readonly wish: Extract<BoardDialog, { readonly kind: 'reason' }>;
  readonly moves: Moves;
  readonly onClose: () => void;
}): JSX.Element {
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  return (
    <ReasonDialog
      verb={command === 'block' ? `Block ${what}` : `Stop and block ${what}`}
      description={title}
      isDanger={command === 'stop'}
      onClose={onClose}
      onGive={(reason) => moves.send(command, taskIds, reason)}
    />
  );
}
