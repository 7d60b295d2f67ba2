import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Evidence } from '#shared/model/evidence.ts';

/**
 * The tree of a task's newest work, for which alone evidence counts (SPEC section 6.1): what its last
 * attempt would land as, or what its checks failed on, which the epic's changes may be a part of; else
 * what its agent left. `evidence` is the task's, oldest first; null without any work.
 */
export function presentTreeOf(
  last: AttemptView | undefined,
  evidence: readonly Evidence[],
): string | null {
  if (last === undefined) return null;
  const { landing, mergeIntent } = last;
  const [part] = landing?.intent?.parts ?? landing?.waitsFor?.parts ?? [];
  const intended = part ?? mergeIntent;
  if (intended !== null) return intended.tree;
  const checked =
    last.phase === 'ended'
      ? evidence.findLast(({ attemptId }) => attemptId === last.id)
      : undefined;
  return checked?.tree ?? last.tree;
}
