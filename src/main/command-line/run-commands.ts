import type { Command } from 'commander';
import {
  cancelRun,
  requestCancel,
  resumeRun,
  runSettings,
  startRun,
} from '#main/engine/runs/run-control.ts';
import type { DrivenRun, RunOverrides } from '#main/engine/runs/run-control.ts';
import { checkAgain } from '#main/engine/tasks/check-again.ts';
import { repairWorkspace } from '#main/engine/runs/repair.ts';
import type { Repairs } from '#main/engine/runs/repair.ts';
import { inspectRun, preflightReport, undoTask } from '#main/engine/runs/run-report.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { completionSummary } from '#shared/core/runs/run-summary.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { baselinePolicySchema } from '#shared/model/run.ts';
import type { RunScope } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { describePreflight, describeStatus } from './run-texts.ts';
import { RunDisplay } from './run-display.ts';
import { exitCodes } from './terminal-output.ts';
import { withTrust } from './trust-commands.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface RunOptions extends CommonOptions {
  readonly epic?: string;
  readonly all?: boolean;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
  readonly trust?: boolean;
  readonly parallel?: string;
  readonly schedule?: string;
  readonly tdd?: boolean;
  readonly baseline?: string;
}

/** `run`, `cancel`, `repair`, `status` and `undo`. */
export function registerRunCommands(program: Command, context: CommandContext): void {
  program
    .command('run [tasks...]')
    .description('run the named tasks, an epic, or all open tasks')
    .option('--epic <id>', 'run this epic')
    .option('--all', 'run all open tasks (also when nothing is named)')
    .option('--resume', 'go on with the interrupted run')
    .option('--trust', 'agree to what this repository can execute now, and remember it')
    .option('--dry-run', 'show what would happen, and start nothing')
    .option('--parallel <n>', 'tasks at a time')
    .option('--schedule <schedule>', 'continuous or batch')
    .option('--baseline <policy>', 'checks that fail already: stop, strict or known (stop)')
    .option('--tdd', 'gate tasks on their test tasks')
    .option('--json', 'print JSON')
    .action((tasks: readonly string[], options: RunOptions) =>
      inWorkspace(context, options, (workspace, printer) =>
        run(context, workspace, printer, tasks, options),
      ),
    );
  registerRunCompanions(program, context);
  registerCheck(program, context);
}

/** The commands that look at a run, end it, or take its work back. */
function registerRunCompanions(program: Command, context: CommandContext): void {
  program
    .command('cancel')
    .description('end the active run: running tasks finish, nothing new starts')
    .option('--now', 'end the running agents too; their work is kept')
    .option('--json', 'print JSON')
    .action((options: CommonOptions & { now?: boolean }) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const cancelled = await cancelRun(workspace, options.now ?? false);
        if (!cancelled.ok) return printer.fail([cancelled.error]);
        printer.result(cancelled.value, ({ id, status, problem }) =>
          [`Run ${id}: ${status}.`, ...(problem === null ? [] : [problem])].join('\n'),
        );
        return exitCodes.done;
      }),
    );
  program
    .command('repair')
    .description('make epic branches again that were deleted with what landed on them')
    .option('--json', 'print JSON')
    .action((options: CommonOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const repaired = await repairWorkspace(workspace);
        if (!repaired.ok) return printer.fail([repaired.error]);
        printer.result(repaired.value, describeRepairs);
        return exitCodes.done;
      }),
    );
  program
    .command('status')
    .description('show the active or last run')
    .option('--json', 'print JSON')
    .action((options: CommonOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const { state, digest } = workspace.trust;
        const status = { ...inspectRun(workspace), trust: { state, digest } };
        printer.result(status, describeStatus);
        return exitCodes.done;
      }),
    );
  program
    .command('undo <task>')
    .description("take a task's merge back and open it again; repeat to bring it back")
    .option('--earlier', 'take back the merge before the one that was taken back last')
    .option('--json', 'print JSON')
    .action((taskId: string, options: CommonOptions & { readonly earlier?: true }) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const direction = options.earlier === true ? 'take_back' : undefined;
        const undone = await undoTask(workspace, taskId, direction);
        if (!undone.ok) return printer.fail([undone.error]);
        printer.result(undone.value, describeUndo);
        return exitCodes.done;
      }),
    );
}

function registerCheck(program: Command, context: CommandContext): void {
  program
    .command('check <task>')
    .description('check what a task has merged once more, without kept build folders')
    .option('--json', 'print JSON')
    .action((taskId: string, options: CommonOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const checked = await checkAgain(workspace, taskId);
        if (!checked.ok) return printer.fail([checked.error]);
        printer.result(checked.value, (all) =>
          all
            .map(({ command, verdict }) => `${command}: ${verdict.replaceAll('_', ' ')}`)
            .join('\n'),
        );
        const passed = checked.value.every(({ verdict }) => verdict === 'passed');
        return passed ? exitCodes.done : exitCodes.incomplete;
      }),
    );
}

function describeRepairs({ branches }: Repairs): string {
  if (branches.length === 0) return 'Nothing had to be repaired.';
  return branches
    .map((branch) => `Made ${branch} again, with all that has landed on it.`)
    .join('\n');
}

function describeUndo({ kind, taskId, headAfter, evidenceIds }: Receipt): string {
  const commit = headAfter.slice(0, 10);
  if (kind !== 'revert') return `Brought ${taskId} back with ${commit}; it is closed again.`;
  const checked =
    evidenceIds.length > 0
      ? 'The branch is at a tree whose checks passed before.'
      : 'No check was run; the next merge into the branch is checked.';
  return `Took back ${taskId} with ${commit}; it is open again. Its work is kept.\n${checked}\nBring it back: switchyard undo ${taskId}`;
}

/** Two ways of saying what to run contradict each other. */
function scopeProblem(tasks: readonly string[], options: RunOptions): Failure | null {
  const ways = [
    ...(tasks.length > 0 ? ['tasks'] : []),
    ...(options.epic === undefined ? [] : ['--epic']),
    ...(options.all === true ? ['--all'] : []),
    ...(options.resume === true ? ['--resume'] : []),
  ];
  // An agreement is remembered, and a dry run leaves all as it is.
  if (options.dryRun === true && options.trust === true) {
    const problem = '--dry-run and --trust do not go together: a dry run changes nothing.';
    return failure('bad-option', problem, 'Look with `switchyard trust`, agree with `--agree`.');
  }
  if (ways.length < 2) return null;
  return failure('bad-option', `${ways.join(' and ')} do not go together.`, 'Name one of them.');
}

function scopeOf(tasks: readonly string[], options: RunOptions): RunScope {
  if (options.epic !== undefined) return { kind: 'epic', epicId: options.epic };
  const [only] = tasks;
  if (only === undefined) return { kind: 'all' };
  return tasks.length === 1
    ? { kind: 'single', taskId: only }
    : { kind: 'selected', taskIds: [...tasks] };
}

/** What the options change, or null when one of them makes no sense. */
function overridesOf(options: RunOptions): RunOverrides | null {
  const overrides: { -readonly [Key in keyof RunOverrides]: RunOverrides[Key] } = {};
  if (options.parallel !== undefined) {
    const number = Number(options.parallel);
    if (!Number.isInteger(number) || number < 1 || number > 64) return null;
    overrides.maxParallelTasks = number;
  }
  if (options.schedule !== undefined) {
    if (options.schedule !== 'continuous' && options.schedule !== 'batch') return null;
    overrides.schedule = options.schedule;
  }
  if (options.tdd === true) overrides.tddEnabled = true;
  if (options.baseline !== undefined) {
    const policy = baselinePolicySchema.safeParse(options.baseline);
    if (!policy.success) return null;
    overrides.baseline = policy.data;
  }
  return overrides;
}

async function run(
  context: CommandContext,
  opened: Workspace,
  printer: Printer,
  tasks: readonly string[],
  options: RunOptions,
): Promise<ExitCode> {
  const overrides = overridesOf(options);
  if (overrides === null) {
    return printer.fail([
      failure(
        'bad-option',
        'An option of run has a value it cannot have.',
        'Use --parallel 1 to 64, --schedule continuous or batch, --baseline stop, strict or known.',
      ),
    ]);
  }
  const contradiction = scopeProblem(tasks, options);
  if (contradiction !== null) return printer.fail([contradiction]);
  const trusted = await withTrust(context, opened, printer, {
    trust: options.trust === true,
    mayAsk: !printer.json && options.dryRun !== true,
  });
  if (!trusted.ok) return printer.fail([trusted.error]);
  const workspace = trusted.value;
  const scope = scopeOf(tasks, options);
  if (options.dryRun === true) {
    const settings = runSettings(workspace, overrides);
    const report = await preflightReport(workspace, scope, settings, true);
    printer.result(report, (shown) => describePreflight(shown, settings.schedule));
    const isRed = report.baseline.some(({ state }) => state === 'red');
    const mayStart = report.problems.length === 0 && !(isRed && settings.baseline === 'stop');
    return mayStart ? exitCodes.done : exitCodes.notStarted;
  }
  const hasPerson = context.ask !== undefined && !printer.json;
  if (options.resume === true) {
    const resumed = await resumeRun(workspace);
    if (!resumed.ok) return printer.fail([resumed.error]);
    resumed.value.session.hasPerson = hasPerson;
    return follow(workspace, printer, resumed.value);
  }
  const started = await startRun(workspace, scope, overrides, {
    report: (line) => printer.line(line),
  });
  if (!started.ok) return printer.fail(started.error);
  started.value.session.hasPerson = hasPerson;
  return follow(workspace, printer, started.value);
}

const leftAsItIs = failure(
  'run-left',
  'The run was left before it had come to rest.',
  'Go on with `switchyard run --resume`, or end it with `switchyard cancel`.',
);

/**
 * Shows a run to its end; Ctrl-C cancels it gracefully, a second one at once, and a third leaves it
 * without waiting for anything: it can be resumed.
 */
export async function follow(
  workspace: Workspace,
  printer: Printer,
  driven: DrivenRun,
): Promise<ExitCode> {
  const display = printer.json ? null : new RunDisplay(workspace, driven, printer);
  let interrupts = 0;
  const abandoned = Promise.withResolvers<null>();
  const onInterrupt = (): void => {
    interrupts += 1;
    if (interrupts > 2) {
      abandoned.resolve(null);
      return;
    }
    requestCancel(workspace, driven.run.id, interrupts > 1);
    display?.log(
      interrupts === 1
        ? 'Cancelling: running tasks finish. Press Ctrl-C again to stop them now.'
        : 'Stopping now; the work of the running agents is kept.',
    );
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    const rest = await Promise.race([driven.finished, abandoned.promise]);
    display?.finish();
    // Nothing is waited for, nor closed; what runs ends with this process.
    if (rest === null) process.exit(printer.fail([leftAsItIs], exitCodes.cancelled));
    const { run: ended, failure: problem } = rest;
    if (problem !== null) return printer.fail([problem], exitCodes.incomplete);
    const input = summaryInput(workspace, ended.id);
    printer.result(input, (shown) => `\n${completionSummary(shown)}`);
    if (ended.outcome === 'completed') return exitCodes.done;
    return ended.outcome === 'cancelled' ? exitCodes.cancelled : exitCodes.incomplete;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

function summaryInput(
  workspace: Workspace,
  runId: string,
): Parameters<typeof completionSummary>[0] {
  const { store } = workspace;
  const ended = store.get('runs', runId);
  if (ended === null) throw new Error(`There is no run ${runId}.`);
  const tasks = ended.taskIds.flatMap((id) => store.get('tasks', id) ?? []);
  const epicIds = [...new Set(tasks.map((task) => task.epicId))];
  return {
    run: ended,
    tasks,
    epics: epicIds.flatMap((id) => store.get('epics', id) ?? []),
    attempts: store.find('attempts', 'run_id', runId),
    marks: marksByTask(store, tasks),
  };
}

/** What a person has to know of the work of each task that has landed. */
function marksByTask(
  store: Workspace['store'],
  tasks: readonly Pick<Task, 'id'>[],
): Readonly<Record<string, readonly Mark[]>> {
  return Object.fromEntries(
    tasks.map(({ id }) => [id, store.find('receipts', 'task_id', id).at(-1)?.marks ?? []]),
  );
}
