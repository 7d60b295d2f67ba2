import { ArrowDown } from 'lucide-react';
import { useState } from 'react';
import type { JSX, ReactNode, RefObject } from 'react';
import type { SessionView } from '#shared/contract/attempts.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { EntryRow } from './entry-row.tsx';
import type { SessionFeed } from './session-feed.ts';
import { useWalkKeys } from './use-walk-keys.ts';
import type { SessionListState } from './use-session-list.ts';

export interface SessionListProps {
  readonly feed: SessionFeed;
  readonly view: SessionView;
  readonly list: SessionListState;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The entry that a search stands at; null: none. */
  readonly found: number | null;
  readonly onOpenLink: (address: string) => void;
  readonly onShowDiff: (() => void) | null;
  /** Answers what it asks; null where it cannot be answered here. */
  readonly onAnswer: (() => void) | null;
}

/** The events of a session in one column, the newest at the end. The arrow keys go from one to the next. */
export function SessionList({
  feed,
  view,
  list,
  scroller,
  found,
  onOpenLink,
  onShowDiff,
  onAnswer,
}: SessionListProps): JSX.Element {
  const { first, end, isLive } = view;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (place: number): void => {
    const next = new Set(open);
    if (!next.delete(place)) next.add(place);
    setOpen(next);
  };
  useWalkKeys(scroller, { list, first, toggle });
  const items = list.virtualizer.getVirtualItems();
  return (
    <div className="relative min-h-0 flex-1">
      <ScrollRegion
        label="Events of the session"
        role="feed"
        isBusy={isLive}
        scrollRef={scroller}
        onScroll={list.onScroll}
        className="h-full overflow-x-hidden py-2"
      >
        {view.isCut && (
          <p className="px-4 pb-2 text-12 text-faint">
            What came before is only in the raw output.
          </p>
        )}
        <div className="relative" style={{ height: list.virtualizer.getTotalSize() }}>
          {items.map(({ index, start, key }) => {
            const place = first + index;
            const entry = feed.entry(place);
            return (
              <article
                key={key}
                ref={list.virtualizer.measureElement}
                data-index={index}
                data-place={place}
                tabIndex={-1}
                aria-posinset={index + 1}
                aria-setsize={end - first}
                className={classNames(
                  'absolute inset-x-0 top-0 focus-inset',
                  place === found && 'bg-selected',
                )}
                style={{ transform: `translateY(${start}px)` }}
              >
                {entry === null ? (
                  <div aria-hidden className="h-8" />
                ) : (
                  <EntryRow
                    entry={entry}
                    isLive={isLive}
                    isOpen={open.has(place) || place === found}
                    onToggle={() => toggle(place)}
                    onOpenLink={onOpenLink}
                    onShowDiff={onShowDiff}
                  />
                )}
              </article>
            );
          })}
        </div>
        <Pending view={view} onAnswer={onAnswer} />
      </ScrollRegion>
      {!list.isFollowing && (
        <span className="absolute right-4 bottom-2">
          <Button size="sm" icon={ArrowDown} onClick={list.follow}>
            Newest
          </Button>
        </span>
      )}
    </div>
  );
}

/** What is being printed: words that are not whole yet, or a question. */
function Pending({
  view: { pending, isQuestion, isLive },
  onAnswer,
}: {
  readonly view: SessionView;
  readonly onAnswer: (() => void) | null;
}): ReactNode {
  if (pending.trim() === '') return null;
  const asks = isQuestion && isLive;
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-1 pl-10">
      <pre
        dir="auto"
        className={classNames(
          'max-w-full font-mono text-12 wrap-anywhere whitespace-pre-wrap',
          asks ? 'text-waiting' : 'text-muted',
        )}
      >
        {pending}
      </pre>
      {asks && onAnswer !== null && (
        <Button size="sm" variant="primary" onClick={onAnswer}>
          Answer in the terminal
        </Button>
      )}
    </div>
  );
}
