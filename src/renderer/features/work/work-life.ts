import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';

/**
 * What is known of the process that drives the work. Documents alone do not say: those of a process that
 * was killed stay as it left them.
 */
export interface WorkLife {
  /**
   * `driven`: a process lives that writes what becomes of each attempt, or nothing is under way; `gone`:
   * it ended in the middle of its run; `away`: the host does not answer; `unknown`: it has not answered yet.
   */
  readonly kind: 'driven' | 'gone' | 'away' | 'unknown';
  /** Last sign of life of a process that is `gone` or `away`, in epoch ms; null when none is known. */
  readonly lastSignMs: number | null;
  /** What the agents ask that wait for an answer, by attempt. */
  readonly waiting: ReadonlyMap<string, string>;
}

/**
 * The last sign of life of a host that is away, in epoch ms: when it went away under this page. To a page
 * that was loaded without it, that it does not answer says nothing of when it did: then it is the last time
 * that it sent documents. Null while it answers.
 */
export function lastSignOf(
  awaySince: number | null,
  hasAnswered: boolean,
  lastSyncedAt: number | null,
): number | null {
  if (awaySince === null || hasAnswered) return awaySince;
  return Math.min(awaySince, lastSyncedAt ?? awaySince);
}

/** What the status says of whoever drives the work; `awaySince` (epoch ms) is null while the host answers. */
export function workLifeOf(
  status: Pick<WorkspaceStatus, 'run' | 'questions'> | null,
  awaySince: number | null,
): WorkLife {
  const waiting = new Map(status?.questions.map(({ attemptId, text }) => [attemptId, text]));
  const run = status?.run ?? null;
  if (run !== null && !run.alive) {
    const lastSignMs = run.lastSignAt === null ? null : Date.parse(run.lastSignAt);
    return { kind: 'gone', lastSignMs, waiting: new Map() };
  }
  if (awaySince !== null) return { kind: 'away', lastSignMs: awaySince, waiting: new Map() };
  return { kind: status === null ? 'unknown' : 'driven', lastSignMs: null, waiting };
}
