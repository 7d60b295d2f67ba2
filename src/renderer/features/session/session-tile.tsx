import { Maximize2 } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { useAttempt } from '#renderer/db/use-attempts.ts';
import { useDocument } from '#renderer/db/use-documents.ts';
import { TerminalScreen } from '#renderer/features/terminal/index.ts';
import { attemptClock, useAttemptLook, useWorkLife } from '#renderer/features/work/index.ts';
import { formatElapsed } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { AgentBadge } from '#renderer/ui/signs/agent-badge.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { ShortId } from '#renderer/ui/text/short-id.tsx';
import type { SessionState } from './session-feed.ts';
import { SessionGlimpse } from './session-glimpse.tsx';
import { overWords } from './session-words.ts';
import { useSession } from './use-session.ts';

/** Entries at the end of a session that a tile asks for. */
const tileEntries = 24;

/** One agent of a run at a glance: which task and attempt, who, how long, and what it says and does. */
export function SessionTile({
  attemptId,
  onOpen,
}: {
  readonly attemptId: string;
  /** Opens the session where all of it is. */
  readonly onOpen: () => void;
}): JSX.Element {
  const { feed, state } = useSession(attemptId, tileEntries);
  const attempt = useAttempt(attemptId);
  const task = useDocument('tasks', attempt?.taskId ?? '');
  const title = task?.title ?? '';
  return (
    <section
      aria-label={`Session of ${attempt?.taskId ?? 'an agent'}`}
      className="@container flex h-full min-h-0 flex-col overflow-hidden rounded-md border border-border bg-surface"
    >
      <header className="flex min-h-8 shrink-0 items-center gap-2 border-b border-border bg-surface px-2 text-12">
        <ShortId id={attempt?.taskId ?? ''} className="font-medium text-text" />
        {attempt !== null && (
          <span className="tabular shrink-0 text-muted" title={`Attempt ${attempt.number}`}>
            #{attempt.number}
          </span>
        )}
        <span dir="auto" className="min-w-0 flex-1 truncate text-muted" title={title}>
          {title}
        </span>
        {attempt !== null && (
          <>
            {/* In a narrow tile what becomes of it comes first. */}
            <span className="hidden shrink-0 @sm:flex">
              <AgentBadge name={attempt.agent} isCompact />
            </span>
            <Elapsed attempt={attempt} />
            <span className="flex max-w-1/2 shrink-0">
              <TileState attempt={attempt} state={state} />
            </span>
          </>
        )}
        <IconButton icon={Maximize2} label="Open the session" size="sm" onClick={onOpen} />
      </header>
      <div className="min-h-0 flex-1">
        <TileBody attemptId={attemptId} feed={feed} state={state} />
      </div>
    </section>
  );
}

function TileBody({
  attemptId,
  feed,
  state,
}: {
  readonly attemptId: string;
} & ReturnType<typeof useSession>): ReactNode {
  if (state.view === null) {
    return state.kind === 'failed' ? (
      <p className="p-2 text-12 text-muted">{state.failure.message}</p>
    ) : (
      <div className="p-2">
        <Skeleton lines={4} />
      </div>
    );
  }
  if (!state.view.hasEvents && state.view.draws) return <TerminalScreen attemptId={attemptId} />;
  return <SessionGlimpse feed={feed} view={state.view} />;
}

function Elapsed({ attempt }: { readonly attempt: AttemptView }): ReactNode {
  const now = useNow(1_000);
  const clock = attemptClock(attempt, useWorkLife());
  if (attempt.startedAt === null || clock === null) return null;
  const elapsed = clock.kind === 'took' ? clock.ms : Math.max(0, now - clock.startMs);
  return (
    <span className="hidden tabular shrink-0 text-muted @2xs:inline">{formatElapsed(elapsed)}</span>
  );
}

function TileState({
  attempt,
  state,
}: {
  readonly attempt: AttemptView;
  readonly state: SessionState;
}): ReactNode {
  const look = useAttemptLook(attempt);
  if (state.kind === 'away') return <StateDot state="idle" label="Host away" />;
  // How its process ended says more than that it did.
  const isOver = state.kind === 'shown' && !state.view.isLive;
  if (isOver && (attempt.phase === 'ended' || look.isMoving)) {
    return <StateDot state="idle" label={overWords(state.view)} />;
  }
  return <StateDot state={look.state} label={look.word} isMoving={look.isMoving} />;
}
