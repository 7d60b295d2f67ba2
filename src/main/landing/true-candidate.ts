import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { falseObjects, falseObjectText } from '#main/git/true-objects.ts';
import type { LandingParts } from './landing-parts.ts';

/**
 * Why a commit cannot land on another one, although git has it: what is stored of it is not what its names say, so that
 * checks see something else than what others get. Null when all is as it should be.
 */
export async function falseCandidate(
  { git }: Pick<LandingParts, 'git'>,
  { headBefore, commit }: { readonly headBefore: string; readonly commit: string },
): Promise<Failure | null> {
  const found = await falseObjects(git, headBefore, commit);
  const [first] = found;
  if (first === undefined) return null;
  const paths = found.map(({ path }) => path);
  const more = paths.length > mostShown ? ', …' : '';
  return failure(
    'false-object',
    `The repository has other content than it says for ${paths.slice(0, mostShown).join(', ')}${more}: ${falseObjectText(first)}.`,
    'Nothing landed. What the agent left is in its worktree or its vault.',
  );
}

const mostShown = 5;
