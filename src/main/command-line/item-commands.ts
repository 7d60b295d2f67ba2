import { attemptViews } from '#shared/core/records/attempt-view.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Command } from 'commander';
import { closeByHand } from '#main/engine/tasks/close-task.ts';
import { verificationEvidence } from '#main/engine/tasks/task-details.ts';
import { reopenTask, unknownEpic } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { describeGraphProblem } from '#shared/core/graph/graph-problem.ts';
import { buildTaskGraph, compareTasks } from '#shared/core/graph/task-graph.ts';
import { describeChecks, describeProof } from '#shared/core/records/receipt-text.ts';
import { isReady } from '#shared/core/runs/readiness.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import { closedByHandOf, taskStatusSchema } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

/** `list`, `ready`, `show`, `reopen` and `close`. */
export function registerItemCommands(program: Command, context: CommandContext): void {
  program
    .command('list')
    .description('list epics and their tasks')
    .option('--epic <id>', 'only this epic')
    .option('--status <status>', 'only tasks in this status')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { epic?: string; status?: string }) =>
      inWorkspace(context, options, async (workspace, printer) =>
        list(workspace, printer, options),
      ),
    );
  program
    .command('ready')
    .description('list the tasks that could start now')
    .option('--epic <id>', 'only this epic')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { epic?: string }) =>
      inWorkspace(context, options, async (workspace, printer) =>
        ready(workspace, printer, options),
      ),
    );
  program
    .command('show <task>')
    .description('show a task with its attempts, evidence and receipts')
    .option('--json', 'print JSON')
    .action((taskId: string, options: CommonOptions) =>
      inWorkspace(context, options, async (workspace, printer) => show(workspace, printer, taskId)),
    );
  program
    .command('reopen <task>')
    .description('open a blocked or closed task for another run')
    .option('--json', 'print JSON')
    .action((taskId: string, options: CommonOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const reopened = await reopenTask(workspace, taskId);
        if (!reopened.ok) return printer.fail([reopened.error]);
        printer.result(reopened.value, () => `${taskId} is open again.`);
        return exitCodes.done;
      }),
    );
  registerClose(program, context);
}

interface CloseOptions extends CommonOptions {
  readonly reason?: string;
  readonly stop?: boolean;
}

function registerClose(program: Command, context: CommandContext): void {
  program
    .command('close <task>')
    .description('close a task by hand, without checks; it is never shown as verified')
    .option('--reason <text>', 'why it is closed; kept with the task (needed)')
    .option('--stop', 'stop its agent first, if one works on it; its work is kept')
    .option('--json', 'print JSON')
    .action((taskId: string, options: CloseOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const { reason = '', stop } = options;
        const closed = await closeByHand(workspace, taskId, { reason, stop });
        if (!closed.ok) return printer.fail([closed.error]);
        const { task, kept } = closed.value;
        printer.result({ ...task, kept }, () =>
          [`${taskId} is closed by hand: ${reason.trim()}`, ...(kept === null ? [] : [kept])].join(
            '\n',
          ),
        );
        return exitCodes.done;
      }),
    );
}

const statusMarks: Readonly<Record<Task['status'], string>> = {
  open: '○',
  in_progress: '▶',
  in_review: '◇',
  blocked: '⚠',
  closed: '✔',
};

/** What was closed by hand has a mark of its own: nothing was checked. */
const closedByHandMark = '☐';

function taskLine(task: Task): string {
  const waits = task.dependencies.length > 0 ? `  ← ${task.dependencies.join(', ')}` : '';
  const isByHand = closedByHandOf(task) !== null;
  const mark = isByHand ? closedByHandMark : statusMarks[task.status];
  return `  ${mark} ${task.id}  ${task.title}${waits}${isByHand ? '  (closed by hand)' : ''}`;
}

function list(
  workspace: Workspace,
  printer: Printer,
  options: { epic?: string; status?: string },
): ExitCode {
  const { store } = workspace;
  const problem = unknownEpic(workspace, options.epic) ?? badStatus(options.status);
  if (problem !== null) return printer.fail([problem]);
  const epics = store
    .all('epics')
    .filter((epic) => options.epic === undefined || epic.id === options.epic)
    .toSorted((a, b) => a.id.localeCompare(b.id));
  const tasks = epics.flatMap((epic) =>
    store
      .find('tasks', 'epic_id', epic.id)
      .filter((task) => options.status === undefined || task.status === options.status)
      .toSorted(compareTasks),
  );
  printer.result({ epics, tasks }, (shown) =>
    epics.length === 0
      ? 'No epics yet. Add one: switchyard add --epic-title "My first epic"'
      : shown.epics
          .map((epic) =>
            [
              `${epic.id}  ${epic.title}  (${epic.status})`,
              ...shown.tasks.filter((task) => task.epicId === epic.id).map(taskLine),
            ].join('\n'),
          )
          .join('\n\n'),
  );
  return exitCodes.done;
}

function badStatus(status: string | undefined): Failure | null {
  if (status === undefined || taskStatusSchema.safeParse(status).success) return null;
  const known = taskStatusSchema.options.join(', ');
  return failure('bad-status', `"${status}" is no status.`, `Use one of ${known}.`);
}

function ready(workspace: Workspace, printer: Printer, options: { epic?: string }): ExitCode {
  const { store, config } = workspace;
  const problem = unknownEpic(workspace, options.epic);
  if (problem !== null) return printer.fail([problem]);
  const all = store.all('tasks');
  const statuses = new Map(all.map((task) => [task.id, task.status]));
  const isClosed = (id: string): boolean => statuses.get(id) === 'closed';
  const isChosen = (task: Task): boolean =>
    options.epic === undefined || task.epicId === options.epic;
  const open = all.filter((task) => task.status === 'open' && isChosen(task));
  // What cannot start says why; it hides nothing that can, and what is closed needs nothing any more.
  const graph = buildTaskGraph(open, (id) => statuses.has(id));
  if (!graph.ok) printer.warn(graph.error.map(describeGraphProblem));
  const tasks = open
    .filter((task) => isReady(task, isClosed, config.workflow.tdd_enabled))
    .toSorted(compareTasks);
  printer.result(tasks, (shown) =>
    shown.length === 0 ? 'No task is ready.' : shown.map(taskLine).join('\n'),
  );
  return exitCodes.done;
}

function show(workspace: Workspace, printer: Printer, taskId: string): ExitCode {
  const { store } = workspace;
  const task = store.get('tasks', taskId);
  if (task === null) {
    return printer.fail([
      failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'),
    ]);
  }
  const attempts = attemptViews(
    store.find('attempts', 'task_id', taskId),
    store.find('landings', 'task_id', taskId),
  );
  const evidence = store.find('evidence', 'task_id', taskId);
  const receipts = store.find('receipts', 'task_id', taskId);
  const telemetry = store.find('telemetry', 'task_id', taskId);
  printer.result({ task, attempts, evidence, receipts, telemetry }, describeTask);
  return exitCodes.done;
}

interface TaskRecords {
  readonly task: Task;
  readonly attempts: readonly AttemptView[];
  readonly evidence: readonly Evidence[];
  readonly receipts: readonly Receipt[];
}

/** A task in words. All of its input comes clean from the printer. */
function describeTask({ task, attempts, evidence, receipts }: TaskRecords): string {
  return [
    `${task.id}  ${task.title}`,
    `Epic ${task.epicId} · ${task.status.replace('_', ' ')} · P${task.priority}`,
    ...(task.blockedReason === null ? [] : [`Blocked: ${task.blockedReason}`]),
    ...closedByHandLines(task),
    // Indented, so that none of its lines passes for one of ours.
    ...(task.description === '' ? [] : ['', task.description.replaceAll(/^/gm, '  ')]),
    ...section(
      'Acceptance criteria',
      task.acceptanceCriteria.map(({ text, checked }) => `[${checked ? 'x' : ' '}] ${text}`),
    ),
    ...section(
      'Attempts',
      attempts.flatMap((one) => [
        `#${one.number} ${one.agent} ${one.outcome ?? one.phase}${one.problem === null ? '' : ` - ${one.problem}`}`,
        ...(one.landing?.marks ?? []).map(({ text }) => `  ! ${text}`),
      ]),
    ),
    ...(evidence.length === 0 ? [] : ['', verificationEvidence(evidence)]),
    ...section(
      'Receipts',
      receipts.flatMap((one) => [
        `${one.kind} ${one.headBefore.slice(0, 10)} → ${one.headAfter.slice(0, 10)}: ${describeProof(one)} (${describeChecks(one)})`,
        ...one.marks.map(({ text }) => `  ! ${text}`),
      ]),
    ),
  ].join('\n');
}

function closedByHandLines(task: Task): readonly string[] {
  const byHand = closedByHandOf(task);
  if (byHand === null) return [];
  return [`Closed by hand, not verified (${momentWords(Date.parse(byHand.at))}): ${byHand.reason}`];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}
