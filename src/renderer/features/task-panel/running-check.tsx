import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkLife } from '#renderer/features/work/index.ts';
import { formatElapsed } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';

/** A check that runs now; what it is and since when only the process that runs it knows. */
export type RunningCheckFacts = Partial<{ readonly command: string; readonly startedAt: string }>;

/** The check that runs now on an attempt's work; null when none does. */
export function useRunningCheck(attempt: AttemptView | undefined): RunningCheckFacts | null {
  const { kind } = useWorkLife();
  const checks = useWorkspaceStatus()?.checks;
  if (attempt?.phase !== 'verifying' || kind !== 'driven') return null;
  return checks?.[attempt.id] ?? {};
}

/** Stands where its evidence will stand. */
export function RunningCheck({ check }: { readonly check: RunningCheckFacts }): JSX.Element {
  const { command, startedAt } = check;
  return (
    <article className="flex flex-col gap-2 rounded-lg border border-border bg-surface p-3">
      <div className="flex items-center gap-3 text-12 text-muted">
        <StateDot state="running" label="Running the checks…" isMoving />
        {startedAt !== undefined && <Elapsed startMs={Date.parse(startedAt)} />}
      </div>
      {command !== undefined && <CodeText text={command} isBlock copyLabel="Copy the command" />}
    </article>
  );
}

function Elapsed({ startMs }: { readonly startMs: number }): JSX.Element {
  const now = useNow(1_000);
  return <span className="tabular">{formatElapsed(Math.max(0, now - startMs))}</span>;
}
