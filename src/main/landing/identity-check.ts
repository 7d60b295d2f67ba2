import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GitClient } from '#main/git/client.ts';
import { hasIdentity } from '#main/git/repository.ts';

/**
 * Whether commits would be the person's. Without a name they are made as this program; a person who has git
 * take no name but a configured one (`user.useConfigOnly`) wants none then.
 */
export async function identityProblem({ git }: { readonly git: GitClient }): Promise<{
  readonly kind: 'problem' | 'warning';
  readonly failure: Failure;
} | null> {
  if (await hasIdentity(git)) return null;
  const args = ['config', '--type=bool', '--get', 'user.useConfigOnly'];
  const { stdout } = await git.run(args, { allowedExitCodes: [1] });
  const action = 'Set it: git config user.name <name> and git config user.email <e-mail>';
  if (stdout.trim() === 'true') {
    const message =
      'git has no user.name and user.email for this repository, and user.useConfigOnly forbids it to guess.';
    return { kind: 'problem', failure: failure('identity-missing', message, action) };
  }
  const message = 'git does not know who you are; commits are made as "Switchyard".';
  return { kind: 'warning', failure: failure('identity-missing', message, action) };
}
