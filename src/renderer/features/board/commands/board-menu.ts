import {
  Copy,
  CopyPlus,
  FolderPlus,
  Link,
  MoveRight,
  PanelRight,
  Pencil,
  Play,
  Plus,
  SquareCheck,
  Trash2,
} from 'lucide-react';
import { boardColumns, columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { startOptionFor, startObstacle } from '#shared/core/runs/run-queue.ts';
import type { Task } from '#shared/model/task.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { plural } from '#renderer/lib/format.ts';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { planMoves, summaryOf } from '#renderer/features/board/model/move-plan.ts';
import type { MovePlan } from '#renderer/features/board/model/move-plan.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import type { Moves } from '#renderer/features/board/drag/use-moves.ts';
import { boardKeys } from './board-keys.ts';
import { changeEntries } from './change-menu.ts';
import type { ChangeParts } from './change-menu.ts';
import type { Runs } from './use-runs.ts';

/** What the entries of a card's menu do. */
export interface MenuParts extends ChangeParts {
  readonly view: BoardView;
  readonly moves: Moves;
  readonly runs: Runs;
  open(taskId: string): void;
  edit(taskId: string): void;
  toggle(taskId: string): void;
  newTask(epicId: string | null): void;
  newEpic(): void;
  remove(cards: readonly BoardCard[]): void;
  duplicate(task: Task): void;
  copyLink(taskId: string): void;
}

/** What a menu is about: the card it was opened on, then those that are selected with it. */
function nameOf(cards: readonly BoardCard[]): string {
  return cards.length === 1 ? (cards[0]?.task.id ?? '') : plural(cards.length, 'task');
}

/** A line for each other column; those that cannot be moved to say why. */
export function moveEntries(parts: MenuParts, cards: readonly BoardCard[]): readonly MenuEntry[] {
  const { board, run, context } = parts.view;
  const plans = planMoves(board, { cards, run, limits: context.limits });
  return boardColumns
    .filter((column) => cards.some((card) => card.column !== column))
    .map((column): MenuEntry => {
      const plan = plans[column];
      return {
        kind: 'action',
        id: column,
        label: columnTitles[column],
        isDisabled: plan.kind === 'refused',
        hint: hintOf(plan),
        onSelect: () => parts.moves.perform(plan, column),
      };
    });
}

function hintOf(plan: MovePlan): string {
  switch (plan.kind) {
    case 'refused':
      return plan.reason;
    case 'command':
      return summaryOf(plan);
    case 'reorder':
      return '';
    default:
      return plan satisfies never;
  }
}

/** The menu of columns alone, for the key M. */
export function moveMenu(parts: MenuParts, cards: readonly BoardCard[]): readonly MenuEntry[] {
  return [
    { kind: 'heading', id: 'heading', label: `Move ${nameOf(cards)} to` },
    ...moveEntries(parts, cards),
  ];
}

/** All that can be done with a card. */
export function cardMenu(parts: MenuParts, cards: readonly BoardCard[]): readonly MenuEntry[] {
  const [first] = cards;
  if (first === undefined) return boardMenu(parts);
  return [
    ...ownEntries(parts, first),
    { kind: 'separator', id: 'work' },
    ...workEntries(parts, cards, first),
    ...changeEntries(parts, cards),
    { kind: 'separator', id: 'more' },
    {
      kind: 'action',
      id: 'new-task',
      label: 'New task in this epic',
      icon: Plus,
      onSelect: () => parts.newTask(first.task.epicId),
    },
    {
      kind: 'action',
      id: 'copy',
      label: cards.length === 1 ? 'Copy the id' : 'Copy the ids',
      icon: Copy,
      onSelect: () =>
        void navigator.clipboard.writeText(cards.map(({ task }) => task.id).join('\n')),
    },
    ...(cards.length === 1 ? singleEntries(parts, first) : []),
    {
      kind: 'action',
      id: 'delete',
      label: `Delete ${nameOf(cards)}`,
      icon: Trash2,
      shortcut: keyLabel(boardKeys.remove),
      isDanger: true,
      hint: 'Snapshots, evidence and receipts are kept.',
      onSelect: () => parts.remove(cards),
    },
  ];
}

/** What makes sense for one card only. */
function singleEntries(parts: MenuParts, { task }: BoardCard): readonly MenuEntry[] {
  return [
    {
      kind: 'action',
      id: 'copy-link',
      label: 'Copy the link',
      icon: Link,
      onSelect: () => parts.copyLink(task.id),
    },
    {
      kind: 'action',
      id: 'duplicate',
      label: 'Duplicate',
      icon: CopyPlus,
      onSelect: () => parts.duplicate(task),
    },
  ];
}

function ownEntries(parts: MenuParts, { task: { id } }: BoardCard): readonly MenuEntry[] {
  return [
    {
      kind: 'action',
      id: 'open',
      label: `Open ${id}`,
      icon: PanelRight,
      shortcut: '↵',
      onSelect: () => parts.open(id),
    },
    {
      kind: 'action',
      id: 'edit',
      label: 'Edit',
      icon: Pencil,
      shortcut: 'E',
      onSelect: () => parts.edit(id),
    },
    {
      kind: 'action',
      id: 'select',
      label: 'Select or deselect',
      icon: SquareCheck,
      shortcut: 'Space',
      onSelect: () => parts.toggle(id),
    },
  ];
}

/** Why none of these open cards can be run now; null when one can. */
function runObstacle(
  { view: { run, context } }: MenuParts,
  open: readonly BoardCard[],
): string | null {
  const decisions = open.map(({ task: { id }, waitsFor }) =>
    startOptionFor({ id, waitsFor, limit: context.limits.get(id) ?? null }, run),
  );
  const reasons = decisions.flatMap((one) => ('reason' in one ? [one.reason] : []));
  return reasons.length === open.length ? (reasons[0] ?? null) : null;
}

function workEntries(
  parts: MenuParts,
  cards: readonly BoardCard[],
  { task: { epicId } }: BoardCard,
): readonly MenuEntry[] {
  const open = cards.filter(({ task }) => task.status === 'open');
  const obstacle = open.length === 0 ? 'Only open tasks can be run.' : runObstacle(parts, open);
  const epicObstacle = startObstacle(parts.view.run);
  return [
    {
      kind: 'action',
      id: 'run',
      label: open.length === 1 ? `Run ${open[0]?.task.id}` : `Run ${plural(open.length, 'task')}`,
      icon: Play,
      shortcut: 'R',
      isDisabled: obstacle !== null,
      ...(obstacle !== null && { hint: obstacle }),
      onSelect: () => parts.runs.runTasks(open.map(({ task }) => task.id)),
    },
    {
      kind: 'action',
      id: 'run-epic',
      label: `Run the epic ${epicId}`,
      icon: Play,
      isDisabled: epicObstacle !== null,
      onSelect: () => parts.runs.runEpic(epicId),
    },
    {
      kind: 'submenu',
      id: 'move',
      label: `Move ${nameOf(cards)} to`,
      icon: MoveRight,
      items: moveEntries(parts, cards),
    },
  ];
}

/** The menu where there is no card. */
function boardMenu(parts: MenuParts): readonly MenuEntry[] {
  return [
    {
      kind: 'action',
      id: 'new-task',
      label: 'New task',
      icon: Plus,
      onSelect: () => parts.newTask(null),
    },
    {
      kind: 'action',
      id: 'new-epic',
      label: 'New epic',
      icon: FolderPlus,
      onSelect: () => parts.newEpic(),
    },
  ];
}
