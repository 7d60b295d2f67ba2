import type { GitClient } from '#main/git/client.ts';
import { readForeignFile } from '#main/system/foreign-file.ts';
import { agentFileLimit, makeAgentFile } from './agent-file.ts';
import type { AgentFile } from './agent-file.ts';

/**
 * Whether a file of a worktree is a copy of one that git ignores in the person's checkout (`worktree.copy`): such
 * a file did not come with the repository, the person or their own agent made it.
 */
export async function isPersonsOwnCopy(
  git: GitClient,
  root: string,
  { path, kind, hash }: AgentFile,
): Promise<boolean> {
  const read = await readForeignFile(root, path, { maximumBytes: agentFileLimit });
  if (!read.ok || read.value === null) return false;
  const own = makeAgentFile(path, kind, read.value.bytes.toString('utf8'));
  if (own.hash !== hash) return false;
  const asked = await git.run(['check-ignore', '--quiet', '--stdin', '-z'], {
    input: `${path}\0`,
    allowedExitCodes: [1],
  });
  return asked.exitCode === 0;
}
