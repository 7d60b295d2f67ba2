import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Run, Skip } from '#shared/model/run.ts';
import { agentLabel, closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';

/** How the chosen tasks of a run stand. */
export interface Tally {
  readonly completed: number;
  /** Those of the completed that were closed by hand. */
  readonly byHand: number;
  readonly skipped: number;
  readonly blocked: number;
  readonly total: number;
}

/** Counts the chosen tasks of a run by how they stand now: each once, also one that was skipped before. */
export function tallyOf(
  run: Pick<Run, 'skipped' | 'taskIds'>,
  tasks: readonly (Pick<Task, 'id' | 'status'> & Partial<Task>)[],
): Tally {
  const having = (status: Task['status']): readonly string[] =>
    tasks.filter((task) => task.status === status).map(({ id }) => id);
  const [closed, blocked] = [having('closed'), having('blocked')];
  const ended = new Set([...closed, ...blocked]);
  return {
    completed: closed.length,
    byHand: tasks.filter((task) => closedByHandOf(task) !== null).length,
    skipped: run.skipped.filter(({ taskId }) => !ended.has(taskId)).length,
    blocked: blocked.length,
    total: run.taskIds.length,
  };
}

/** `Running task 2/5: AUTH-42: Add caching layer`, the line of progress (SPEC section 3). */
export function progressLine(run: Pick<Run, 'taskIds'>, task: Pick<Task, 'id' | 'title'>): string {
  const position = run.taskIds.indexOf(task.id) + 1;
  return `Running task ${position}/${run.taskIds.length}: ${task.id}: ${task.title}`;
}

/** The tally in words: `Finished: 4/5 completed, 1 skipped`. */
export function tallyLine(tally: Tally): string {
  const byHand = tally.byHand > 0 ? ` (${tally.byHand} by hand)` : '';
  const parts = [`${tally.completed}/${tally.total} completed${byHand}`];
  if (tally.skipped > 0) parts.push(`${tally.skipped} skipped`);
  if (tally.blocked > 0) parts.push(`${tally.blocked} blocked`);
  return `Finished: ${parts.join(', ')}`;
}

/** Tasks that are named where several were skipped for one reason; more are counted. */
const namedTasks = 5;

/** Tasks that were skipped, those with the same reason in one sentence: `e.2, e.3 skipped: …`. */
export function skipLines(
  skips: readonly Skip[],
): readonly { readonly taskIds: readonly string[]; readonly text: string }[] {
  return [...Map.groupBy(skips, ({ reason }) => reason)].map(([reason, together]) => {
    const taskIds = together.map(({ taskId }) => taskId);
    const more = taskIds.length - namedTasks;
    const named = taskIds.slice(0, namedTasks).join(', ');
    const names = more > 0 ? `${named} and ${more} more` : named;
    return { taskIds, text: `${names} skipped: ${reason}` };
  });
}

/** What the completion summary is made of. */
export interface SummaryInput {
  readonly run: Run;
  readonly epics: readonly Epic[];
  /** The chosen tasks in planned order. */
  readonly tasks: readonly Task[];
  readonly attempts: readonly Attempt[];
  /** What a person has to know of the work that has landed, by task. */
  readonly marks?: Readonly<Record<string, readonly Mark[]>>;
}

/**
 * The completion summary in the standard form, or in the TDD form when the run was one (SPEC section
 * 3): what was completed, blocked and skipped, each with its reason.
 */
export function completionSummary(input: SummaryInput): string {
  const { run, epics, tasks } = input;
  const tdd = run.settings.tddEnabled;
  const lines = [tdd ? '## Execution Complete (TDD Mode)' : '## Execution Complete', ''];
  for (const epic of epics) lines.push(`Epic: ${epic.id} - ${epic.title}`);
  if (epics.length > 0) lines.push('');
  const closed = tasks.filter((task) => task.status === 'closed');
  if (tdd) {
    const isTest = (task: Task): boolean => task.labels.includes('agent:test');
    lines.push(...section('Test Phase (RED):', closed.filter(isTest), input));
    lines.push(
      ...section(
        'Implementation Phase (GREEN):',
        closed.filter((t) => !isTest(t)),
        input,
      ),
    );
  } else {
    lines.push(...section('Completed:', closed, input));
  }
  const blocked = tasks.filter((task) => task.status === 'blocked');
  lines.push(
    ...list(
      'Blocked:',
      blocked.map((task) => `⚠ ${task.id}: ${task.title} - ${task.blockedReason ?? ''}`),
    ),
  );
  lines.push(
    ...list(
      'Skipped:',
      run.skipped.map((skip) => `↷ ${skip.taskId}: ${skip.reason}`),
    ),
  );
  lines.push(closingLine(input));
  return lines.join('\n');
}

function section(title: string, tasks: readonly Task[], input: SummaryInput): readonly string[] {
  return list(
    title,
    tasks.flatMap((task) => {
      const count = input.attempts.filter((attempt) => attempt.taskId === task.id).length;
      const byHand = closedByHandOf(task);
      if (byHand !== null) {
        return [`☐ ${task.id}: ${task.title} - closed by hand, not verified: ${byHand.reason}`];
      }
      const note = count > 1 ? ` (${count} attempts)` : '';
      const marks = input.marks?.[task.id] ?? [];
      return [`✅ ${task.id}: ${task.title}${note}`, ...marks.map(({ text }) => `   ! ${text}`)];
    }),
  );
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function closingLine({ run, tasks }: SummaryInput): string {
  if (run.outcome === 'completed') {
    const isByHand = tasks.some((task) => closedByHandOf(task) !== null);
    const note = isByHand ? ' What was closed by hand was not verified.' : '';
    return `All tasks closed. Feature ready for review.${note}`;
  }
  const isAllClosed = tasks.every(({ status }) => status === 'closed');
  if (run.problem !== null) {
    return run.outcome === 'incomplete' && isAllClosed
      ? `All tasks closed, but: ${run.problem}`
      : `The run ended early: ${run.problem}`;
  }
  return tallyLine(tallyOf(run, tasks));
}

/** How one task of a batch ended, for the log. */
export interface BatchLine {
  readonly id: string;
  readonly title: string;
  readonly status: Task['status'];
  readonly closedByHand?: Task['closedByHand'];
}

/** The log entry of a finished batch: `## Batch 1 Complete`, verdicts, what it unblocked. */
export function batchEntry(
  number: number,
  done: readonly BatchLine[],
  newlyUnblocked: readonly Pick<Task, 'id' | 'title' | 'labels'>[],
): string {
  const lines = [`## Batch ${number} Complete`];
  for (const { id, title, status, closedByHand = null } of done) {
    const isClosed = status === 'closed';
    if (isClosed && closedByHand !== null) lines.push(`☐ ${id}: ${title} - closed by hand`);
    else
      lines.push(
        `${isClosed ? '✅' : '⚠'} ${id}: ${title} - ${isClosed ? 'PASS (closed)' : status}`,
      );
  }
  if (newlyUnblocked.length > 0) {
    lines.push('Newly unblocked:');
    for (const task of newlyUnblocked) {
      const agent = agentLabel(task);
      lines.push(`- ${task.id}: ${task.title}${agent === null ? '' : ` [agent:${agent}]`}`);
    }
  }
  return lines.join('\n');
}
