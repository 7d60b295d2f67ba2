import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import type { ElementEventBasePayload } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useEffectEvent, useState } from 'react';
import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { BoardRoot, Density, Grouping } from '#renderer/features/board/board-slice.ts';
import { laneRefusal } from '#renderer/features/board/model/lanes.ts';
import type { MovePlan } from '#renderer/features/board/model/move-plan.ts';
import { placeAmongOthers, planMoves } from '#renderer/features/board/model/move-plan.ts';
import { subjectsOf } from '#renderer/features/board/model/selection.ts';
import { pitchOf } from '#renderer/features/board/view/sizes.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import type { Moves } from './use-moves.ts';

/** A drag under way. */
export interface CardDrag {
  /** The card that was taken, then those that go with it. */
  readonly taskIds: readonly string[];
  readonly from: BoardColumn;
  /** What a drop on each column would do. */
  readonly plans: Readonly<Record<BoardColumn, MovePlan>>;
  /** The list under the pointer, and between which of its cards; null outside of the board. */
  readonly over: {
    readonly column: BoardColumn;
    readonly laneKey: string;
    readonly index: number;
    /** Why no drop is possible on this lane, whatever its column; null when one is. */
    readonly refusal: string | null;
  } | null;
}

/** A list of cards, and a place in it. */
type Target = Omit<NonNullable<CardDrag['over']>, 'refusal'>;

/** The list of cards that an event happened over. */
function targetOf({ location }: ElementEventBasePayload, density: Density): Target | null {
  const { dropTargets, input } = location.current;
  const [target] = dropTargets;
  const { column: name, laneKey } = target?.data ?? {};
  const column = boardColumns.find((one) => one === name);
  if (target === undefined || column === undefined || typeof laneKey !== 'string') return null;
  const { top } = target.element.getBoundingClientRect();
  return {
    column,
    laneKey,
    index: Math.max(0, Math.round((input.clientY - top) / pitchOf(column, density))),
  };
}

function isSameTarget(one: Target | null, other: Target | null): boolean {
  return (
    one?.column === other?.column && one?.laneKey === other?.laneKey && one?.index === other?.index
  );
}

/** Why the lane takes no drop of these cards; null when it does, and where there are no lanes. */
function refusalIn(
  { board, lanes, schedule }: BoardView,
  grouping: Grouping,
  taskIds: readonly string[],
  target: Target,
): string | null {
  const card = board.cards.get(taskIds[0] ?? '');
  if (grouping === 'none' || card === undefined) return null;
  const part = schedule === 'batch' ? 'batch' : 'layer';
  return laneRefusal(lanes, grouping === 'epic' ? 'epic' : part, card, target);
}

/** Follows drags of cards over the board, and moves them when they are dropped. */
export function useCardDrag(
  view: BoardView,
  { selection, grouping }: Pick<BoardRoot['board'], 'selection' | 'grouping'>,
  moves: Moves,
  dropped: (taskId: string) => void,
): CardDrag | null {
  const { board, lanes, run } = view;
  const { limits, density } = view.context;
  const [drag, setDrag] = useState<CardDrag | null>(null);
  const refusalOf = (taskIds: readonly string[], target: Target): string | null =>
    refusalIn(view, grouping, taskIds, target);
  const begin = useEffectEvent(({ source }: ElementEventBasePayload) => {
    const { taskId } = source.data;
    if (typeof taskId !== 'string') return;
    const taskIds = subjectsOf(selection, taskId);
    const cards = taskIds.flatMap((id) => board.cards.get(id) ?? []);
    const [first] = cards;
    if (first === undefined) return;
    const plans = planMoves(board, { cards, run, limits });
    setDrag({ taskIds, from: first.column, plans, over: null });
  });
  const follow = useEffectEvent((event: ElementEventBasePayload) => {
    const over = targetOf(event, density);
    setDrag((former) => {
      if (former === null || isSameTarget(former.over, over)) return former;
      if (over === null) return { ...former, over };
      return { ...former, over: { ...over, refusal: refusalOf(former.taskIds, over) } };
    });
  });
  const finish = useEffectEvent((event: ElementEventBasePayload) => {
    setDrag(null);
    const over = targetOf(event, density);
    if (drag === null || over === null) return;
    const { column: to, laneKey } = over;
    const cards = drag.taskIds.flatMap((id) => board.cards.get(id) ?? []);
    const [first] = cards;
    if (first === undefined) return;
    dropped(first.task.id);
    const reason = refusalOf(drag.taskIds, over);
    if (reason !== null) {
      moves.perform({ kind: 'refused', reason }, to);
      return;
    }
    const shown = lanes.find(({ key }) => key === laneKey)?.columns[to] ?? [];
    moves.move({ cards, to, index: placeAmongOthers(board.columns[to], shown, first, over.index) });
  });
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => 'taskId' in source.data,
        onDragStart: (event) => begin(event),
        onDropTargetChange: (event) => follow(event),
        onDrag: (event) => follow(event),
        onDrop: (event) => finish(event),
      }),
    [],
  );
  return drag;
}
