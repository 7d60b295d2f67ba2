import { FailureError } from '#shared/lib/failure.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { GitClient } from '#main/git/client.ts';
import { ensureEpicBranch, resolveBase } from '#main/git/epic-branch.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import type { Store } from '#main/store/store.ts';
import { noStartBranch, startBranch } from './epic-start.ts';

interface EpicTipParts {
  readonly store: Store;
  readonly git: GitClient;
  readonly config: ProjectConfig;
  readonly mutex: KeyedMutex;
  readonly logger: Logger;
}

/** Where the epic branches stood when this process last saw them. */
export interface EpicTips {
  epicTip(git: GitClient, epicId: string): Promise<string | null>;
  noteEpicTip(epicId: string, tip: string | null): void;
}

/**
 * Where the epic branch stands; it is made from the base branch at its first task.
 * @throws {FailureError} when there is no branch to start from
 */
export async function epicTipFor(
  parts: EpicTipParts,
  tips: EpicTips,
  epicId: string,
): Promise<string> {
  const known = await tips.epicTip(parts.git, epicId);
  if (known !== null) return known;
  return parts.mutex.run(`epic ${epicId}`, async () => {
    // Another task of the epic may have made the branch while this one waited.
    const made = await tips.epicTip(parts.git, epicId);
    if (made !== null) return made;
    const tip = await makeEpicBranch(parts, epicId);
    tips.noteEpicTip(epicId, tip);
    return tip;
  });
}

async function makeEpicBranch(parts: EpicTipParts, epicId: string): Promise<string> {
  const epic = required(parts.store, 'epics', epicId);
  const fetch = parts.config.git.pull_before_epic;
  // One that only the remote has may not be known here yet.
  const start = (await startBranch(parts, epic)) ?? epic.baseBranch;
  const base = await resolveBase(parts.git, start, { fetch });
  if (base.commit === null) throw new FailureError(await noStartBranch(parts, epic));
  if (base.notice !== null) parts.logger.warn(base.notice);
  const tip = await ensureEpicBranch(parts.git, epicId, base.commit);
  record(parts, [
    { to: 'epics', id: epicId, command: { kind: 'set_base_branch', branch: start } },
    { to: 'epics', id: epicId, command: { kind: 'set_base', commit: base.commit } },
  ]);
  return tip;
}
