import type { Attempt, ChangedFiles } from '#shared/model/attempt.ts';
import type { Evidence, Verdict } from '#shared/model/evidence.ts';
import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { describeFailedAttempt, describeInterruptedAttempt } from './carry-forward.ts';
import { failureSignature } from './failure-signature.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';

/** The part of an attempt that its ending describes. */
type Ended = Pick<Attempt, 'number' | 'changes'>;

function ending(
  outcome: AttemptEnding['outcome'],
  problem: string | null,
  details: Partial<Omit<AttemptEnding, 'outcome' | 'problem'>> = {},
): AttemptEnding {
  const nothing = { carryForward: null, failureSignature: null, conflicts: [] };
  return { ...nothing, ...details, outcome, problem };
}

/** It cannot go on without a person, and another attempt could not either. */
export function blockedEnding(problem: string | null): AttemptEnding {
  return ending('blocked', problem);
}

/** It was cut off before it had anything for its successor. */
export function interruptedEnding(problem: string): AttemptEnding {
  return ending('interrupted', problem);
}

/** What is known of work that was cut off. */
export interface CutOff {
  readonly problem: string;
  readonly changes: ChangedFiles | null;
  /** The end of what its agent printed, escapes stripped and secrets masked. */
  readonly lastOutput?: string;
  /** The last error that is known. */
  readonly lastError?: string;
}

/** It was cut off at its work, which stays in its worktree for the next one. */
export function cutOffEnding(cutOff: CutOff): AttemptEnding {
  return ending('interrupted', cutOff.problem, { carryForward: resumeText(cutOff) });
}

/** Its agent's provider refuses work for now; its work stays in its worktree. */
export function refusedEnding(cutOff: CutOff): AttemptEnding {
  return ending('rate_limited', cutOff.problem, { carryForward: resumeText(cutOff) });
}

function resumeText({ problem, changes, lastOutput = '', lastError = '' }: CutOff): string {
  return describeInterruptedAttempt({ problem, changes, lastOutput, lastError });
}

/**
 * The agent failed, or its work is not what is owed. Without checks, the same problem on the same tree is the
 * sign of going round in circles.
 */
export function sentBackEnding(
  attempt: Ended,
  tree: string,
  because: {
    readonly outcome: 'failed' | 'rejected';
    readonly problem: string;
    /** What the role owed and did not leave, one sentence each. */
    readonly missing?: readonly string[];
  },
): AttemptEnding {
  const { outcome, problem, missing = [] } = because;
  const carryForward = failureText(attempt, problem, { artifactProblems: missing });
  return ending(outcome, problem, { carryForward, failureSignature: `${tree}:${problem}` });
}

/** The work stands against what has landed meanwhile. */
export function conflictEnding(attempt: Ended, files: readonly string[]): AttemptEnding {
  const problem = `The work conflicts with the epic in ${pathWords(files)}.`;
  const carryForward = failureText(
    attempt,
    `${problem} You start again from the epic's tip, which has the other change.`,
    { conflictFiles: files },
  );
  return ending('conflict', problem, { carryForward, conflicts: files });
}

/** Another try of an agent would not make such a check come to an end. */
const hopeless: ReadonlySet<Verdict> = new Set(['could_not_run', 'timeout']);

/**
 * The checks of the tree that would land did not pass. One that cannot run, or never ends, will not do better
 * for another attempt of an agent.
 */
export function checksEnding(
  attempt: Ended,
  tree: string,
  evidence: readonly Evidence[],
): AttemptEnding {
  const failed = evidence.find((one) => one.verdict !== 'passed');
  const problem =
    failed === undefined
      ? 'There is no verification command: set commands.test, or verify in the task.'
      : `Verification failed: "${failed.command}" ${describeVerdict(failed)}.`;
  const isHopeless = failed === undefined || hopeless.has(failed.verdict);
  return ending(isHopeless ? 'blocked' : 'failed', problem, {
    carryForward: failureText(attempt, problem, { evidence }),
    failureSignature: failureSignature(tree, evidence),
  });
}

function describeVerdict(evidence: Evidence): string {
  if (evidence.verdict === 'timeout') {
    return `did not end within ${Math.round(evidence.durationMs / 1000)} s (timeout)`;
  }
  if (evidence.verdict === 'could_not_run') {
    return `could not be run (${unrunReason(evidence) ?? 'not found'})`;
  }
  if (evidence.verdict === 'nothing_collected') return 'ran no test (nothing collected)';
  if (evidence.verdict === 'flaky') return 'passed and failed on the same tree (flaky)';
  return `ended with exit code ${evidence.exitCode ?? 'none'}`;
}

/** What the app noted in the output of a check that could not be run. */
function unrunReason({ outputTail }: Pick<Evidence, 'outputTail'>): string | null {
  const note = /^\[((?:there is no program|the dependencies could not be) [^\n]*)\]$/m.exec(
    outputTail,
  );
  return note?.[1] ?? null;
}

function failureText(
  { number, changes }: Ended,
  problem: string,
  details: Partial<Parameters<typeof describeFailedAttempt>[0]>,
): string {
  return describeFailedAttempt({
    attemptNumber: number,
    problem,
    evidence: [],
    changes,
    conflictFiles: [],
    artifactProblems: [],
    ...details,
  });
}
