import type { Landing } from '#shared/model/landing.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitTree } from '#main/git/commits.ts';
import type { CommitMaker } from '#main/git/commits.ts';
import { signedCommit, signerLimitMs, signsCommits } from '#main/git/signed-commit.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';

/**
 * Makes the commits that land: signed where the person signs theirs. Work does not wait for a signature:
 * where there is none to be had, it lands without, and that is said once in a run.
 */
export function landingCommits(
  parts: Pick<LandingParts, 'store' | 'clock' | 'ids'>,
  host: Pick<LandingHost, 'landing' | 'stopSignalOf'>,
  { id, runId }: Pick<Landing, 'id' | 'runId'>,
): CommitMaker {
  const signal = host.stopSignalOf(id);
  return async (git, commit) => {
    const { signing } = host.landing;
    if (signing.isAbandoned || !(await isSigning(parts, host.landing, git)))
      return commitTree(git, commit);
    const made = await signedCommit(git, commit, { limitMs: signerLimitMs, signal });
    if (made.unsignedBecause === null || signal.aborted) return made.commit;
    // Each further merge would wait as long.
    signing.isAbandoned = made.tookTooLong;
    if (!signing.isReported && runId !== null) {
      record(parts, [unsignedNotice(parts, runId, made.unsignedBecause)]);
    }
    signing.isReported = true;
    return made.commit;
  };
}

/** After this long git is asked again, in ms: the person may have changed the setting. */
const knownMs = 20_000;

async function isSigning(
  { clock }: Pick<LandingParts, 'clock'>,
  memory: LandingHost['landing'],
  git: GitClient,
): Promise<boolean> {
  const now = clock.now();
  if (memory.signs !== null && now < memory.signs.until) return memory.signs.isSo;
  const isSo = await signsCommits(git);
  memory.signs = { isSo, until: now + knownMs };
  return isSo;
}

function unsignedNotice(
  parts: Pick<LandingParts, 'clock' | 'ids'>,
  runId: string,
  reason: string,
): ReturnType<typeof notification> {
  const text = `Merges of this run are not signed, although commit.gpgSign is set: ${reason}. Make the key usable without a question, or sign the commits of the epic branch later.`;
  return notification(parts, 'signing_failed', text, { kind: 'run', id: runId });
}
