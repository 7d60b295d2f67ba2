import type { Landing } from '#shared/model/landing.ts';
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
    if (signing.isAbandoned || !(await signsCommits(git))) return commitTree(git, commit);
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

function unsignedNotice(
  parts: Pick<LandingParts, 'clock' | 'ids'>,
  runId: string,
  reason: string,
): ReturnType<typeof notification> {
  const text = `Merges of this run are not signed, although commit.gpgSign is set: ${reason}. Make the key usable without a question, or sign the commits of the epic branch later.`;
  return notification(parts, 'signing_failed', text, { kind: 'run', id: runId });
}
