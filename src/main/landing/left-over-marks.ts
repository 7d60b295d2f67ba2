import { looksTemporary } from '#shared/core/paths/temporary-names.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { ChangeToLand } from './change-to-land.ts';
import type { LandingParts } from './landing-parts.ts';

/**
 * Names what an agent that was cut off may have left of its tools, and the attempt that went on in its worktree
 * delivers: new files with names that tools give to what they take away again.
 */
export function leftOverMarks(
  { store }: Pick<LandingParts, 'store'>,
  { attempt }: Pick<ChangeToLand, 'attempt'>,
): readonly Mark[] {
  const earlier = store
    .find('attempts', 'task_id', attempt.taskId)
    .filter(({ number, outcome }) => number < attempt.number && outcome === 'interrupted');
  if (earlier.length === 0) return [];
  const delivered = new Set(attempt.changes?.created);
  const left = new Set(earlier.flatMap(({ changes }) => changes?.created ?? []));
  const paths = [...left].filter((path) => delivered.has(path) && looksTemporary(path));
  if (paths.length === 0) return [];
  const text = `An agent was cut off while ${paths.length === 1 ? 'a file' : 'files'} of its tools may have been there, and they landed: ${pathWords(paths)}.`;
  return [{ kind: 'left_over', text, paths }];
}
