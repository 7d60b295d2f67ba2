import type { ChangedFiles } from '#shared/model/attempt.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { looksTemporary } from '#shared/core/paths/temporary-names.ts';
import { assertNever } from '#shared/lib/assert-never.ts';

/** Most characters that a description of one earlier attempt may have. */
export const carryForwardLimit = 6_000;
const problemLimit = 800;
const listLimit = 900;
const longestOutput = 4_000;

type CheckOutcome = Pick<Evidence, 'command' | 'exitCode' | 'verdict' | 'outputTail'>;

/** What is known of an attempt whose work was not taken. */
export interface FailedAttempt {
  readonly attemptNumber: number;
  /** Why it was not taken, in one sentence. */
  readonly problem: string;
  /** The checks that were run; those that passed are left out of the text. */
  readonly evidence: readonly CheckOutcome[];
  readonly changes: ChangedFiles | null;
  /** Files that could not be merged into the epic. */
  readonly conflictFiles: readonly string[];
  /** What the role owed and did not leave (SPEC section 5.6), one sentence each. */
  readonly artifactProblems: readonly string[];
}

/** What is known of an attempt that was cut off and whose worktree is used again. */
export interface InterruptedAttempt {
  readonly problem: string;
  readonly changes: ChangedFiles | null;
  /** The end of what the agent printed, escapes stripped and secrets masked. */
  readonly lastOutput: string;
  /** The last error that is known, or empty. */
  readonly lastError: string;
}

function keepStart(text: string, limit: number): string {
  const trimmed = text.trim();
  return trimmed.length <= limit ? trimmed : `${trimmed.slice(0, limit - 1).toWellFormed()}…`;
}

/** Keeps the end, where tools print what went wrong. */
function keepEnd(text: string, limit: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= limit) return trimmed;
  return limit < 2 ? '' : `…${trimmed.slice(1 - limit).toWellFormed()}`;
}

/** A fenced block that the text itself cannot close; runs of ten backticks and more are cut to nine. */
function fenced(text: string): string {
  const shown = text.replaceAll(/`{10,}/g, '`'.repeat(9));
  let longestRun = 2;
  for (const [run] of shown.matchAll(/`{3,}/g)) longestRun = Math.max(longestRun, run.length);
  const fence = '`'.repeat(longestRun + 1);
  return `${fence}text\n${shown}\n${fence}`;
}

/** A bullet list that stays within `listLimit` and says how many entries it left out. */
function bulletList(entries: readonly string[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const entry of entries) {
    const line = `- ${keepStart(entry.replaceAll(/\s+/g, ' '), 300)}`;
    if (length + line.length > listLimit) break;
    lines.push(line);
    length += line.length + 1;
  }
  const left = entries.length - lines.length;
  return left === 0 ? lines.join('\n') : [...lines, `- … and ${left} more`].join('\n');
}

function fileLines(changes: ChangedFiles | null): readonly string[] {
  if (changes === null) return [];
  return [
    ...changes.modified.map((file) => `${file} (modified)`),
    ...changes.created.map((file) => `${file} (created)`),
    ...changes.deleted.map((file) => `${file} (deleted)`),
  ];
}

function section(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${title}\n${bulletList(entries)}`];
}

function describeVerdict(check: CheckOutcome): string {
  switch (check.verdict) {
    case 'passed':
      return 'passed';
    case 'failed':
      return check.exitCode === null ? 'failed' : `failed with exit code ${check.exitCode}`;
    case 'timeout':
      return 'did not end in the time it has';
    case 'could_not_run':
      return 'could not be found or started';
    case 'nothing_collected':
      return 'ran no test';
    case 'flaky':
      return 'passed and failed on the same tree';
    case 'interrupted':
      return 'was interrupted';
    default:
      return assertNever(check.verdict, 'verdict');
  }
}

/** The failing checks with the ends of their outputs, sharing `budget` characters evenly. */
function describeChecks(checks: readonly CheckOutcome[], budget: number): readonly string[] {
  // The fences, the blank line between blocks and the ellipses take part of each share.
  const share = Math.floor(budget / Math.max(1, checks.length)) - 100;
  return checks.map((check) => {
    const head = `\`${keepStart(check.command, 200)}\` ${describeVerdict(check)}`;
    const output = keepEnd(check.outputTail, Math.min(longestOutput, share - head.length));
    // What is left of a long output may be too little to say anything; a short one is all there is.
    const useless = output.length < Math.min(40, check.outputTail.trim().length);
    return output === '' || useless ? `${head}.` : `${head}; its output ends:\n${fenced(output)}`;
  });
}

/**
 * The text about a failed attempt for the next attempt of its task: the reason, what was missing, what
 * conflicted, what had been changed, and the ends of the failing checks' outputs. At most
 * {@link carryForwardLimit} characters (SPEC sections 5.2, 6.3 and 7.5).
 */
export function describeFailedAttempt(attempt: FailedAttempt): string {
  const failing = attempt.evidence.filter((check) => check.verdict !== 'passed').slice(0, 5);
  const parts = [
    `Attempt ${attempt.attemptNumber} was not accepted: ${keepStart(attempt.problem, problemLimit)}`,
    ...section('What was missing:', attempt.artifactProblems),
    ...section(
      'These files conflicted with work merged meanwhile; start from how they are now:',
      attempt.conflictFiles,
    ),
    ...section('It had changed:', fileLines(attempt.changes)),
  ];
  const budget = carryForwardLimit - parts.join('\n\n').length;
  return keepStart([...parts, ...describeChecks(failing, budget)].join('\n\n'), carryForwardLimit);
}

/**
 * The resume section for an attempt that continues in the worktree of an interrupted one: what was
 * done, what is left, the last error (SPEC section 3, restart). At most {@link carryForwardLimit}
 * characters.
 */
export function describeInterruptedAttempt(attempt: InterruptedAttempt): string {
  const files = fileLines(attempt.changes);
  const done =
    files.length === 0
      ? 'Done so far: no file was changed.'
      : `Done so far, all of it still in the worktree:\n${bulletList(files)}`;
  const parts = [
    `An earlier attempt was interrupted: ${keepStart(attempt.problem, problemLimit)}`,
    done,
    'Left to do: whatever the task asks for that these files do not yet have. Read them first, keep what is right, and check half-finished edits.',
    ...section(
      'These may be left of tools that were cut off with it; remove what is no part of the work:',
      (attempt.changes?.created ?? []).filter(looksTemporary),
    ),
    ...(attempt.lastError.trim() === ''
      ? []
      : [`The last error:\n${fenced(keepEnd(attempt.lastError, 1_000))}`]),
  ];
  const budget = carryForwardLimit - parts.join('\n\n').length - 140;
  const output = keepEnd(attempt.lastOutput, Math.min(2_000, budget));
  return keepStart(
    (output === '' ? parts : [...parts, `The last it printed:\n${fenced(output)}`]).join('\n\n'),
    carryForwardLimit,
  );
}
