import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { carriedFilesProblem } from '#shared/core/paths/carried-files.ts';
import { criticalPath } from '#shared/core/graph/critical-path.ts';
import { planBatches } from '#shared/core/runs/planned-batches.ts';
import { prerequisitesOf } from '#shared/core/runs/readiness.ts';
import { describeGraphProblem } from '#shared/core/graph/graph-problem.ts';
import { estimateRun, representativeHistory } from '#shared/core/runs/run-estimate.ts';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { TaskGraph } from '#shared/core/graph/task-graph.ts';
import { unavailableChoice } from '#shared/core/project-config/setting-texts.ts';
import type { Preflight } from '#shared/contract/runs.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { RunScope, RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { tipWarnings } from '#main/landing/foreign-tip.ts';
import { baselineCommands, knownBaselines, takeBaselines } from '#main/landing/baseline.ts';
import { shownBaseline } from '#main/landing/shown-baseline.ts';
import { missingFilters } from '#main/landing/filter-programs.ts';
import { branchConflicts, checkRepository, gitVersion } from '#main/landing/repository-checks.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { networkOff } from '#main/verify/network-off.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import { leadsBackProblems } from '#main/landing/leads-back-problems.ts';
import { findAgents, scriptProblems } from './find-agents.ts';
import { nothingToStart, runSkips } from './run-skips.ts';
import type { RunSkips } from './run-skips.ts';
import { selectTasks } from './select-tasks.ts';

/** Free space below which a run does not start. */
export const neededBytes = 512 * 1024 * 1024;

/** What a run would do and what stands in its way, with what only a terminal shows. */
export interface HostPreflight extends Preflight {
  readonly gitVersion: string | null;
  readonly freeBytes: number;
}

/** What stands in the way of running some tasks, and what they would be run with. */
export interface TaskCheck extends Pick<Preflight, 'problems' | 'warnings' | 'agents'> {
  /** The tasks in order; null when they have none. */
  readonly graph: TaskGraph | null;
}

/**
 * Looks at what depends on the tasks themselves: settings, branches, checks, agents and dependencies.
 * @param within tasks that count as chosen too when the order is looked at
 */
export async function checkTasks(
  parts: HostParts,
  tasks: readonly Task[],
  settings: RunSettings,
  within: readonly Task[] = [],
): Promise<TaskCheck> {
  const problems: Failure[] = [];
  const untrusted = await parts.trustGate.problemOf(tasks, epicsOf(parts, tasks));
  if (untrusted !== null) {
    // What else may be wrong is not known before: the config does not apply yet.
    problems.push(untrusted);
    const graph = graphOf(parts, [...tasks, ...within], settings.tddEnabled, problems);
    return { problems, warnings: [], agents: [], graph };
  }
  problems.push(...settingProblems(parts, settings, tasks));
  const ids = tasks.map(({ id }) => id);
  const repository = await checkRepository(parts.landing, epicsOf(parts, tasks), ids);
  problems.push(...repository.problems, ...verificationProblems(parts, tasks));
  problems.push(
    ...(await missingFilters({ git: parts.landing.git, environment: parts.environment })),
  );
  problems.push(...(await leadsBackProblems(parts.landing, parts.environment)));
  const agents = await findAgents(parts, tasks);
  problems.push(...agents.flatMap(({ problem }) => problem ?? []), ...scriptProblems(parts, tasks));
  const graph = graphOf(parts, [...tasks, ...within], settings.tddEnabled, problems);
  const tips = await tipWarnings(
    parts.landing,
    tasks.map(({ epicId }) => epicId),
  );
  return { problems, warnings: [...repository.warnings, ...tips], agents, graph };
}

/**
 * Looks at everything a run of `scope` needs. What the checks say of the commits that its epics stand on is shown as far
 * as it is known; with `checksBaseline` it is found out.
 */
export async function preflight(
  parts: HostParts,
  scope: RunScope,
  settings: RunSettings,
  checksBaseline = false,
): Promise<HostPreflight> {
  const problems: Failure[] = [];
  const selected = selectTasks(parts, scope);
  const tasks = selected.ok ? selected.value : [];
  if (!selected.ok) problems.push(selected.error);
  const version = await gitVersion(parts.landing);
  if (!version.ok) problems.push(version.error);
  const free = await freeBytes(parts.paths.worktrees);
  problems.push(...spaceProblems(free, parts));
  const checked = await checkTasks(parts, tasks, settings);
  const { problems: taskProblems, agents, graph } = checked;
  problems.push(...taskProblems);
  const skips = runSkips(parts, graph, tasks, settings.tddEnabled);
  const nothing = nothingToStart(skips, tasks);
  if (nothing !== null) problems.push(nothing);
  const going = withoutSkipped(parts, graph, tasks, settings, skips);
  const isClear = problems.length === 0;
  const baseline = isClear ? await lookAtBaselines(parts, tasks, checksBaseline) : [];
  const history = representativeHistory(parts.store.all('telemetry'), parts.store.all('attempts'));
  return {
    problems,
    warnings: [...lockWarnings(parts), ...(await networkWarnings(parts)), ...checked.warnings],
    taskIds: graph?.order ?? [],
    ...skips,
    batches: graph === null ? [] : batchesOf(parts, graph, tasks, settings),
    layers: going?.layers ?? [],
    criticalPath: going === null ? [] : criticalPath(going, () => 1).ids,
    estimate: estimateRun(going, settings.maxParallelTasks, history),
    gitVersion: version.ok ? version.value : null,
    freeBytes: free,
    agents,
    checks: workspaceChecks(parts, tasks),
    epics: epicsOf(parts, tasks).map(({ id, branch, baseBranch }) => ({ id, branch, baseBranch })),
    baseline,
    conflicts: await branchConflicts(parts.landing),
  };
}

/** What the checks say of the commits that the tasks' epics stand on. */
async function lookAtBaselines(
  parts: HostParts,
  tasks: readonly Task[],
  finds: boolean,
): Promise<Preflight['baseline']> {
  const commands = baselineCommands(parts, tasks);
  const epics = epicsOf(parts, tasks);
  if (finds) await takeBaselines(parts.landing, epics, commands);
  const known = await knownBaselines(parts.landing, epics, commands);
  return known.map(({ epicId, commit, evidence }) => ({
    epicId,
    commit,
    ...shownBaseline(evidence),
  }));
}

/** The checks that tasks without any of their own are checked with; none where each has its own. */
function workspaceChecks({ config }: HostParts, tasks: readonly Task[]): readonly string[] {
  const isCounted = tasks.some(({ verify }) => verify.every((command) => command.trim() === ''));
  return isCounted ? verificationCommands({ verify: [] }, config.commands) : [];
}

function epicsOf({ store }: Pick<HostParts, 'store'>, tasks: readonly Task[]): readonly Epic[] {
  const ids = new Set(tasks.map(({ epicId }) => epicId));
  return [...ids].flatMap((id) => store.get('epics', id) ?? []);
}

function settingProblems(
  parts: HostParts,
  settings: RunSettings,
  tasks: readonly Task[],
): readonly Failure[] {
  const problems: Failure[] = [];
  const carried = carriedFilesProblem(parts.config.worktree);
  if (carried !== null) problems.push(carried);
  const unavailable = [
    unavailableChoice(['workflow', 'mode'], settings.mode),
    unavailableChoice(['workflow', 'review'], settings.review),
  ].filter((words) => words !== null);
  if (unavailable.length > 0) {
    problems.push(
      failure(
        'setting-not-available',
        `This version cannot run with ${unavailable.join(' and ')}.`,
        'Use mode: parallel and review: epic in .switchyard/project.yaml.',
      ),
    );
  }
  const beyond = tasks.filter(
    (task) => task.labels.includes('skip_worktree') || task.repositories.length > 1,
  );
  if (beyond.length > 0) {
    problems.push(
      failure(
        'task-not-supported',
        `This version cannot run ${beyond.map((task) => task.id).join(', ')}: no label skip_worktree, and one repository per task.`,
        'Remove the label, or split the task.',
      ),
    );
  }
  return problems;
}

function spaceProblems(free: number, parts: HostParts): readonly Failure[] {
  if (free >= neededBytes) return [];
  const megabytes = Math.floor(free / 1024 / 1024);
  return [
    failure(
      'disk-nearly-full',
      `Only ${megabytes} MB are free where the worktrees go (${parts.paths.worktrees}).`,
      'Free some space, or set git.worktrees_dir to another disk.',
    ),
  ];
}

function lockWarnings(parts: HostParts): readonly Failure[] {
  const lock = join(parts.repository.commonDirectory, 'index.lock');
  if (!existsSync(lock)) return [];
  return [
    failure(
      'index-locked',
      `Your checkout's index is locked (${lock}).`,
      'If no git command runs there, delete that file; the run itself does not need it.',
    ),
  ];
}

/** What this system cannot do is said before a run rather than left out in silence. */
async function networkWarnings({ config }: HostParts): Promise<readonly Failure[]> {
  if (config.verify.network === 'on' || (await networkOff()) !== null) return [];
  return [
    failure(
      'network-stays-on',
      'verify.network is off, but this system has no way to take the network from a check.',
      'Install bubblewrap (bwrap), or allow unprivileged user namespaces; until then checks reach the network, and their evidence says so.',
    ),
  ];
}

/** A task without a single check could never be closed: done is a fact. */
function verificationProblems(parts: HostParts, tasks: readonly Task[]): readonly Failure[] {
  const bare = tasks.filter(
    (task) => verificationCommands(task, parts.config.commands).length === 0,
  );
  if (bare.length === 0) return defaultCheckProblems(parts, tasks);
  return [
    failure(
      'no-verification',
      `Nothing would check ${bare.map((task) => task.id).join(', ')}.`,
      'Set commands.test in .switchyard/project.yaml, or verify in the tasks.',
    ),
  ];
}

/**
 * The default check is for packages of npm: where nobody has chosen it and there is none, each attempt
 * would be paid for and then fail. Whoever names it in the config may have a task make the package.
 */
function defaultCheckProblems(
  { config, configExists, repository }: HostParts,
  tasks: readonly Task[],
): readonly Failure[] {
  if (configExists || existsSync(join(repository.root, 'package.json'))) return [];
  const without = tasks.filter((task) => task.verify.every((command) => command.trim() === ''));
  if (without.length === 0) return [];
  return [
    failure(
      'default-check-useless',
      `${config.commands.test} would check ${without.map((task) => task.id).join(', ')}, but there is no package.json here.`,
      'Name the command that tests this project in Settings (commands.test in .switchyard/project.yaml), or give the tasks checks of their own.',
    ),
  ];
}

/** Under TDD a test task comes before what it tests, like any dependency. */
function graphOf(
  parts: HostParts,
  tasks: readonly Task[],
  tddEnabled: boolean,
  problems: Failure[],
): TaskGraph | null {
  const nodes = tasks.map((task) => ({ ...task, dependencies: prerequisitesOf(task, tddEnabled) }));
  const built = buildTaskGraph(nodes, (id) => parts.store.get('tasks', id) !== null);
  if (built.ok) return built.value;
  problems.push(...built.error.map(describeGraphProblem));
  return null;
}

/** The order of what would really run. */
function withoutSkipped(
  parts: HostParts,
  graph: TaskGraph | null,
  tasks: readonly Task[],
  { tddEnabled }: RunSettings,
  { skips }: RunSkips,
): TaskGraph | null {
  if (graph === null || skips.length === 0) return graph;
  const skipped = new Set(skips.map(({ taskId }) => taskId));
  const going = tasks.filter(({ id }) => !skipped.has(id));
  return going.length === 0 ? null : graphOf(parts, going, tddEnabled, []);
}

/** Tasks that wait for what is neither chosen nor closed are in no batch: the run will skip them. */
function batchesOf(
  parts: HostParts,
  graph: TaskGraph,
  tasks: readonly Task[],
  { tddEnabled, maxParallelTasks }: RunSettings,
): readonly (readonly string[])[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return planBatches(
    graph.order.flatMap((id) => byId.get(id) ?? []),
    {
      tddEnabled,
      maxParallelTasks,
      isClosedOutside: (id) => parts.store.get('tasks', id)?.status === 'closed',
    },
  );
}
