import { useMemo } from 'react';
import { useDispatch, useStore } from 'react-redux';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { MoveCommand } from '#shared/core/board/board-moves.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useEdits } from '#renderer/db/use-edits.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { planMove } from '#renderer/features/board/model/move-plan.ts';
import type { Move, MovePlan } from '#renderer/features/board/model/move-plan.ts';
import { enqueue, performPlan, sendCommand } from './moves.ts';
import type { MoveParts } from './moves.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import { useLatest } from '#renderer/features/board/view/use-latest.ts';

export interface Moves {
  /** Moves cards, or says why it cannot be done; answers with what it came to. */
  move(move: Omit<Move, 'run' | 'limits'>): MovePlan;
  /** Carries a plan out; blocking and stopping ask for the reason first. */
  perform(plan: MovePlan, to: BoardColumn): void;
  /** Sends a command for tasks, showing at once what it will do; answers with those that were refused. */
  send(
    command: MoveCommand,
    taskIds: readonly string[],
    reason: string,
  ): Promise<readonly string[]>;
  /** Adds open tasks to the active run. They stay where they are until a slot is free. */
  enqueue(taskIds: readonly string[]): void;
}

/** What moves of cards do, on the board as it is when they are made. */
export function useMoves({
  board,
  run,
  context: { limits },
}: Pick<BoardView, 'board' | 'run' | 'context'>): Moves {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const edits = useEdits();
  const dispatch = useDispatch();
  const store = useStore<BoardRoot>();
  const latest = useLatest({ board, run, limits });
  return useMemo((): Moves => {
    const parts: MoveParts = {
      host,
      workspaceId,
      edits,
      dispatch,
      state: () => store.getState(),
      cardsOf: (ids) => ids.flatMap((id) => latest.current.board.cards.get(id) ?? []),
    };
    const perform: Moves['perform'] = (plan, to) => performPlan(parts, plan, to);
    return {
      perform,
      send: (command, taskIds, reason) => sendCommand(parts, command, taskIds, reason),
      enqueue: (taskIds) => void enqueue(parts, taskIds),
      move: (move) => {
        const present = latest.current;
        const plan = planMove(present.board, { ...move, run: present.run, limits: present.limits });
        perform(plan, move.to);
        return plan;
      },
    };
  }, [host, workspaceId, edits, dispatch, store, latest]);
}
