import type { Dispatch } from '@reduxjs/toolkit';
import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardCard, BoardColumn } from '#shared/core/board/board-columns.ts';
import type { MoveCommand } from '#shared/core/board/board-moves.ts';
import type { OrdinalChange } from '#shared/core/board/board-order.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { showReopened } from '#renderer/bridge/show-reopened.ts';
import type { Edits } from '#renderer/db/edits.ts';
import { plural } from '#renderer/lib/format.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { sendMove } from './host-moves.ts';
import type { MoveOutcome } from './host-moves.ts';
import { reasonsOf } from '#renderer/features/board/model/move-plan.ts';
import type { MovePlan, Stay } from '#renderer/features/board/model/move-plan.ts';

/** How long a move that the host took is shown as done, while its document has not come, in ms. */
const patienceMs = 2500;

/** What moves act on. */
export interface MoveParts {
  readonly host: HostConnection;
  readonly workspaceId: string;
  readonly edits: Edits;
  readonly dispatch: Dispatch;
  readonly state: () => BoardRoot;
  readonly cardsOf: (ids: readonly string[]) => readonly BoardCard[];
}

/**
 * Sends a command for tasks, showing at once what it will do; what is refused goes back, with the reason, and is the
 * answer.
 */
export async function sendCommand(
  parts: MoveParts,
  command: MoveCommand,
  taskIds: readonly string[],
  reason: string,
): Promise<readonly string[]> {
  const { host, workspaceId, dispatch, state, cardsOf } = parts;
  const cards = cardsOf(taskIds);
  const tasks = cards.map(({ task }) => task);
  dispatch(boardActions.movesBegan({ command, reason, tasks }));
  const begun = state().board.moves;
  const problems = await sendMove(host, workspaceId, command, taskIds, reason);
  const refused = problems.flatMap((problem) => problem.taskIds);
  if (refused.length > 0) {
    dispatch(boardActions.movesEnded(refused));
    dispatch(boardActions.announced(`${refused.join(', ')}: the move was taken back.`));
  }
  showRefusals(problems);
  const taken = taskIds.filter((id) => !refused.includes(id));
  if (taken.length === 0) return refused;
  setTimeout(() => {
    // A later move of the same task has a record of its own, which is not ended here.
    const { moves } = state().board;
    const own = taken.filter((id) => moves[id] === begun[id]);
    if (own.length > 0) dispatch(boardActions.movesEnded(own));
  }, patienceMs);
  if (command === 'reopen') {
    const reopened = cards.filter(({ task }) => taken.includes(task.id));
    showReopened(
      host,
      workspaceId,
      reopened.map(({ task, waitsFor }) => ({ ...task, waitsFor })),
    );
  }
  if (command !== 'block' && command !== 'close') return refused;
  const word = command === 'block' ? 'blocked' : 'closed by hand';
  showUndo({
    text:
      taken.length === 1 ? `${taken.join('')} is ${word}.` : `${taken.length} tasks are ${word}.`,
    onUndo: () => void sendCommand(parts, 'reopen', taken, ''),
  });
  return refused;
}

/** Shows what the host refused; several refusals in one toast, each with its tasks and the reason. */
function showRefusals(problems: MoveOutcome): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const stays = problems.flatMap(({ taskIds, failure }) =>
    taskIds.map((taskId) => ({ taskId, reason: failure.message })),
  );
  if (others.length === 0) showFailure({ ...first.failure, message: reasonsOf(stays) });
  else showStays(stays);
}

function showStays(stays: readonly Stay[]): void {
  const text =
    stays.length === 1
      ? `${stays.map(({ taskId }) => taskId).join('')} stays where it is.`
      : `${plural(stays.length, 'task')} stay where they are.`;
  showToast(text, { detail: reasonsOf(stays), key: 'board-left', forMs: 12_000 });
}

/** Adds tasks to the active run without a change on the board: they wait there for a slot. */
export async function enqueue(
  parts: Pick<MoveParts, 'host' | 'workspaceId' | 'dispatch'>,
  taskIds: readonly string[],
): Promise<void> {
  const { host, workspaceId, dispatch } = parts;
  const problems = await sendMove(host, workspaceId, 'enqueue', taskIds, '');
  showRefusals(problems);
  if (problems.length > 0) return;
  const text = `${plural(taskIds.length, 'task')} added to the active run.`;
  showToast(text, { kind: 'success', detail: 'It starts each of them in its turn.' });
  dispatch(boardActions.announced(text));
}

/** Writes a new order; it is an edit, and so works while the host is away. */
async function reorder(parts: MoveParts, ordinals: readonly OrdinalChange[]): Promise<void> {
  const result = await parts.edits.editTasks(
    ordinals.map(({ taskId, ordinal }) => ({ id: taskId, changes: { ordinal } })),
  );
  if (!result.ok) showFailure(result.error);
}

/** Carries a plan out; blocking, stopping and closing ask for the reason first. */
export function performPlan(parts: MoveParts, plan: MovePlan, to: BoardColumn): void {
  const { dispatch } = parts;
  if (plan.kind === 'refused') {
    showToast(plan.reason, { key: 'board-move', forMs: 6000 });
    dispatch(boardActions.announced(plan.reason));
    return;
  }
  if (plan.kind === 'reorder') {
    void reorder(parts, plan.ordinals);
    return;
  }
  const { command, taskIds, title, left } = plan;
  if (left.length > 0) showStays(left);
  if (command === 'block' || command === 'stop' || command === 'close') {
    dispatch(boardActions.dialogOpened({ kind: 'reason', command, taskIds, title }));
    return;
  }
  const what = taskIds.length === 1 ? taskIds.join('') : plural(taskIds.length, 'task');
  const stays = left.length === 0 ? '' : ` ${reasonsOf(left)}`;
  dispatch(boardActions.announced(`${what} moved to ${columnTitles[to]}.${stays}`));
  void sendCommand(parts, command, taskIds, '');
}
