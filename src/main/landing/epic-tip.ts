import type { Failure } from '#shared/lib/failure.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { GitClient } from '#main/git/client.ts';
import { ensureEpicBranch, resolveBase } from '#main/git/epic-branch.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import type { TipParts } from './epic-tips.ts';
import { agreeToTip, foreignTip } from './foreign-tip.ts';
import { noStartBranch, startBranch } from './epic-start.ts';
import { lostBranch, lostEpic } from './lost-branch.ts';

interface EpicTipParts extends TipParts {
  readonly git: GitClient;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly config: ProjectConfig;
  readonly mutex: KeyedMutex;
  readonly logger: Logger;
}

/** Where the epic branches stood when this process last saw them. */
export interface EpicTips {
  epicTip(git: GitClient, epicId: string): Promise<string | null>;
  lastEpicTip(epicId: string): string | null;
  noteEpicTip(epicId: string, tip: string | null): void;
}

/**
 * Where the epic branch stands; it is made from the base branch at its first task. Fails when there is no
 * branch to start from, and when the epic branch is gone with what has landed on it: made again, it would be
 * without that. One whose work the base has by now is only at its next beginning.
 */
export async function epicTipFor(
  parts: EpicTipParts,
  tips: EpicTips,
  epicId: string,
): Promise<Result<string, Failure>> {
  const known = await tips.epicTip(parts.git, epicId);
  if (known !== null) {
    const foreign = await foreignTip(parts, epicId, known);
    if (foreign === null) return ok(known);
    // It may be put back while the run goes on.
    tips.noteEpicTip(epicId, null);
    return err(foreign);
  }
  return parts.mutex.run(`epic ${epicId}`, async () => {
    // Another task of the epic may have made the branch while this one waited.
    const made = await tips.epicTip(parts.git, epicId);
    if (made !== null) return ok(made);
    const lost = tips.lastEpicTip(epicId);
    if (lost !== null) return err(lostBranch(epicId, lost));
    const tip = await makeEpicBranch(parts, epicId);
    if (tip.ok) tips.noteEpicTip(epicId, tip.value);
    return tip;
  });
}

async function makeEpicBranch(
  parts: EpicTipParts,
  epicId: string,
): Promise<Result<string, Failure>> {
  const epic = required(parts.store, 'epics', epicId);
  const fetch = parts.config.git.pull_before_epic;
  // One that only the remote has may not be known here yet.
  const start = (await startBranch(parts, epic)) ?? epic.baseBranch;
  const base = await resolveBase(parts.git, start, { fetch });
  if (base.commit === null) return err(await noStartBranch(parts, epic));
  if (base.notice !== null) parts.logger.warn(base.notice);
  const gone = await lostEpic(parts, epicId, base.commit);
  if (gone !== null) return err(gone);
  const hasLanded = parts.store.last('receipts', 'epic_id', epicId) !== null;
  // First, so that a branch which stands where nobody has put it is never taken for a beginning.
  record(parts, [
    { to: 'epics', id: epicId, command: { kind: 'set_base_branch', branch: start } },
    ...(hasLanded && epic.baseCommit !== null
      ? []
      : [{ to: 'epics', id: epicId, command: { kind: 'set_base', commit: base.commit } } as const]),
  ]);
  // It may begin once more, after what had landed on it went into its base.
  await agreeToTip(parts, epicId, base.commit);
  parts.ownTips.add(epicId, base.commit);
  const tip = await ensureEpicBranch(parts.git, epicId, base.commit);
  const foreign = tip === base.commit ? null : await foreignTip(parts, epicId, tip);
  return foreign === null ? ok(tip) : err(foreign);
}
