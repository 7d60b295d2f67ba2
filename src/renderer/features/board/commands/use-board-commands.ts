import type { RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { Task } from '#shared/model/task.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import type { Command } from '#renderer/lib/commands.ts';
import { specOf, requestFocus } from '#renderer/lib/request-focus.ts';
import { goTo } from '#renderer/lib/location.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot, Grouping } from '#renderer/features/board/board-slice.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import { cardMenus } from './card-menus.ts';
import type { CardMenuName } from './card-menus.ts';
import type { TaskChanges } from './use-task-changes.ts';
import { boardKeys } from './board-keys.ts';
import { useWorkToRun } from '#renderer/features/board/view/use-work-to-run.ts';
import type { Runs } from './use-runs.ts';

export interface BoardCommandParts {
  readonly view: BoardView;
  readonly runs: Runs;
  readonly filterField: RefObject<HTMLInputElement | null>;
  /** Opens a menu at the active card. */
  readonly openMenu: (name: CardMenuName) => void;
  readonly changes: TaskChanges;
}

const groupings: readonly {
  readonly value: Grouping;
  readonly title: string;
  readonly keys: readonly string[];
}[] = [
  { value: 'none', title: 'Show the board without swimlanes', keys: ['v c'] },
  { value: 'epic', title: 'Show swimlanes by epic', keys: ['v e'] },
  { value: 'batch', title: 'Show swimlanes by batch or layer', keys: ['v b'] },
];

/** A command of the board, in its group of the palette. */
export function command(
  id: string,
  title: string,
  run: () => void,
  rest: Partial<Command> = {},
): Command {
  return { id: `board.${id}`, title, group: 'Board', run, ...rest };
}

/** Opens a task where its text is written, with the focus in it. */
export function editTask(taskId: string | null): void {
  if (taskId === null) return;
  goTo({ taskId, tab: 'spec' });
  requestFocus(specOf(taskId), true);
}

/**
 * Registers what can be done on the board, for the palette and the keyboard. The titles do not name the
 * card: the list would be a new one with each press of an arrow key.
 */
export function useBoardCommands(parts: BoardCommandParts): void {
  const { view, runs, filterField, openMenu } = parts;
  const work = useWorkToRun(view);
  const dispatch = useDispatch();
  const { selection, grouping, density } = useSelector((root: BoardRoot) => root.board);
  const { activeId } = view;
  const subjects = selection.ids.length > 0 ? selection.ids : activeId === null ? [] : [activeId];
  const hasCard = activeId !== null;
  useCommands([
    command('filter', 'Filter the board', () => filterField.current?.focus(), {
      keys: boardKeys.filter,
    }),
    command('run', 'Run the selected tasks', () => runs.runTasks(subjects), {
      keys: boardKeys.run,
      isEnabled: subjects.length > 0,
    }),
    command('run-shown', 'Run the tasks that the filter shows', () => runs.runTasks(work.taskIds), {
      isEnabled: work.choice === 'shown' && work.obstacle === null,
    }),
    command('edit', 'Edit the task', () => editTask(activeId), {
      keys: boardKeys.edit,
      isEnabled: hasCard,
    }),
    command(
      'edit-epic',
      'Edit the epic of the task',
      () => {
        const epicId = view.board.cards.get(activeId ?? '')?.task.epicId;
        if (epicId !== undefined)
          dispatch(boardActions.dialogOpened({ kind: 'edit_epic', epicId }));
      },
      { isEnabled: hasCard },
    ),
    ...cardMenus.map(({ name, title, keys }) =>
      command(name, title, () => openMenu(name), { keys, isEnabled: hasCard }),
    ),
    ...itemCommands(parts, subjects),
    command(
      'density',
      density === 'full' ? 'Show compact cards' : 'Show epic and labels on cards',
      () => dispatch(boardActions.densityChanged(density === 'full' ? 'compact' : 'full')),
      { keys: boardKeys.density },
    ),
    ...groupings.map(({ value, title, keys }) =>
      command(`group-${value}`, title, () => dispatch(boardActions.groupingChanged(value)), {
        keys,
        isEnabled: grouping !== value,
      }),
    ),
  ]);
}

/** Commands that delete and copy: of the selected tasks, else of the active card's. */
function itemCommands(
  { view: { board, activeId }, changes }: BoardCommandParts,
  subjects: readonly string[],
): readonly Command[] {
  const taskOf = (id: string | null): Task | undefined => board.cards.get(id ?? '')?.task;
  return [
    command(
      'delete',
      'Delete the selected tasks',
      () => changes.remove(subjects.flatMap((id) => taskOf(id) ?? [])),
      { keys: boardKeys.remove, isEnabled: subjects.length > 0 },
    ),
    command(
      'duplicate',
      'Duplicate the task',
      () => {
        const task = taskOf(activeId);
        if (task !== undefined) void changes.duplicate(task);
      },
      { isEnabled: activeId !== null },
    ),
    command('copy-link', 'Copy the link to the task', () => void changes.copyLink(activeId ?? ''), {
      isEnabled: activeId !== null,
    }),
    command(
      'delete-epic',
      'Delete the epic of the task, with all its tasks',
      () => {
        const epicId = taskOf(activeId)?.epicId;
        if (epicId !== undefined) changes.removeEpic(epicId);
      },
      { isEnabled: activeId !== null },
    ),
  ];
}
