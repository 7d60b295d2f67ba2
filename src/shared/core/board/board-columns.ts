import { assertNever } from '#shared/lib/assert-never.ts';
import type { Task } from '#shared/model/task.ts';
import { prerequisitesOf, unmetPrerequisites } from '#shared/core/runs/readiness.ts';
import { compareTasks } from '#shared/core/graph/task-graph.ts';
import { createTaskSorter } from '#shared/core/graph/task-sorter.ts';

/** The board's columns from left to right (SPEC section 10). */
export const boardColumns = [
  'backlog',
  'ready',
  'in_progress',
  'review',
  'blocked',
  'done',
] as const;
export type BoardColumn = (typeof boardColumns)[number];

/** What a column is called on the screen. */
export const columnTitles: Readonly<Record<BoardColumn, string>> = {
  backlog: 'Backlog',
  ready: 'Ready',
  in_progress: 'In progress',
  // The app checks here; a person reviews at the end of an epic.
  review: 'Checking',
  blocked: 'Blocked',
  done: 'Done',
};

/** A task as the board shows it. */
export interface BoardCard {
  readonly task: Task;
  readonly column: BoardColumn;
  /** Prerequisites that are not closed; none for a task that is under way or closed itself. */
  readonly waitsFor: readonly string[];
  /** Those of {@link waitsFor} that nothing will close by itself: they are blocked, or there is no such task. */
  readonly stuckOn: readonly string[];
}

/** Cards of each column in the board's order. */
export type CardColumns = Readonly<Record<BoardColumn, readonly BoardCard[]>>;

/**
 * All tasks in columns: a projection of their status and readiness, never stored. It does not change;
 * a column or card that an update leaves as it was is the same object afterwards.
 */
export interface Board {
  readonly tddEnabled: boolean;
  readonly cards: ReadonlyMap<string, BoardCard>;
  readonly columns: CardColumns;
  /** Tasks by the ids they wait for or would wait for, whether those are on the board or not. */
  readonly dependents: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What became of some tasks: new or changed ones, and ids that are gone. */
export interface BoardChanges {
  readonly changed: readonly Task[];
  readonly removed: readonly string[];
}

type TaskLookup = (id: string) => Task | undefined;

function columnOf(task: Task, waitsFor: readonly string[]): BoardColumn {
  switch (task.status) {
    case 'open':
      return waitsFor.length === 0 ? 'ready' : 'backlog';
    case 'in_progress':
      return 'in_progress';
    case 'in_review':
      return 'review';
    case 'blocked':
      return 'blocked';
    case 'closed':
      return 'done';
    default:
      return assertNever(task.status, 'task status');
  }
}

const nothing: readonly string[] = [];

function cardOf(task: Task, lookup: TaskLookup, tddEnabled: boolean): BoardCard {
  const waits = task.status === 'open' || task.status === 'blocked';
  const isClosed = (id: string): boolean => lookup(id)?.status === 'closed';
  const waitsFor = waits ? unmetPrerequisites(task, isClosed, tddEnabled) : nothing;
  const stuckOn = waitsFor.filter((id) => isStuck(lookup(id)));
  return {
    task,
    column: columnOf(task, waitsFor),
    waitsFor,
    stuckOn: stuckOn.length === 0 ? nothing : stuckOn,
  };
}

/** Whether nothing closes a prerequisite until a person does something. */
function isStuck(task: Task | undefined): boolean {
  return task === undefined || task.status === 'blocked';
}

function eachColumn<Value>(make: (column: BoardColumn) => Value): Record<BoardColumn, Value> {
  return {
    backlog: make('backlog'),
    ready: make('ready'),
    in_progress: make('in_progress'),
    review: make('review'),
    blocked: make('blocked'),
    done: make('done'),
  };
}

/** Puts `tasks` in columns. The order in a column is the one tasks are run in (`compareTasks`). */
export function buildBoard(tasks: Iterable<Task>, tddEnabled: boolean): Board {
  const byId = new Map<string, Task>();
  for (const task of tasks) byId.set(task.id, task);
  const all = [...byId.values()];
  const order = Int32Array.from(all.keys());
  createTaskSorter(
    all.map(({ id }) => id),
    all.map(({ ordinal }) => ordinal),
  )(order);
  const cards = new Map<string, BoardCard>();
  const dependents = new Map<string, Set<string>>();
  const columns = eachColumn<BoardCard[]>(() => []);
  for (const position of order) {
    const task = all[position];
    if (task === undefined) continue;
    const card = cardOf(task, (id) => byId.get(id), tddEnabled);
    cards.set(task.id, card);
    columns[card.column].push(card);
    for (const id of prerequisitesOf(task, tddEnabled)) {
      const known = dependents.get(id);
      if (known === undefined) dependents.set(id, new Set([task.id]));
      else known.add(task.id);
    }
  }
  return { tddEnabled, cards, columns, dependents };
}

/**
 * The board after some tasks changed. Only these, and the tasks that wait for one of them which closed,
 * opened, was blocked, or came or went, are looked at; the rest is taken over.
 */
export function updateBoard(board: Board, changes: BoardChanges): Board {
  const { tddEnabled } = board;
  const next = new Map<string, Task | undefined>();
  for (const id of changes.removed) next.set(id, undefined);
  for (const task of changes.changed) next.set(task.id, task);
  if (next.size === 0) return board;
  const lookup: TaskLookup = (id) => (next.has(id) ? next.get(id) : board.cards.get(id)?.task);

  const dependents = relink(board, next);
  const touched = new Set(next.keys());
  for (const [id, task] of next) {
    const before = board.cards.get(id)?.task;
    const isSame =
      (before?.status === 'closed') === (task?.status === 'closed') &&
      isStuck(before) === isStuck(task);
    if (isSame) continue;
    for (const dependent of dependents.get(id) ?? []) touched.add(dependent);
  }
  const cards = new Map(board.cards);
  const fresh: BoardCard[] = [];
  for (const id of touched) {
    const task = lookup(id);
    if (task === undefined) {
      cards.delete(id);
      continue;
    }
    const card = cardOf(task, lookup, tddEnabled);
    cards.set(id, card);
    fresh.push(card);
  }
  return { tddEnabled, cards, columns: replaceCards(board, touched, fresh), dependents };
}

/** The board for a new set of tasks, built on the former one: only other objects count as changed. */
export function followTasks(board: Board, tasks: ReadonlyMap<string, Task>): Board {
  const changed: Task[] = [];
  for (const [id, task] of tasks) if (board.cards.get(id)?.task !== task) changed.push(task);
  const removed: string[] = [];
  // With as many new ones as there are more tasks now, none can have gone.
  const added = changed.filter(({ id }) => !board.cards.has(id)).length;
  if (board.cards.size + added !== tasks.size) {
    for (const id of board.cards.keys()) if (!tasks.has(id)) removed.push(id);
  }
  return updateBoard(board, { changed, removed });
}

/** Who waits for whom after the changes; the same object when that did not change. */
function relink(board: Board, next: ReadonlyMap<string, Task | undefined>): Board['dependents'] {
  const links = new Map<string, Set<string>>();
  const setFor = (id: string): Set<string> => {
    const made = links.get(id) ?? new Set(board.dependents.get(id));
    links.set(id, made);
    return made;
  };
  for (const [id, task] of next) {
    const former = board.cards.get(id)?.task;
    const before = former === undefined ? nothing : prerequisitesOf(former, board.tddEnabled);
    const after = task === undefined ? nothing : prerequisitesOf(task, board.tddEnabled);
    for (const gone of before) if (!after.includes(gone)) setFor(gone).delete(id);
    for (const added of after) if (!before.includes(added)) setFor(added).add(id);
  }
  if (links.size === 0) return board.dependents;
  const dependents = new Map<string, ReadonlySet<string>>(board.dependents);
  for (const [id, ids] of links) {
    if (ids.size === 0) dependents.delete(id);
    else dependents.set(id, ids);
  }
  return dependents;
}

/** The columns with the touched cards taken out and the fresh ones put where they belong. */
function replaceCards(
  board: Board,
  touched: ReadonlySet<string>,
  fresh: readonly BoardCard[],
): CardColumns {
  const concerned = new Set(fresh.map(({ column }) => column));
  for (const id of touched) {
    const column = board.cards.get(id)?.column;
    if (column !== undefined) concerned.add(column);
  }
  return eachColumn((column) => {
    if (!concerned.has(column)) return board.columns[column];
    const staying = board.columns[column].filter(({ task }) => !touched.has(task.id));
    return mergeCards(
      staying,
      fresh.filter((card) => card.column === column),
    );
  });
}

/** Two lists of cards as one, in order; `staying` is in order already. */
function mergeCards(
  staying: readonly BoardCard[],
  fresh: readonly BoardCard[],
): readonly BoardCard[] {
  const sorted = fresh.toSorted((a, b) => compareTasks(a.task, b.task));
  const merged: BoardCard[] = [];
  let taken = 0;
  for (const card of sorted) {
    let end = staying.length;
    for (let start = taken; start < end;) {
      const middle = (start + end) >>> 1;
      const other = staying[middle];
      if (other !== undefined && compareTasks(other.task, card.task) < 0) start = middle + 1;
      else end = middle;
    }
    while (taken < end) {
      const other = staying[taken];
      if (other !== undefined) merged.push(other);
      taken += 1;
    }
    merged.push(card);
  }
  return merged.concat(staying.slice(taken));
}
