import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { attemptViews } from '#shared/core/records/attempt-view.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { isoTime, systemClock } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { NotificationType } from '#shared/model/notification.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Run, RunScope } from '#shared/model/run.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import type { Telemetry } from '#shared/model/telemetry.ts';
import { runCommandLine } from '#main/command-line/program.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import { startRun } from '#main/engine/runs/run-control.ts';
import type { DrivenRun, RunOverrides } from '#main/engine/runs/run-control.ts';
import { addEpic, addTask, reopenTask } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import { commit } from '#main/store/ledger.ts';
import { listProcesses, startedWith } from '#main/system/process-table.ts';
import { makeHome } from './home.ts';
import { gitText } from './raw-git.ts';
import { starter } from './starter.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const commandFile = join(projectRoot, 'out/main/cli.js');

export interface TestWorkspaceOptions {
  /** Files of the first commit, beside a README and the config. */
  readonly files?: Readonly<Record<string, string>>;
  /** Keys of `.switchyard/project.yaml`, over those that let a script agent run anything. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
  /** The data folder is reached through a symbolic link. */
  readonly linkedData?: boolean;
  /** The person has no rule that trusts the test's folder: as for a repository that was just cloned. */
  readonly untrusted?: boolean;
  /** Name of the repository's folder. */
  readonly name?: string;
  /** Makes the repository at `root`, which is an empty folder; left out, a plain `git init` does. */
  readonly make?: (place: RepositoryPlace) => void;
  /** Where tasks may come from, in place of what comes with the app. */
  readonly sources?: SourceRegistry;
}

/** Where a repository is to be made, with git in any folder. */
export interface RepositoryPlace {
  readonly folder: string;
  readonly root: string;
  readonly git: (cwd: string, ...args: readonly string[]) => string;
}

/** What a test says about a task; the rest are defaults. */
export type TaskWish = Partial<Omit<TaskSpec, 'acceptanceCriteria'>> & {
  readonly criteria?: readonly string[];
};

/** How a command line ended and what it printed. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line under way. */
export interface RunningCommand {
  readonly finished: Promise<CommandResult>;
  /** What it has printed so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** A small real repository with a workspace on it; all of it is gone when the test ends. */
export interface TestWorkspace {
  /** Folder that holds the repository, the home and the data folder; for files of the test. */
  readonly folder: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workspace: Workspace;
  /** Adds a task to the epic `e`, which is made at the first one. */
  task(id: string, wish?: TaskWish): Task;
  /** Starts a run; a refusal fails the test. */
  start(scope?: RunScope, overrides?: RunOverrides): Promise<DrivenRun>;
  /** Runs to the end; a halt fails the test. */
  run(scope?: RunScope, overrides?: RunOverrides): Promise<Run>;
  get(taskId: string): Task;
  /** With what became of their work. */
  attempts(taskId: string): readonly AttemptView[];
  landings(taskId: string): readonly Landing[];
  evidence(taskId: string): readonly Evidence[];
  receipts(taskId: string): readonly Receipt[];
  telemetry(taskId: string): readonly Telemetry[];
  /** Texts of the inbox, oldest first. */
  notices(type?: NotificationType): readonly string[];
  /** Git in the repository; its output without the last line break. */
  git(...args: string[]): string;
  /** A file of a commit or branch; null when it has none of that name. */
  fileAt(revision: string, path: string): string | null;
  /** Subjects of the epic's commits, oldest first. */
  landed(epicId?: string): readonly string[];
  prompt(attempt: Pick<Attempt, 'id'>): string;
  /** Writes a file of the user's checkout. */
  write(path: string, text: string): void;
  remove(path: string): void;
  /** Renames a file below the test's folder. */
  rename(from: string, to: string): void;
  makeExecutable(path: string): void;
  /** Changes what a person writes of a task. */
  edit(taskId: string, changes: Partial<TaskSpec>): void;
  /** Opens a blocked or closed task again. */
  reopen(taskId: string): Promise<void>;
  /** A file beside the repository, for scripts to leave signs in. */
  sign(name: string): string;
  readSign(name: string): string;
  /** Starts the command line from source in the repository. */
  command(args: readonly string[], more?: CommandOptions): RunningCommand;
  /** The command line in this process; `cwd` and environment may come first. */
  words(...words: readonly (string | CommandOptions)[]): Promise<CommandResult>;
  /** The command line as a process of its own, run to its end. */
  cli(...args: string[]): Promise<CommandResult>;
  /** Opens the workspace once more, as another process would. */
  open(): Promise<Workspace>;
  /** Processes that were started from this workspace and still live. */
  processes(): Promise<readonly number[]>;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const baseConfig = {
  version: 1,
  commands: { test: 'true' },
  // Most tests are about what their tasks make: their checks cannot pass before, and they count how often one runs.
  verify: { baseline: false, flaky_retries: 0 },
  agents: {
    default: 'script',
    custom: { worker: { command: ['worker'], version: ['--version'], prompt: 'file' } },
  },
};

/** Makes a repository on `main` with one commit, a data folder, fake agents on PATH, and opens it. */
export async function testWorkspace(options: TestWorkspaceOptions = {}): Promise<TestWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-run-'));
  const root = join(folder, options.name ?? 'repository');
  if (options.linkedData === true) {
    mkdirSync(join(folder, 'real data'));
    symlinkSync(join(folder, 'real data'), join(folder, 'data'));
  }
  const opened: Workspace[] = [];
  onTestFinished(async () => {
    try {
      for (const workspace of opened) await workspace.close();
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  });
  const environment = {
    ...(await makeHome(folder, { trusted: options.untrusted !== true })),
    ...options.environment,
  };
  const gitIn = (cwd: string, ...args: readonly string[]): string =>
    gitText(args, { cwd, env: environment });
  const git = (...args: string[]): string => gitIn(root, ...args);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(root);
  if (options.make === undefined) git('init', '--quiet');
  else options.make({ folder, root, git: gitIn });
  const config = { ...baseConfig, ...options.config };
  write('.switchyard/project.yaml', `${JSON.stringify(config, null, 2)}\n`);
  const files = { 'README.md': '# Test\n', ...options.files };
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');

  const open = async (): Promise<Workspace> => {
    const given = { ...surroundings(environment, options.clock), sources: options.sources };
    const result = await openWorkspace(root, given);
    if (!result.ok) throw new Error(result.error.message);
    opened.push(result.value);
    return result.value;
  };
  const workspace = await open();
  return { folder, root, environment, workspace, git, write, open, ...tools() };

  function tools() {
    return {
      ...records(workspace),
      ...runs(workspace),
      ...commands(folder, root, environment),
      fileAt(revision: string, path: string): string | null {
        const listed = git('ls-tree', '--name-only', revision, '--', path);
        return listed === '' ? null : git('show', `${revision}:${path}`);
      },
      landed(epicId = 'e'): readonly string[] {
        const log = git('log', '--reverse', '--format=%s', `main..epic/${epicId}`);
        return log === '' ? [] : log.split('\n');
      },
      remove: (path: string) => rmSync(join(root, path), { recursive: true }),
      rename: (from: string, to: string) => renameSync(join(folder, from), join(folder, to)),
      makeExecutable: (path: string) => chmodSync(join(root, path), 0o755),
      sign: (name: string) => join(folder, name),
      readSign: (name: string) =>
        existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '',
    };
  }
}

/** What the engine is given in a test. */
export function surroundings(
  environment: Readonly<Record<string, string>>,
  clock: Clock = systemClock,
): Surroundings {
  return {
    environment,
    platform: process.platform,
    home: environment['HOME'] ?? '',
    resourcesFolder: join(projectRoot, 'resources'),
    starter,
    clock,
    ids: randomIdSource(),
    logger: silentLogger,
    tracer: silentTracer,
  };
}

function records(workspace: Workspace) {
  const { store } = workspace;
  return {
    task(id: string, { criteria = [], ...wish }: TaskWish = {}): Task {
      const epicId = wish.epicId ?? 'e';
      if (store.get('epics', epicId) === null) {
        const epic = { id: epicId, title: `Epic ${epicId}`, description: 'The goal.' };
        const added = addEpic(workspace, epic);
        if (!added.ok) throw new Error(added.error.message);
      }
      const added = addTask(workspace, {
        title: `Do ${id}`,
        script: `echo ${id} > ${id}.txt`,
        ...wish,
        id,
        epicId,
        acceptanceCriteria: criteria.map((text) => ({ text, checked: false })),
      });
      if (!added.ok) throw new Error(added.error.message);
      return added.value;
    },
    get(taskId: string): Task {
      const task = store.get('tasks', taskId);
      if (task === null) throw new Error(`There is no task ${taskId}.`);
      return task;
    },
    attempts: (taskId: string) =>
      attemptViews(
        store.find('attempts', 'task_id', taskId),
        store.find('landings', 'task_id', taskId),
      ),
    landings: (taskId: string) => store.find('landings', 'task_id', taskId),
    evidence: (taskId: string) => store.find('evidence', 'task_id', taskId),
    receipts: (taskId: string) => store.find('receipts', 'task_id', taskId),
    telemetry: (taskId: string) => store.find('telemetry', 'task_id', taskId),
    notices: (type?: NotificationType) =>
      store
        .all('notifications')
        .filter((one) => type === undefined || one.type === type)
        .map((one) => one.text),
    edit(taskId: string, changes: Partial<TaskSpec>): void {
      const command = { kind: 'edit', changes, at: isoTime(workspace.clock.now()) } as const;
      const written = commit(store, [{ to: 'tasks', id: taskId, command }]);
      if (!written.ok) throw new Error(written.error.message);
    },
    async reopen(taskId: string): Promise<void> {
      const reopened = await reopenTask(workspace, taskId);
      if (!reopened.ok) throw new Error(reopened.error.message);
    },
    prompt: (attempt: Pick<Attempt, 'id'>) =>
      readFileSync(join(workspace.paths.prompts, `${attempt.id}.md`), 'utf8'),
  };
}

function runs(workspace: Workspace) {
  const start = async (
    scope: RunScope = { kind: 'all' },
    overrides: RunOverrides = {},
  ): Promise<DrivenRun> => {
    const started = await startRun(workspace, scope, overrides);
    if (!started.ok) throw new Error(started.error.map((one) => one.message).join('\n'));
    return started.value;
  };
  return {
    start,
    async run(scope?: RunScope, overrides?: RunOverrides): Promise<Run> {
      const { finished } = await start(scope, overrides);
      const { run, failure } = await finished;
      if (failure !== null) throw new Error(failure.message);
      return run;
    },
  };
}

function commands(folder: string, root: string, environment: Readonly<Record<string, string>>) {
  const command = (args: readonly string[], more: CommandOptions = {}): RunningCommand => {
    const child = spawn(process.execPath, [commandFile, ...args], {
      cwd: more.cwd ?? root,
      env: { ...environment, ...more.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const { promise: finished, resolve, reject } = Promise.withResolvers<CommandResult>();
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    return { finished, output: () => stdout, kill: (signal) => child.kill(signal) };
  };
  return {
    command,
    words: async (...given: readonly (string | CommandOptions)[]): Promise<CommandResult> => {
      const more = given.find((one) => typeof one !== 'string') ?? {};
      const words = given.filter((one) => typeof one === 'string');
      const stdout = collector();
      const stderr = collector();
      const code = await runCommandLine(words, '0.0.0-test', {
        cwd: more.cwd ?? root,
        output: { stdout: stdout.stream, stderr: stderr.stream, isTerminal: false },
        surroundings: surroundings({ ...environment, ...more.environment }),
      });
      return { code, stdout: stdout.text(), stderr: stderr.text() };
    },
    cli: async (...args: string[]) => command(args).finished,
    async processes(): Promise<readonly number[]> {
      const found = await listProcesses();
      return found
        .filter((one) => !one.ended && startedWith(one.pid, 'SIGNS', folder))
        .map((one) => one.pid);
    },
  };
}

function collector() {
  const pieces: string[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece.toString());
      done();
    },
  });
  return { stream, text: () => pieces.join('') };
}

/** Waits until `look` gives something; what it waited for names the failure. */
export async function until<Value>(
  what: string,
  look: () => Value | null | undefined | false | Promise<Value | null | undefined | false>,
  limitMs = 20_000,
): Promise<Value> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await delay(10);
  }
}

/** Shell text that waits until a file is there; gives up after a while, and with that fails. */
export function waitFor(file: string): string {
  return `n=0; while [ ! -e "${file}" ]; do n=$((n+1)); [ $n -lt 1000 ] || exit 9; sleep 0.02; done`;
}
