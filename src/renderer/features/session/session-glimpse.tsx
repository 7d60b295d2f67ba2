import type { JSX } from 'react';
import type { SessionView } from '#shared/contract/attempts.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';
import { EntryRow } from './entry-row.tsx';
import type { SessionFeed } from './session-feed.ts';

/** How long an agent may take for its first words before it is said that there are none, in ms. */
const firstWordsMs = 1_000;
const ignore = (): void => {};

/** The newest events of a session, as many as there is room for; they are only looked at. */
export function SessionGlimpse({
  feed,
  view,
}: {
  readonly feed: SessionFeed;
  readonly view: SessionView;
}): JSX.Element | null {
  const { first, end, pending, isLive, isQuestion } = view;
  const isSilent = end === first && pending.trim() === '';
  const isWaitedFor = useDelayed(isSilent, firstWordsMs);
  if (isSilent) {
    if (isLive && !isWaitedFor) return null;
    return (
      <p className="grid h-full place-items-center p-3 text-center text-13 text-muted">
        {isLive ? 'Nothing printed yet.' : 'It printed nothing.'}
      </p>
    );
  }
  const places = Array.from({ length: Math.min(24, end - first) }, (_, index) => end - 1 - index);
  return (
    // From the end: what there is no room for is the oldest.
    <div inert className="flex h-full flex-col-reverse overflow-hidden py-1">
      {pending.trim() !== '' && (
        <pre
          dir="auto"
          className={classNames(
            'shrink-0 px-2 pl-8 font-mono text-12 wrap-anywhere whitespace-pre-wrap',
            isQuestion && isLive ? 'text-waiting' : 'text-muted',
          )}
        >
          {pending}
        </pre>
      )}
      {places.map((place) => {
        const entry = feed.entry(place);
        return (
          entry !== null && (
            <div key={place} className="shrink-0">
              <EntryRow
                entry={entry}
                isLive={isLive}
                isOpen={false}
                isCompact
                onToggle={ignore}
                onOpenLink={ignore}
                onShowDiff={null}
              />
            </div>
          )
        );
      })}
    </div>
  );
}
