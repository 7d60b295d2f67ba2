import { useMemo } from 'react';
import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { buildBoard } from '#shared/core/board/board-columns.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { usePresentRun, useResume, useTaskLimits } from '#renderer/features/work/index.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { EditEpicDialog, NewEpicDialog } from '#renderer/features/board/dialogs/epic-dialog.tsx';
import { enqueue } from '#renderer/features/board/drag/moves.ts';
import { LabelDialog } from '#renderer/features/board/dialogs/label-dialog.tsx';
import { NewTaskDialog } from '#renderer/features/board/dialogs/new-task-dialog.tsx';
import { RunDialog } from '#renderer/features/board/dialogs/run-dialog.tsx';
import { boardKeys } from './board-keys.ts';
import { command } from './use-board-commands.ts';
import { useLatest } from '#renderer/features/board/view/use-latest.ts';
import { useRunDefaults } from '#renderer/features/board/dialogs/use-run-defaults.ts';
import { runsOf } from './use-runs.ts';
import type { Runs } from './use-runs.ts';

/** What begins work, in every view of a workspace: the commands for it, and the dialogs that they open. */
export function WorkCommands(): JSX.Element | null {
  const dispatch = useDispatch();
  const tasks = useDocuments('tasks');
  const runs = useWorkspaceRuns();
  const hasOpen = useMemo(
    () => [...tasks.values()].some(({ status }) => status === 'open'),
    [tasks],
  );
  useCommands([
    command(
      'new-task',
      'New task',
      () => dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: null })),
      { keys: boardKeys.newTask },
    ),
    command(
      'new-epic',
      'New epic',
      () => dispatch(boardActions.dialogOpened({ kind: 'new_epic' })),
      {
        keys: boardKeys.newEpic,
      },
    ),
    command('run-ready', 'Run only what is ready now', () => runs.runReady(), {
      keys: boardKeys.runReady,
      isEnabled: hasOpen,
    }),
    command('run-all', 'Run all open tasks', () => runs.runAll(), {
      keys: boardKeys.runAll,
      isEnabled: hasOpen,
    }),
  ]);
  return <WorkDialog />;
}

/** The dialog that begins something, if one is open. */
function WorkDialog(): JSX.Element | null {
  const dispatch = useDispatch();
  const dialog = useSelector((root: BoardRoot) => root.board.dialog);
  const close = (): void => void dispatch(boardActions.dialogClosed());
  switch (dialog?.kind) {
    case 'run':
      return <RunDialog scope={dialog.scope} title={dialog.title} onClose={close} />;
    case 'new_task':
      return <NewTaskDialog epicId={dialog.epicId} onClose={close} />;
    case 'new_epic':
      return <NewEpicDialog onClose={close} />;
    case 'edit_epic':
      return <EditEpicDialog epicId={dialog.epicId} onClose={close} />;
    case 'label':
      return <LabelDialog taskIds={dialog.taskIds} onClose={close} />;
    // The board asks for reasons itself: they are about its cards.
    case 'reason':
    case undefined:
      return null;
    default:
      return dialog satisfies never;
  }
}

/** Ways to start work where no board is followed: its columns are made when they are asked for. */
function useWorkspaceRuns(): Runs {
  const dispatch = useDispatch();
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const tasks = useDocuments('tasks');
  const run = usePresentRun();
  const limits = useTaskLimits();
  const defaults = useRunDefaults();
  const { tddEnabled } = run?.settings ?? defaults;
  const { resume } = useResume();
  const latest = useLatest({ tasks, run, limits, tddEnabled });
  return useMemo(
    () =>
      runsOf(
        dispatch,
        () => {
          const present = latest.current;
          const board = buildBoard(present.tasks.values(), present.tddEnabled);
          return { board, run: present.run, limits: present.limits };
        },
        (taskIds) => void enqueue({ host, workspaceId, dispatch }, taskIds),
        resume,
      ),
    [dispatch, host, workspaceId, latest, resume],
  );
}
