import type { Attempt } from '#shared/model/attempt.ts';
import { commitTree } from '#main/git/commits.ts';
import type { CommitMaker } from '#main/git/commits.ts';
import { signedCommit, signerLimitMs, signsCommits } from '#main/git/signed-commit.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/**
 * Makes the commits that land: signed where the person signs theirs. Work is not held up for a signature:
 * where there is none to be had, it lands without, and that is said once in a run.
 */
export function landingCommits(
  parts: RunParts,
  session: Pick<RunSession, 'signing' | 'stopSignalOf'>,
  { id, runId }: Pick<Attempt, 'id' | 'runId'>,
): CommitMaker {
  const signal = session.stopSignalOf(id);
  return async (git, commit) => {
    const { signing } = session;
    if (signing.isGivenUp || !(await signsCommits(git))) return commitTree(git, commit);
    const made = await signedCommit(git, commit, { limitMs: signerLimitMs, signal });
    if (made.unsignedBecause === null || signal.aborted) return made.commit;
    // Each further merge would wait as long.
    signing.isGivenUp = made.tookTooLong;
    if (!signing.isTold) record(parts, [unsignedNotice(parts, runId, made.unsignedBecause)]);
    signing.isTold = true;
    return made.commit;
  };
}

function unsignedNotice(
  parts: RunParts,
  runId: string,
  reason: string,
): ReturnType<typeof notification> {
  const text = `Merges of this run are not signed, although commit.gpgSign is set: ${reason}. Make the key usable without a question, or sign the commits of the epic branch later.`;
  return notification(parts, 'signing_failed', text, { kind: 'run', id: runId });
}
