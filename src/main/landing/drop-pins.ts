import { absent, listRefs, refNames, updateRefs } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

/**
 * Removes the refs that kept what ended attempts' worktrees were made from, of those whose task has no worktree any
 * more: a process that was killed while it gave a worktree on has left them.
 */
export async function dropLeftPins({
  store,
  git,
}: Pick<LandingParts, 'store' | 'git'>): Promise<void> {
  const slots = store.all('worktrees');
  const holds = new Set(slots.flatMap(({ taskId, reserved }) => (reserved && taskId) || []));
  const left = (await listRefs(git, refNames.pins)).filter(({ ref }) => {
    const attempt = store.get('attempts', ref.slice(refNames.pins.length));
    return attempt?.phase === 'ended' && !holds.has(attempt.taskId);
  });
  if (left.length === 0) return;
  const updates = left.map(({ ref, target }) => ({ ref, target: absent, expected: target }));
  await updateRefs(git, updates, 'attempts whose worktree is given back');
}
