import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt, AttemptOutcome, ChangedFiles } from '#shared/model/attempt.ts';
import type { Evidence, Verdict } from '#shared/model/evidence.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { ClosedByHand, Task } from '#shared/model/task.ts';
import type { LandingOutcome } from '#shared/model/landing.ts';
import type { AttemptEvent } from './attempt-machine.ts';
import type { ChecksAnswer, LandingEvent } from './landing-machine.ts';
import type { RemovalEvent } from '#shared/core/edits/removal.ts';
import type { TaskEvent } from './task-machine.ts';

/** What happened, in a sentence for a person, and what there is to say beside it. */
export interface EventText {
  readonly text: string;
  readonly detail: string | null;
}

/** Paths that a detail names before it only counts. */
const pathsNamed = 20;

function say(text: string, detail: string | null = null): EventText {
  return { text, detail };
}

/** A line of a task's own life; null for what its attempts describe better. */
export function describeTaskEvent(event: TaskEvent | RemovalEvent<Task>): EventText | null {
  switch (event.kind) {
    case 'added':
      return say('Added.');
    case 'edited':
      return say(`Edited: ${Object.keys(event.changes).join(', ')}.`);
    case 'returned':
      return say('Put back among the open tasks.', event.reason);
    case 'closed':
      return say('Done: the checks passed and the work is merged.', event.summary || null);
    case 'closed_by_hand':
      return say(closedByHandText[event.by], event.reason);
    case 'blocked':
      return say('Blocked.', event.reason);
    case 'reopened':
      return say('Opened again.', event.reason);
    case 'reopening_undone':
      return say(`The reopening was taken back: ${event.before.status} as before.`);
    case 'deleted':
      return say('Deleted.');
    case 'restored':
      return say('Brought back, as it was before it was deleted.');
    case 'started':
    case 'code_changed':
    case 'review_began':
      return null;
    default:
      return assertNever(event, 'task event');
  }
}

const closedByHandText: Readonly<Record<ClosedByHand['by'], string>> = {
  person: 'Closed by hand, not checked.',
  file: 'Closed by hand in its file, not checked.',
  import: 'Closed when it was imported, not checked here.',
};

/** A line of an attempt; null for steps that say nothing to a person. */
export function describeAttemptEvent(
  { number, agent }: Pick<Attempt, 'number' | 'agent'>,
  event: AttemptEvent,
): EventText | null {
  const attempt = `Attempt ${number}`;
  switch (event.kind) {
    case 'created': {
      const how =
        event.attempt.resumes === null ? '' : ', going on with the work of an earlier attempt';
      return say(`${attempt} began: ${agent} as ${event.attempt.role}${how}.`);
    }
    case 'exited': {
      const { exitCode, report, usage, problem } = event.exit;
      const code = exitCode === null ? 'without an exit code' : `with exit code ${exitCode}`;
      const tokens = usage.tokens === null ? '' : `, ${usage.tokens} tokens (${usage.tokenSource})`;
      return say(
        `${attempt}: the agent ended ${code}${tokens}.`,
        problem ?? report.summary ?? (report.message || null),
      );
    }
    case 'stop_requested':
      return say(`${attempt} was stopped by a person.`, event.reason);
    case 'recorded':
      return describeWork(attempt, event.work.changes);
    case 'merge_intended':
      return say(`${attempt}: the checks passed on the result of the merge.`);
    case 'intent_withdrawn':
      return say(`${attempt}: the epic had moved, so its work is checked again.`);
    case 'ended': {
      const { outcome, problem } = event.ending;
      // The landing of its work says what becomes of that.
      if (outcome === 'merged' || outcome === 'delivered') return null;
      return say(`${attempt} ${endings[outcome]}.`, problem);
    }
    case 'worktree_assigned':
    case 'process_started':
      return null;
    default:
      return assertNever(event, 'attempt event');
  }
}

/** A line of a landing of new work, or of an undo (`attempt` null); null for steps that say nothing to a person. */
export function describeLandingEvent(
  attempt: Pick<Attempt, 'number'> | null,
  event: LandingEvent,
): EventText | null {
  const what = attempt === null ? 'The undo' : `Attempt ${attempt.number}`;
  switch (event.kind) {
    case 'gate_passed':
      return say(`${what}: ${event.by ?? 'Switchyard'} let its work pass.`);
    case 'wait_began':
      return say(`${what}: its merge waits.`, event.reason);
    case 'marked':
      return event.marks.length === 0
        ? null
        : say(`${what}: marked.`, event.marks.map(({ text }) => text).join('\n'));
    case 'answered':
      return say(`${what}: ${answers[event.answer]}.`);
    case 'went_on':
      return say(`${what}: its merge goes on.`);
    case 'stop_requested':
      return say(`${what} was stopped by a person.`, event.reason);
    case 'intended':
      return attempt === null
        ? null
        : say(`${what}: the checks passed on the result of the merge.`);
    case 'intent_withdrawn':
      return say(`${what}: the epic had moved, so its work is checked again.`);
    case 'ended': {
      const { outcome, problem } = event.ending;
      // Its receipt describes it.
      if (outcome === 'landed' || outcome === 'held') return null;
      return say(`${what} ${landingEndings[outcome]}.`, problem);
    }
    case 'created':
      return null;
    default:
      return assertNever(event, 'landing event');
  }
}

const answers: Readonly<Record<ChecksAnswer, string>> = {
  land: 'a person let it land with its flaky checks',
  send_back: 'a person sent it back for its flaky checks',
  repeat: 'a person had its checks run again',
};

const landingEndings: Readonly<Record<Exclude<LandingOutcome, 'landed' | 'held'>, string>> = {
  returned: 'failed',
  blocked: 'ended: it cannot go on by itself',
  conflict: 'conflicts with the epic',
  withdrawn: 'did not happen',
  interrupted: 'was interrupted, and its work is kept',
};

const endings: Readonly<Record<Exclude<AttemptOutcome, 'merged' | 'delivered'>, string>> = {
  failed: 'failed',
  blocked: 'ended: it cannot go on by itself',
  rejected: 'was rejected',
  conflict: 'conflicts with the epic',
  interrupted: 'was interrupted, and its work is kept',
  rate_limited: 'was refused by the provider of its agent for now',
};

function describeWork(attempt: string, changes: ChangedFiles): EventText {
  const paths = [
    ...changes.created.map((path) => `created ${path}`),
    ...changes.modified.map((path) => `modified ${path}`),
    ...changes.deleted.map((path) => `deleted ${path}`),
  ];
  if (paths.length === 0) return say(`${attempt} changed no file.`);
  const more = paths.length > pathsNamed ? [`and ${paths.length - pathsNamed} more`] : [];
  const files = paths.length === 1 ? '1 file' : `${paths.length} files`;
  return say(
    `${attempt}: its work was kept, ${files} changed.`,
    [...paths.slice(0, pathsNamed), ...more].join('\n'),
  );
}

/** A line for a check that was run. */
export function describeEvidence({ command, verdict, exitCode, durationMs }: Evidence): EventText {
  const seconds = (durationMs / 1000).toFixed(1);
  return say(`Check ${verdicts(exitCode)[verdict]} after ${seconds} s.`, command);
}

function verdicts(exitCode: number | null): Readonly<Record<Verdict, string>> {
  return {
    passed: 'passed',
    failed: `failed with exit code ${exitCode ?? 'none'}`,
    timeout: 'was ended by its time limit',
    could_not_run: 'could not be run',
    nothing_collected: 'ran no test',
    flaky: 'passed and failed on the same tree',
    interrupted: 'was interrupted',
  };
}

/** A line for a merge, or for taking one back. */
export function describeReceipt({ kind, headAfter, branchRef }: Receipt): EventText {
  const branch = branchRef.replace(/^refs\/heads\//, '');
  const commit = headAfter.slice(0, 12);
  switch (kind) {
    case 'merge':
      return say(`Merged into ${branch} as ${commit}.`);
    case 'revert':
      return say(`Its merge was taken back: ${branch} is at ${commit}.`);
    case 'restore':
      return say(`Its merge was brought back: ${branch} is at ${commit}.`);
    default:
      return assertNever(kind, 'receipt kind');
  }
}
