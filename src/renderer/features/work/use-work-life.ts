import { useMemo } from 'react';
import { useHostAwaySince, useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useLastSyncedAt } from '#renderer/db/use-documents.ts';
import { useSame } from '#renderer/lib/use-same.ts';
import { lastSignOf, workLifeOf } from './work-life.ts';
import type { WorkLife } from './work-life.ts';

/** Who drives the work of the open workspace; the same object while that and the waiting agents are the same. */
export function useWorkLife(): WorkLife {
  const status = useWorkspaceStatus();
  const awaySince = useHostAwaySince();
  const hasAnswered = status !== null;
  const lastSyncedAt = useLastSyncedAt(awaySince !== null && !hasAnswered);
  const life = workLifeOf(status, lastSignOf(awaySince, hasAnswered, lastSyncedAt));
  const { kind, lastSignMs } = life;
  const waiting = useSame(life.waiting, JSON.stringify([...life.waiting]));
  return useMemo(() => ({ kind, lastSignMs, waiting }), [kind, lastSignMs, waiting]);
}
