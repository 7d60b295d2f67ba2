import { assertNever } from '#shared/lib/assert-never.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { pushBranch } from '#main/git/push.ts';
import type { PushOutcome } from '#main/git/push.ts';
import { refNames, resolveCommit } from '#main/git/refs.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { LandingParts } from './landing-parts.ts';

/** A hook may run a whole test suite; what takes longer than this is ended. */
const limitMs = 10 * 60_000;
/** How often it is looked whether the run is to stop meanwhile. */
const lookMs = 500;

/** When a person may want a push. */
export type PushMoment = Exclude<ProjectConfig['git']['push'], 'manual'>;

type PushParts = Pick<
  LandingParts,
  'store' | 'git' | 'config' | 'clock' | 'ids' | 'trustGate' | 'tracer'
>;

/** Of which run, and in whose process. */
export interface PushingRun {
  readonly session: {
    readonly stopSignal: AbortSignal;
    /** Where a branch stood when this process pushed it last, or tried to, by its name. */
    readonly pushed: Map<string, string>;
    stopNow(): void;
  };
  readonly runId: string;
}

/**
 * Pushes the epic branch to `origin` if the workspace wants that at one of these moments (SPEC section 7.6) and the
 * remote does not have it as far as is known, with the person's own hooks. Asked again at the end of a run, it makes up for a
 * push that was cut off. Without the remote nothing happens; a failure is a notice, never a stop.
 */
export async function pushEpic(
  parts: PushParts,
  { session, runId }: PushingRun,
  epicId: string,
  moments: readonly PushMoment[],
): Promise<void> {
  const { push, push_epic_branch: wanted } = parts.config.git;
  if (push === 'manual' || !moments.includes(push) || !wanted) return;
  const remotes = (await parts.git.text(['remote'])).split('\n');
  if (!remotes.includes('origin')) return;
  const branch = refNames.epicBranch(epicId);
  const tip = await resolveCommit(parts.git, branch);
  if (tip === null || session.pushed.get(branch) === tip) return;
  const known = await resolveCommit(parts.git, `refs/remotes/origin/epic/${epicId}`);
  if (push === 'task' && known === tip) return;
  session.pushed.set(branch, tip);
  parts.tracer.reached('landing.push.before');
  // A task of the run may have put a hook there, or a program that git would start for the push.
  const untrusted = await parts.trustGate.problemOfGit();
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
    const outcome = await pushBranch(parts.git, branch, options);
    parts.tracer.reached('landing.push.after');
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
