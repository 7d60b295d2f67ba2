import { absent, listRefs, refNames, updateRefs } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

/** Removes the refs that kept what landings were about to land, of those that have ended. */
export async function dropEndedIntents({
  git,
  store,
}: Pick<LandingParts, 'git' | 'store'>): Promise<void> {
  const left = await listRefs(git, refNames.intents);
  const ended = left.filter(({ ref }) => {
    const landing = store.get('landings', ref.slice(refNames.intents.length));
    return landing?.phase === 'ended';
  });
  if (ended.length === 0) return;
  const updates = ended.map(({ ref, target }) => ({ ref, target: absent, expected: target }));
  await updateRefs(git, updates, 'landings that have ended');
}
