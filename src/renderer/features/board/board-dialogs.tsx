import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { ReasonDialog } from '#renderer/ui/reason-dialog.tsx';
import { boardActions } from './board-slice.ts';
import type { BoardDialog, BoardRoot } from './board-slice.ts';
import type { Moves } from './use-moves.ts';

type ReasonWish = Extract<BoardDialog, { readonly kind: 'reason' }>;

/** Asks for the reason of a move that needs one; what begins something has its dialog in every view. */
export function BoardDialogs({ moves }: { readonly moves: Moves }): JSX.Element | null {
  const dispatch = useDispatch();
  const dialog = useSelector((root: BoardRoot) => root.board.dialog);
  const close = (): void => void dispatch(boardActions.dialogClosed());
  if (dialog?.kind !== 'reason') return null;
  return <WhyDialog wish={dialog} moves={moves} onClose={close} />;
}

const verbs: Readonly<Record<ReasonWish['command'], (what: string) => string>> = {
  block: (what) => `Block ${what}`,
  stop: (what) => `Stop and block ${what}`,
  close: (what) => `Close ${what} by hand`,
};

/** Asks why tasks are blocked or closed by hand, or their agents stopped. */
function WhyDialog({
  wish: { command, taskIds, title },
  moves,
  onClose,
}: {
  readonly wish: ReasonWish;
  readonly moves: Moves;
  readonly onClose: () => void;
}): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  return (
    <ReasonDialog
      name={`${workspaceId}/reason/${command}/${taskIds.join(' ')}`}
      verb={verbs[command](what)}
      description={title}
      isDanger={command === 'stop'}
      onClose={onClose}
      onGive={(reason) => moves.send(command, taskIds, reason)}
    />
  );
}
