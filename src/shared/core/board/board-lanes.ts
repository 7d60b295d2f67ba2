import { assertNever } from '#shared/lib/assert-never.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { boardColumns } from './board-columns.ts';
import type { BoardCard, BoardColumn, CardColumns } from './board-columns.ts';
import { compareIds } from '#shared/core/graph/natural-order.ts';

/** How the board is cut into lanes (SPEC section 10). */
export type LaneGrouping =
  | { readonly kind: 'none' }
  | { readonly kind: 'epic'; readonly epics: ReadonlyMap<string, Pick<Epic, 'title' | 'status'>> }
  /** Task ids of each batch that a run starts, or of each layer of dependencies. */
  | {
      readonly kind: 'batch';
      readonly word: 'Batch' | 'Layer';
      readonly batches: readonly (readonly string[])[];
    };

/** A horizontal part of the board. */
export interface Swimlane {
  /** Stays the same while the lane means the same thing. */
  readonly key: string;
  readonly title: string;
  readonly columns: CardColumns;
  /** Number of cards in all columns. */
  readonly size: number;
}

interface LaneName {
  readonly key: string;
  readonly title: string;
}

const wholeBoard: LaneName = { key: 'all', title: 'All tasks' };
/** No epic's id has a blank: an epic that is called so is sorted like the others. */
const noBatchKey = 'no batch';

/** Says which lane a task is in. */
function namer(grouping: LaneGrouping): (task: Task) => LaneName {
  switch (grouping.kind) {
    case 'none':
      return () => wholeBoard;
    case 'epic': {
      const { epics } = grouping;
      return ({ epicId }) => ({ key: epicId, title: epics.get(epicId)?.title ?? epicId });
    }
    case 'batch': {
      const { word } = grouping;
      const noBatch = { key: noBatchKey, title: `In no ${word.toLowerCase()}` };
      const batchOf = new Map<string, LaneName>();
      for (const [index, ids] of grouping.batches.entries()) {
        const name = { key: `batch-${index + 1}`, title: `${word} ${index + 1}` };
        for (const id of ids) batchOf.set(id, name);
      }
      return ({ id }) => batchOf.get(id) ?? noBatch;
    }
    default:
      return assertNever(grouping, 'lane grouping');
  }
}

/**
 * Cuts the board's columns into lanes, keeping their order, with only the cards that `isShown` lets
 * through. Lanes without a card are left out, but for open epics on a board that is not filtered; epics
 * come by id, batches by number and the tasks without a batch last.
 */
export function cutIntoLanes(
  columns: CardColumns,
  grouping: LaneGrouping,
  isShown: ((card: BoardCard) => boolean) | null = null,
): readonly Swimlane[] {
  const nameOf = namer(grouping);
  const lanes = new Map<string, LaneName & { columns: Record<BoardColumn, BoardCard[]> }>();
  for (const column of boardColumns) {
    for (const card of columns[column]) {
      if (isShown !== null && !isShown(card)) continue;
      const name = nameOf(card.task);
      let lane = lanes.get(name.key);
      if (lane === undefined) {
        lane = { ...name, columns: noCards() };
        lanes.set(name.key, lane);
      }
      lane.columns[column].push(card);
    }
  }
  if (grouping.kind === 'epic' && isShown === null) {
    for (const [key, { title, status }] of grouping.epics) {
      if (status !== 'closed' && !lanes.has(key))
        lanes.set(key, { key, title, columns: noCards() });
    }
  }
  return [...lanes.values()]
    .map((lane) => ({ ...lane, size: sizeOf(lane.columns) }))
    .toSorted((a, b) => compareLanes(a.key, b.key));
}

function noCards(): Record<BoardColumn, BoardCard[]> {
  return { backlog: [], ready: [], in_progress: [], review: [], blocked: [], done: [] };
}

function sizeOf(columns: CardColumns): number {
  return boardColumns.reduce((total, column) => total + columns[column].length, 0);
}

function compareLanes(a: string, b: string): number {
  if (a === b) return 0;
  if (a === noBatchKey) return 1;
  return b === noBatchKey ? -1 : compareIds(a, b);
}
