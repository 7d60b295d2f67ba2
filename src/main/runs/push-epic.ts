import type { ProjectConfig } from '#shared/model/project-config.ts';
import { GitError } from '#main/git/git-error.ts';
import { refNames } from '#main/git/refs.ts';
import { notification, record } from './attempt-records.ts';
import type { RunParts } from './run-parts.ts';

/**
 * Pushes the epic branch to `origin` if the workspace wants that at this moment (SPEC section 7.6).
 * Without the remote nothing happens; a failure is a notice, never a stop.
 */
export async function pushEpic(
  parts: RunParts,
  epicId: string,
  moment: Exclude<ProjectConfig['git']['push'], 'manual'>,
): Promise<void> {
  const { push, push_epic_branch: wanted } = parts.config.git;
  if (push !== moment || !wanted) return;
  const remotes = (await parts.git.text(['remote'])).split('\n');
  if (!remotes.includes('origin')) return;
  const branch = refNames.epicBranch(epicId);
  try {
    await parts.git.run(['push', '--quiet', 'origin', `${branch}:${branch}`]);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const text = `epic/${epicId} could not be pushed: ${error.failure.message}`;
    record(parts, [notification(parts, 'push_failed', text, { kind: 'epic', id: epicId })]);
  }
}
