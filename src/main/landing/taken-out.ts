import { pathWords } from '#shared/core/paths/path-words.ts';
import type { LandingPart } from '#shared/model/landing.ts';
import { treeChanges } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { resolveCommit } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

/**
 * What has become of work whose branch had moved before a crash: in words, where a later commit has put files of it
 * back to what they were before it; null where the branch still carries it, changed further or not.
 */
export async function takenOut(
  { git }: Pick<LandingParts, 'git'>,
  { ref, headBefore, commit }: LandingPart,
): Promise<string | null> {
  const tip = await resolveCommit(git, ref);
  if (tip === null || tip === commit) return null;
  const undone = new Set((await treeChanges(git, commit, headBefore)).map(keyOf));
  const since = await treeChanges(git, commit, tip);
  const paths = since.filter((change) => undone.has(keyOf(change))).map(({ path }) => path);
  if (paths.length === 0) return null;
  const log = ['log', '-1', '--no-show-signature', '--format=%h by %an'];
  const by = await git.text([...log, `${commit}..${tip}`, '--', ...paths]);
  const branch = ref.replace('refs/heads/', '');
  return `It had landed on ${branch} as ${commit.slice(0, 12)}, and was taken out again by ${by || 'a later commit'}: ${pathWords(paths)}.`;
}

function keyOf({ path, status, object }: TreeChange): string {
  return `${status}\0${path}\0${object}`;
}
