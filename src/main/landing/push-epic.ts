import { assertNever } from '#shared/lib/assert-never.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { pushBranch } from '#main/git/push.ts';
import type { PushOutcome } from '#main/git/push.ts';
import { refNames } from '#main/git/refs.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { LandingParts } from './landing-parts.ts';

/** A hook may run a whole test suite; what takes longer than this is ended. */
const limitMs = 10 * 60_000;
/** How often it is looked whether the run is to stop meanwhile. */
const lookMs = 500;

type PushParts = Pick<LandingParts, 'store' | 'git' | 'config' | 'clock' | 'ids' | 'trustGate'>;

/** Of which run, and in whose process. */
export interface PushingRun {
  readonly session: { readonly stopSignal: AbortSignal; stopNow(): void };
  readonly runId: string;
}

/**
 * Pushes the epic branch to `origin` if the workspace wants that at this moment (SPEC section 7.6), with
 * the person's own hooks. Without the remote nothing happens; a failure is a notice, never a stop.
 */
export async function pushEpic(
  parts: PushParts,
  { session, runId }: PushingRun,
  epicId: string,
  moment: Exclude<ProjectConfig['git']['push'], 'manual'>,
): Promise<void> {
  const { push, push_epic_branch: wanted } = parts.config.git;
  if (push !== moment || !wanted) return;
  const remotes = (await parts.git.text(['remote'])).split('\n');
  if (!remotes.includes('origin')) return;
  // A task of the run may have put a hook there, or a program that git would start for the push.
  const untrusted = await parts.trustGate.problemOfGit(null);
  if (untrusted !== null) {
    const text = `epic/${epicId} was not pushed: ${untrusted.message} ${untrusted.action}`;
    record(parts, [notification(parts, 'push_failed', text, { kind: 'epic', id: epicId })]);
    return;
  }
  // The loop that would see it waits for this push.
  const watch = setInterval(() => {
    if (parts.store.get('runs', runId)?.status === 'stopping') session.stopNow();
  }, lookMs);
  try {
    const options = { limitMs, signal: session.stopSignal };
    const outcome = await pushBranch(parts.git, refNames.epicBranch(epicId), options);
    const text = failureText(`epic/${epicId}`, outcome);
    if (text === null) return;
    record(parts, [notification(parts, 'push_failed', text, { kind: 'epic', id: epicId })]);
  } finally {
    clearInterval(watch);
  }
}

function failureText(branch: string, outcome: PushOutcome): string | null {
  switch (outcome.kind) {
    case 'pushed':
      return null;
    case 'refused': {
      const who = outcome.by === 'hook' ? 'your pre-push hook refused it' : 'git refused it';
      return `${branch} could not be pushed: ${who}: ${outcome.words}`;
    }
    case 'cut':
      return outcome.cut === 'stopped'
        ? `${branch} was not pushed: the run was stopped.`
        : `${branch} was not pushed: git and its hooks did not end within ${limitMs / 60_000} minutes. The last of them: ${outcome.words}`;
    default:
      return assertNever(outcome, 'push outcome');
  }
}
