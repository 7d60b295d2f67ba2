import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import type { JSX, RefObject } from 'react';
import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardCard, BoardColumn } from '#shared/core/board/board-columns.ts';
import { plural } from '#renderer/lib/format.ts';
import { Card } from './card.tsx';
import { cardGap, cardHeightOf, isTallColumn, pitchOf } from './sizes.ts';
import type { CardContext } from './use-board.ts';
import { useVirtualItems } from './use-virtual-items.ts';

/** Cards beyond the visible ones that are kept ready, so that fast scrolling shows no gaps. */
const overscan = 5;

export interface CardListProps {
  readonly column: BoardColumn;
  readonly laneKey: string;
  /** Name of the lane; null where there is only one. */
  readonly laneTitle: string | null;
  readonly cards: readonly BoardCard[];
  readonly context: CardContext;
  readonly selected: ReadonlySet<string>;
  /** The card that the keys are about; it stays in the page wherever the list is scrolled to. */
  readonly activeId: string | null;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Where the list begins in what is scrolled, in px. */
  readonly offset: number;
  /** Place at which a dragged card would land; null when none would. */
  readonly dropIndex: number | null;
}

/** One column's cards of one lane: only those in sight are in the page. */
export const CardList = memo(function CardList(props: CardListProps): JSX.Element {
  const { column, laneKey, laneTitle, cards, context, selected, activeId, dropIndex } = props;
  const { scroller, offset } = props;
  const list = useRef<HTMLDivElement>(null);
  const { density } = context;
  const pitch = pitchOf(column, density);
  const activeIndex = useMemo(
    () => (activeId === null ? -1 : cards.findIndex(({ task }) => task.id === activeId)),
    [cards, activeId],
  );
  const items = useVirtualItems({
    scroller,
    count: cards.length,
    sizeOf: useCallback(() => pitch, [pitch]),
    offset,
    overscan,
    kept: activeIndex,
  });
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      getData: () => ({ column, laneKey }),
      getDropEffect: () => 'move',
    });
  }, [column, laneKey]);
  const label = useMemo(() => {
    const lane = laneTitle === null ? '' : `, ${laneTitle}`;
    return `${columnTitles[column]}${lane}, ${plural(cards.length, 'task')}`;
  }, [column, laneTitle, cards.length]);
  return (
    <div
      ref={list}
      role="listbox"
      aria-multiselectable
      aria-orientation="vertical"
      aria-label={label}
      data-column={column}
      data-shares-keys=""
      data-lane={laneKey}
      className="relative min-h-full"
      style={{ height: Math.max(0, cards.length * pitch - cardGap) }}
    >
      {items.map(({ index, start }) => {
        const card = cards[index];
        if (card === undefined) return null;
        const { id } = card.task;
        const summary = context.summaries.get(id);
        return (
          <div
            key={id}
            role="presentation"
            className="absolute inset-x-0 top-0"
            style={{
              height: cardHeightOf(column, density),
              transform: `translateY(${start - offset}px)`,
            }}
          >
            <Card
              card={card}
              summary={summary}
              life={context.life}
              isQueued={context.queued.has(id)}
              limit={context.limits.get(id) ?? null}
              agents={context.agents}
              isSelected={selected.has(id)}
              isOpen={id === context.openId}
              isActive={id === activeId}
              isPending={context.pending.has(id)}
              isTall={isTallColumn(column)}
              density={density}
              epic={context.epics.get(card.task.epicId)?.title ?? card.task.epicId}
              position={index + 1}
              setSize={cards.length}
            />
          </div>
        );
      })}
      {dropIndex !== null && <DropLine top={dropIndex * pitch} />}
    </div>
  );
});

/** Where a dragged card would land. */
function DropLine({ top }: { readonly top: number }): JSX.Element {
  return (
    <div
      className="pointer-events-none absolute inset-x-0 z-sticky h-0.5 bg-accent"
      style={{ top: top - cardGap / 2 - 1 }}
    />
  );
}
