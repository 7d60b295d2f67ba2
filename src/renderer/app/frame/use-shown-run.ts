import { useEffect, useState } from 'react';
import type { Run } from '#shared/model/run.ts';

/** How long the final tally of a run stays in the top bar, in ms (SPEC section 3). */
const tallyMs = 10_000;

/**
 * The run that the top bar shows: the one that has not ended, and one that ended before this page's eyes
 * for ten seconds more.
 */
export function useShownRun(run: Run | null): Run | null {
  const activeId = run === null || run.status === 'ended' ? null : run.id;
  const [watchedId, setWatchedId] = useState(activeId);
  if (activeId !== null && activeId !== watchedId) setWatchedId(activeId);
  const isOver = watchedId !== null && activeId === null;
  useEffect(() => {
    if (!isOver) return undefined;
    const timer = setTimeout(() => setWatchedId(null), tallyMs);
    return () => clearTimeout(timer);
  }, [isOver]);
  return run !== null && run.id === watchedId ? run : null;
}
