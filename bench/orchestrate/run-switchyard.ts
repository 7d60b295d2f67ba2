import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { formatFailure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { systemClock } from '#shared/lib/clock.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import { startRun } from '#main/engine/runs/run-control.ts';
import { storeItems } from '#main/engine/transfers/import-items.ts';
import { createStarter } from '#main/system/starting/create-starter.ts';
import { agreeToTrust } from '#main/engine/trust/trust.ts';
import { emptySpec } from '#shared/core/edits/new-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { Site } from './repository.ts';
import { epics } from './workload.ts';
import type { BenchTask, TaskTime, Workload } from './workload.ts';

/** What a run of Switchyard gave. */
export interface SwitchyardRun {
  readonly times: readonly TaskTime[];
  /** Git commands that were started from the first to the last measured task. */
  readonly gitCommands: number;
}

/** The input of a process of Switchyard's own; it answers with a {@link SwitchyardRun}. */
export interface SwitchyardJob {
  readonly site: Site;
  readonly repository: string;
  readonly workload: Workload;
}

/**
 * {@link runSwitchyard} in a process that does nothing else, as `switchyard run` is: what this bench
 * itself holds in memory would make every start of a program slower.
 */
export async function runSwitchyardApart(job: SwitchyardJob): Promise<SwitchyardRun> {
  const child = fork(join(import.meta.dirname, 'switchyard-process.ts'), {
    env: job.site.environment,
    serialization: 'advanced',
  });
  const answer = once(child, 'message');
  child.send(job);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The run of Switchyard ended with exit code ${code}`);
  const [run] = await answer;
  return run;
}

/**
 * Runs the workload with the real engine in this process: store, terminals, evidence, receipts. A task's
 * time goes from the making of its attempt to the commit that closes it being on disk.
 */
export async function runSwitchyard({
  site,
  repository,
  workload,
}: SwitchyardJob): Promise<SwitchyardRun> {
  const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources');
  let gitCommands = 0;
  let counting = false;
  const opened = unwrap(
    await openWorkspace(repository, {
      environment: { ...site.environment, SWITCHYARD_HOME: `${repository}-home` },
      platform: process.platform,
      home: site.environment['HOME'] ?? '',
      resourcesFolder,
      starter: createStarter(resourcesFolder, silentLogger),
      clock: systemClock,
      ids: randomIdSource(),
      logger: { ...silentLogger, warn: console.error, error: console.error },
      tracer: {
        reached(point) {
          if (!counting) return;
          if (/^git\..*\.before$/.test(point)) gitCommands += 1;
          // Asked of a git that is there already.
          if (point === 'git.resident.ask') gitCommands -= 1;
        },
      },
    }),
  );
  unwrap(await agreeToTrust(opened, null));
  const workspace = await opened.withFreshConfig();
  try {
    addItems(workspace, workload);
    const measured = new Set(workload.measured.map(({ id }) => id));
    const closedAt = new Map<string, number>();
    workspace.store.onCommit((entries) => {
      for (const entry of entries) {
        if (entry.collection !== 'tasks' || !measured.has(entry.id)) continue;
        counting = true;
        if (entry.event.kind === 'closed') closedAt.set(entry.id, Date.now());
      }
      if (closedAt.size === measured.size) counting = false;
    });
    await drive(workspace, workload.workers);
    checkRecords(workspace, workload);
    return { times: timesOf(workspace, workload, closedAt), gitCommands };
  } finally {
    await workspace.close();
  }
}

function addItems(workspace: Workspace, { warmUp, measured }: Workload): void {
  const epic = (id: string) =>
    ({ id, title: id, description: '', status: 'open', baseBranch: 'main' }) as const;
  const task = (epicId: string, { id, title, script, file }: BenchTask, ordinal: number) => ({
    ...emptySpec,
    id,
    epicId,
    title,
    script,
    ordinal,
    labels: ['agent:script'],
    verify: [`test -s ${file}`],
    dependencies: epicId === epics.measured ? warmUp.map((one) => one.id) : [],
    status: 'open' as const,
    implementationNotes: '',
    finalSummary: '',
  });
  const stored = unwrap(
    storeItems(workspace, {
      epics: [epic(epics.warmUp), epic(epics.measured)],
      tasks: [
        ...warmUp.map((one, index) => task(epics.warmUp, one, index)),
        ...measured.map((one, index) => task(epics.measured, one, index)),
      ],
      problems: [],
    }),
  );
  if (stored.problems.length > 0) throw new Error(stored.problems.map(formatFailure).join('\n'));
}

async function drive(workspace: Workspace, maxParallelTasks: number): Promise<void> {
  const started = await startRun(workspace, { kind: 'all' }, { maxParallelTasks });
  if (!started.ok) throw new Error(started.error.map(formatFailure).join('\n'));
  const { run, failure } = await started.value.finished;
  if (failure !== null) throw new Error(formatFailure(failure));
  if (run.outcome !== 'completed') throw new Error(`The run ended ${run.outcome}.`);
}

/** One attempt, one merge receipt, one telemetry record and passed evidence per task. */
function checkRecords({ store }: Workspace, { measured }: Workload): void {
  for (const { id } of measured) {
    const attempts = store.find('attempts', 'task_id', id);
    const receipts = store.find('receipts', 'task_id', id);
    const evidence = store.find('evidence', 'task_id', id);
    const complete =
      store.get('tasks', id)?.status === 'closed' &&
      attempts.length === 1 &&
      receipts.length === 1 &&
      receipts[0]?.tree === evidence.at(-1)?.tree &&
      evidence.at(-1)?.verdict === 'passed' &&
      store.find('telemetry', 'task_id', id).length === 1;
    if (!complete) throw new Error(`The records of ${id} are not complete.`);
  }
}

function timesOf(
  { store }: Workspace,
  { measured }: Workload,
  closedAt: ReadonlyMap<string, number>,
): readonly TaskTime[] {
  return measured.map(({ id: taskId }) => {
    const [attempt] = store.find('attempts', 'task_id', taskId);
    const endedAt = closedAt.get(taskId);
    if (attempt === undefined || endedAt === undefined) throw new Error(`${taskId} never ran.`);
    return { taskId, startedAt: Date.parse(attempt.createdAt), endedAt };
  });
}

function unwrap<Value>(result: Result<Value, Failure>): Value {
  if (result.ok) return result.value;
  throw new Error(formatFailure(result.error));
}
