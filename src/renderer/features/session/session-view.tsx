import { CloudOff } from 'lucide-react';
import { useRef, useState } from 'react';
import type { JSX } from 'react';
import type { SessionView as View } from '#shared/contract/attempts.ts';
import { AttemptTerminal, followLink, LinkQuestion } from '#renderer/features/terminal/index.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { SessionBar } from './session-bar.tsx';
import type { SessionFeed, SessionState } from './session-feed.ts';
import { SessionFoot } from './session-foot.tsx';
import { SessionList } from './session-list.tsx';
import { useRaw } from './use-raw.ts';
import { partSize, useSessionList } from './use-session-list.ts';
import { useSessionSearch } from './use-session-search.ts';
import { useSession } from './use-session.ts';

export interface AttemptSessionProps {
  readonly attemptId: string;
  /** Shows what was changed; null where there is nothing to show it. */
  readonly onShowDiff: (() => void) | null;
  /** Stops the agent; null where that is done elsewhere. */
  readonly onStop: (() => void) | null;
}

/**
 * What the agent of one attempt said and did, live while it works. An agent that prints no events has a terminal
 * instead; "Raw" shows the terminal of any.
 */
export function AttemptSession(props: AttemptSessionProps): JSX.Element {
  const { attemptId } = props;
  const { feed, state } = useSession(attemptId, partSize, false);
  const [isRaw, setRaw] = useRaw();
  if (state.view === null) return <Waiting state={state} />;
  if (!state.view.hasEvents) return <AttemptTerminal attemptId={attemptId} />;
  if (isRaw) {
    return <RawSession attemptId={attemptId} view={state.view} onRaw={() => setRaw(false)} />;
  }
  return (
    <ReadSession {...props} {...{ feed, state }} view={state.view} onRaw={() => setRaw(true)} />
  );
}

function Waiting({ state }: { readonly state: SessionState }): JSX.Element {
  return (
    <section aria-label="Session" className="flex h-full min-h-0 flex-col">
      {state.kind === 'away' && <Away />}
      {state.kind === 'failed' ? (
        <ErrorState failure={state.failure} />
      ) : (
        <div className="p-4">
          <Skeleton lines={6} />
        </div>
      )}
    </section>
  );
}

function Away(): JSX.Element {
  return (
    <Banner tone="waiting" icon={CloudOff}>
      The host is away. The session continues when it is back.
    </Banner>
  );
}

/** The terminal of an agent that nobody types to, unless it asks there. */
function RawSession({
  attemptId,
  view,
  onRaw,
}: {
  readonly attemptId: string;
  readonly view: View;
  readonly onRaw: () => void;
}): JSX.Element {
  useCommands([
    { id: 'session.raw', title: 'Show the session as text', group: 'Task', run: onRaw },
  ]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SessionBar search={null} isRaw onRaw={onRaw} />
      <div className="min-h-0 flex-1">
        <AttemptTerminal attemptId={attemptId} isReadOnly={!view.isQuestion} />
      </div>
    </div>
  );
}

function ReadSession({
  attemptId,
  feed,
  state,
  view,
  onShowDiff,
  onStop,
  onRaw,
}: AttemptSessionProps & {
  readonly feed: SessionFeed;
  readonly state: SessionState;
  readonly view: View;
  readonly onRaw: () => void;
}): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useSessionList(feed, view, scroller);
  const search = useSessionSearch(attemptId, list.reveal);
  const [link, setLink] = useState<string | null>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: 'session.raw',
      title: 'Show the raw output of the session',
      group: 'Task',
      run: onRaw,
    },
    {
      id: 'session.search',
      title: 'Search the session',
      group: 'Task',
      run: () => searchField.current?.focus(),
    },
  ]);
  const isEmpty = view.end === view.first && view.pending.trim() === '';
  return (
    <section aria-label="Session" className="flex h-full min-h-0 flex-col">
      <SessionBar search={search} searchRef={searchField} isRaw={false} onRaw={onRaw} />
      {state.kind === 'away' && <Away />}
      {isEmpty ? (
        <p className="grid min-h-0 flex-1 place-items-center p-4 text-13 text-muted">
          {view.isLive ? 'Nothing printed yet.' : 'It printed nothing.'}
        </p>
      ) : (
        <SessionList
          {...{ feed, view, list, scroller, onShowDiff }}
          found={search.found}
          onOpenLink={(address) => followLink(address, setLink)}
          onAnswer={onRaw}
        />
      )}
      <SessionFoot view={view} isAway={state.kind === 'away'} onStop={onStop} />
      <LinkQuestion address={link} onClose={() => setLink(null)} />
    </section>
  );
}
