import { useMemo } from 'react';
import { useDispatch } from 'react-redux';
import type { Dispatch } from '@reduxjs/toolkit';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { TaskLimits } from '#shared/core/runs/run-queue.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { RunScope } from '#shared/model/run.ts';
import { useResume } from '#renderer/features/work/index.ts';
import { plural } from '#renderer/lib/format.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { scopeOf } from '#renderer/features/board/drag/host-moves.ts';
import { askedWork } from '#renderer/features/board/model/asked-work.ts';
import { noSelection } from '#renderer/features/board/model/selection.ts';
import { useLatest } from '#renderer/features/board/view/use-latest.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import type { Moves } from '#renderer/features/board/drag/use-moves.ts';

/** What starts work: a dialog with its preflight, or a place in the active run's queue. */
export interface Runs {
  /** Runs the open ones of these tasks. */
  runTasks(taskIds: readonly string[]): void;
  runReady(): void;
  runAll(): void;
  runEpic(epicId: string): void;
  /** Goes on with the run whose process is gone. */
  resume(): void;
}

/** What starting work depends on, as it is when it is asked for. */
export interface WorkPresent extends Pick<BoardView, 'board' | 'run'> {
  readonly limits: TaskLimits;
}

function isOpen({ task }: BoardCard): boolean {
  return task.status === 'open';
}

/** Nothing new starts while a run waits for its process: says so, with what can be done. */
function proposeResume(resume: () => void): void {
  showToast('A run was interrupted: resume it, or end it, before other work starts.', {
    key: 'board-run',
    action: { label: 'Resume the run', run: resume },
  });
}

/** Ways to start work from the board as it is when they are used. */
export function useRuns(view: BoardView, moves: Moves): Runs {
  const dispatch = useDispatch();
  const { resume } = useResume();
  const latest = useLatest(view);
  return useMemo(
    () =>
      runsOf(
        dispatch,
        () => ({ ...latest.current, limits: latest.current.context.limits }),
        (taskIds) => moves.enqueue(taskIds),
        resume,
      ),
    [dispatch, latest, moves, resume],
  );
}

/** Ways to start work from what `present` answers when they are used; `enqueue` adds to the active run. */
export function runsOf(
  dispatch: Dispatch,
  present: () => WorkPresent,
  enqueue: (taskIds: readonly string[]) => void,
  resume: () => void,
): Runs {
  const start = (cards: readonly BoardCard[], scope: RunScope, nothing: string): void => {
    const { run, limits } = present();
    if (run?.status === 'interrupted') {
      proposeResume(resume);
      return;
    }
    const asked = askedWork(cards, { run, limits }, nothing);
    switch (asked.kind) {
      case 'refused':
        showToast(asked.reason, { key: 'board-run' });
        return;
      case 'start': {
        const title = `Run ${plural(asked.count, 'task')}`;
        dispatch(boardActions.dialogOpened({ kind: 'run', scope, title }));
        return;
      }
      case 'enqueue':
        enqueue(asked.taskIds);
        dispatch(boardActions.selectionSet(noSelection));
        return;
      default:
        assertNever(asked, 'asked work');
    }
  };
  const all = (): readonly BoardCard[] => [...present().board.cards.values()];
  return {
    resume,
    runTasks: (taskIds) => {
      const { board } = present();
      const cards = taskIds.flatMap((id) => board.cards.get(id) ?? []);
      const open = cards.filter(isOpen).map(({ task }) => task.id);
      start(
        cards,
        scopeOf(open),
        'Only open tasks can be run: reopen a blocked or closed one first.',
      );
    },
    runReady: () => {
      const { ready } = present().board.columns;
      start(ready, scopeOf(ready.map(({ task }) => task.id)), 'No task is ready.');
    },
    runAll: () => start(all(), { kind: 'all' }, 'No task is open.'),
    runEpic: (epicId) =>
      start(
        all().filter(({ task }) => task.epicId === epicId),
        { kind: 'epic', epicId },
        'No task of this epic is open.',
      ),
  };
}
