import type { GitClient } from '#main/git/client.ts';
import type { AgentFile, ObjectFormat } from './agent-file.ts';
import { agentFileAt } from './worktree-agents.ts';

/**
 * Whether a file of a worktree is a copy of one that git ignores in the person's checkout (`worktree.copy`): such
 * a file did not come with the repository, the person or their own agent made it.
 */
export async function isPersonsOwnCopy(
  git: GitClient,
  root: string,
  { path, kind, hash }: AgentFile,
  format: ObjectFormat,
): Promise<boolean> {
  const own = await agentFileAt(root, path, kind, format);
  if (own === null || typeof own === 'string' || own.hash !== hash) return false;
  const asked = await git.run(['check-ignore', '--quiet', '--stdin', '-z'], {
    input: `${path}\0`,
    allowedExitCodes: [1],
  });
  return asked.exitCode === 0;
}
