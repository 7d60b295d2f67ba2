import { Maximize2 } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { useAttempt } from '#renderer/db/use-attempts.ts';
import { useDocument } from '#renderer/db/use-documents.ts';
import { attemptClock, useAttemptLook, useWorkLife } from '#renderer/features/work/index.ts';
import { formatElapsed } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { AgentBadge } from '#renderer/ui/signs/agent-badge.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { ShortId } from '#renderer/ui/text/short-id.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { SilenceNote } from './silence-note.tsx';
import { describeEnd } from './terminal-state.ts';
import type { TerminalState } from './terminal-state.ts';
import { useTerminal } from './use-terminal.ts';

/** One agent of a run at a glance: which task, who, how long, and its screen, as small as it must be. */
export function TerminalTile({
  attemptId,
  onOpen,
}: {
  readonly attemptId: string;
  /** Opens the terminal where it can be typed into. */
  readonly onOpen: () => void;
}): JSX.Element {
  const { state, place } = useTerminal(attemptId, 'follow');
  const attempt = useAttempt(attemptId);
  const task = useDocument('tasks', attempt?.taskId ?? '');
  const title = task?.title ?? '';
  return (
    <section
      aria-label={`Terminal of ${attempt?.taskId ?? 'an agent'}`}
      className="@container flex h-full min-h-0 flex-col overflow-hidden rounded-md border border-border bg-terminal"
    >
      <header className="flex min-h-8 shrink-0 items-center gap-2 border-b border-border bg-surface px-2 text-12">
        <ShortId id={attempt?.taskId ?? ''} className="font-medium text-text" />
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
        <IconButton icon={Maximize2} label="Open the terminal" size="sm" onClick={onOpen} />
      </header>
      <div className="relative min-h-0 flex-1 overflow-hidden p-1">
        <div ref={place} className="h-full" />
        <SilenceNote state={state} />
        {state.kind === 'opening' && (
          <div className="absolute inset-0 bg-terminal p-2">
            <Skeleton lines={4} />
          </div>
        )}
        {state.kind === 'failed' && (
          <p className="absolute inset-0 bg-terminal p-2 text-12 text-muted">
            {state.failure.message}
          </p>
        )}
      </div>
    </section>
  );
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
  readonly state: TerminalState;
}): ReactNode {
  const look = useAttemptLook(attempt);
  // How its process ended says more than that it did.
  if (state.kind === 'ended' && (attempt.phase === 'ended' || look.isMoving)) {
    return <StateDot state="idle" label={describeEnd(state.exitCode, state.signal)} />;
  }
  if (state.kind === 'away') return <StateDot state="idle" label="Host away" />;
  return <StateDot state={look.state} label={look.word} isMoving={look.isMoving} />;
}
