import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { keepReason, ReasonDialog } from '#renderer/ui/surfaces/reason-dialog.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardDialog, BoardRoot } from '#renderer/features/board/board-slice.ts';
import type { Moves } from '#renderer/features/board/drag/use-moves.ts';

type ReasonRequest = Extract<BoardDialog, { readonly kind: 'reason' }>;

/** Asks for the reason of a move that needs one; what begins something has its dialog in every view. */
export function BoardDialogs({ moves }: { readonly moves: Moves }): JSX.Element | null {
  const dispatch = useDispatch();
  const dialog = useSelector((root: BoardRoot) => root.board.dialog);
  const close = (): void => void dispatch(boardActions.dialogClosed());
  if (dialog?.kind !== 'reason') return null;
  return <WhyDialog request={dialog} moves={moves} onClose={close} />;
}

const verbs: Readonly<Record<ReasonRequest['command'], (what: string) => string>> = {
  block: (what) => `Block ${what}`,
  stop: (what) => `Stop and block ${what}`,
  close: (what) => `Close ${what} by hand`,
};

/** Asks why tasks are blocked or closed by hand, or their agents stopped. */
function WhyDialog({
  request: { command, taskIds, title },
  moves,
  onClose,
}: {
  readonly request: ReasonRequest;
  readonly moves: Moves;
  readonly onClose: () => void;
}): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const nameFor = (ids: readonly string[]): string =>
    `${workspaceId}/reason/${command}/${ids.join(' ')}`;
  const give = async (reason: string): Promise<boolean> => {
    const refused = await moves.send(command, taskIds, reason);
    const isPart = refused.length > 0 && refused.length < taskIds.length;
    // It is asked for again for those alone.
    if (isPart) keepReason(nameFor(refused), reason);
    return refused.length === 0 || isPart;
  };
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  return (
    <ReasonDialog
      name={nameFor(taskIds)}
      verb={verbs[command](what)}
      description={title}
      isDanger={command === 'stop'}
      onClose={onClose}
      onGive={give}
    />
  );
}
