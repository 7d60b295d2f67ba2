import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '#shared/core/testing/replay.ts';
import { systemClock } from '#shared/lib/clock.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Task } from '#shared/model/task.ts';
import { Store } from '#main/store/store.ts';
import { workspaceFolder } from '#main/workspace/data-folder.ts';
import { builtHost } from './build-host.ts';
import { gitText } from './raw-git.ts';
import { trustFolder } from './trust.ts';

/** A repository, its tasks and a data folder, below one temporary folder. */
export interface RecoveryCase {
  readonly folder: string;
  readonly repository: string;
  readonly data: string;
  readonly items: string;
}

/** How a host process ended. */
export interface HostEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function cleanEnvironment(data: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|VITEST|NODE_OPTIONS|NODE_TEST|SWITCHYARD_)/.test(name),
  );
  return { ...Object.fromEntries(kept), SWITCHYARD_HOME: data };
}

/** Runs raw git in a folder and returns what it prints. */
export function rawGit(folder: string, ...args: readonly string[]): string {
  return gitText(args, { cwd: folder }).trim();
}

/** Changes the shared file in one step: what `sed -i` is killed in leaves a file of its own in the work. */
const change = (script: string): string =>
  `sed '${script}' shared.txt > "$SWITCHYARD_REPORT.new" && mv "$SWITCHYARD_REPORT.new" shared.txt`;

const note = (name: string): string => `mkdir -p notes && printf '${name}\\n' > notes/${name}.txt`;

/**
 * Seven tasks: a diamond, two that change the same file in different places (one makes another executable, one makes
 * a link), one whose first attempt fails its check, one that leaves untracked folders, and one that waits for all.
 * Each script may run again over its own work.
 */
const tasks = [
  { n: 1, after: [], script: note('one') },
  {
    n: 2,
    after: [1],
    script: `${note('two')}\n${change('s/^top$/top two/')}\nchmod +x tool.sh`,
  },
  {
    n: 3,
    after: [1],
    script: `${note('three')}\n${change('s/^bottom$/bottom three/')}\nln -sf shared.txt link`,
  },
  { n: 4, after: [2, 3], script: `${note('four')}\nrm -f obsolete.txt` },
  {
    n: 5,
    after: [],
    script: `${note('five')}\n[ "$SWITCHYARD_ATTEMPT" -gt 1 ] || printf wrong > notes/five.txt`,
  },
  {
    n: 6,
    after: [],
    script: `sleep 0.05\n${note('six')}\nmkdir -p deep/er && printf x > deep/er/file`,
  },
  { n: 7, after: [4, 5, 6], script: note('seven') },
] as const;
const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

/** Number of tasks in the case. */
export const taskCount = tasks.length;

/** Makes the case with raw git; `parent` is a folder for it, by default the system's. */
export function makeRecoveryCase(parent: string = tmpdir()): RecoveryCase {
  const folder = mkdtempSync(join(parent, 'switchyard-recovery-'));
  const repository = join(folder, 'repository');
  mkdirSync(join(repository, '.switchyard'), { recursive: true });
  writeFileSync(join(repository, 'shared.txt'), 'top\na\nb\nc\nd\ne\nf\nbottom\n');
  writeFileSync(join(repository, 'obsolete.txt'), 'old\n');
  writeFileSync(join(repository, 'tool.sh'), '#!/bin/sh\n', { mode: 0o644 });
  writeFileSync(
    join(repository, '.switchyard/project.yaml'),
    'agents: { default: script }\ncommands: { test: "true" }\n',
  );
  rawGit(repository, 'init', '-q', '-b', 'main');
  rawGit(repository, 'config', 'user.name', 'Test');
  rawGit(repository, 'config', 'user.email', 'test@localhost');
  rawGit(repository, 'add', '-A');
  rawGit(repository, 'commit', '-q', '-m', 'start');
  const items = join(folder, 'items.json');
  writeFileSync(
    items,
    JSON.stringify({
      switchyard: 1,
      epics: [{ id: 'e', title: 'Seven notes' }],
      tasks: tasks.map(({ n, after, script }) => ({
        id: `e.${n}`,
        epic: 'e',
        title: `Note ${n}`,
        dependencies: after.map((id) => `e.${id}`),
        verify: [`grep -qx ${names[n - 1]} notes/${names[n - 1]}.txt`],
        script: `${script}\necho '{"s":"s","t":1}' > "$SWITCHYARD_REPORT"\n`,
      })),
    }),
  );
  return { folder, repository, data: join(folder, 'data'), items };
}

/** Makes another case that is as this one is now; no process of it may be alive. */
export async function copyRecoveryCase(original: RecoveryCase): Promise<RecoveryCase> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-recovery-'));
  cpSync(original.folder, folder, { recursive: true });
  const data = join(folder, 'data');
  const repository = join(folder, 'repository');
  const [name = ''] = readdirSync(join(data, 'workspaces'));
  const own = workspaceFolder(data, join(realpathSync(repository), '.git'));
  renameSync(join(data, 'workspaces', name), own);
  await trustFolder(data, folder);
  return { folder, repository, data, items: join(folder, 'items.json') };
}

/** Runs the host process to its end, however that comes; `before` is a program that runs it. */
export async function runHost(
  recovery: RecoveryCase,
  environment: NodeJS.ProcessEnv = {},
  before: readonly string[] = [],
): Promise<HostEnd> {
  // The person's rule is there before the first of its hosts; later ones find it.
  if (!existsSync(recovery.data)) await trustFolder(recovery.data, recovery.folder);
  const words = [...before, process.execPath, builtHost, recovery.repository, recovery.items];
  const [program = '', ...args] = words;
  const child = spawn(program, args, {
    env: { ...cleanEnvironment(recovery.data), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** What is there after a run, in a form that can be compared between runs. */
export interface Outcome {
  readonly tree: string;
  readonly receipts: readonly string[];
  readonly commits: readonly string[];
  /** What must not be there: each entry is a leftover. */
  readonly leftovers: readonly string[];
  readonly attemptsWithoutTelemetry: readonly string[];
  readonly telemetryPerAttempt: readonly number[];
  readonly statuses: readonly string[];
  readonly replayEqual: boolean;
  readonly checkout: string;
  readonly evidenceTrees: readonly string[];
}

function folderOf({ data }: RecoveryCase): string {
  const workspaces = join(data, 'workspaces');
  const [name = ''] = readdirSync(workspaces);
  return join(workspaces, name);
}

function withStore<Value>(recovery: RecoveryCase, read: (store: Store) => Value): Value {
  const folder = folderOf(recovery);
  const opened = Store.open(join(folder, 'switchyard.db'), join(folder, 'backups'), systemClock);
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return read(opened.value);
  } finally {
    opened.value.close();
  }
}

/** A task, and all landings of its work. */
export function readTask(
  recovery: RecoveryCase,
  taskId: string,
): { readonly task: Task; readonly landings: readonly Landing[] } {
  return withStore(recovery, (store) => {
    const task = store.get('tasks', taskId);
    if (task === null) throw new Error(`There is no task ${taskId}.`);
    return { task, landings: store.find('landings', 'task_id', taskId) };
  });
}

/** Reads the outcome with raw git and a second connection to the database. */
export function readOutcome(recovery: RecoveryCase): Outcome {
  const { repository } = recovery;
  const folder = folderOf(recovery);
  return withStore(recovery, (store) => {
    const receipts = store.all('receipts');
    const attempts = store.all('attempts');
    const telemetry = store.all('telemetry');
    const state = replay(store.log());
    const names = ['tasks', 'attempts', 'landings', 'runs'] as const;
    const replayed = names.flatMap((name) => [...state[name].values()]);
    const stored = names.flatMap((name) => [...store.all(name)]);
    const sorted = (documents: readonly { id: string }[]): string =>
      JSON.stringify(documents.toSorted((a, b) => a.id.localeCompare(b.id)));
    return {
      tree: rawGit(repository, 'rev-parse', 'epic/e^{tree}'),
      receipts: receipts.map((one) => `${one.kind} ${one.taskId}`).toSorted(),
      commits: rawGit(repository, 'log', '--format=%s', 'main..epic/e').split('\n').toSorted(),
      leftovers: [
        ...leftoverProcesses(recovery),
        ...rawGit(repository, 'for-each-ref', 'refs/switchyard/pins').split('\n'),
        ...readdirSync(join(folder, 'trees')).filter((name) => name.startsWith('w')),
        ...rawGit(repository, 'for-each-ref', 'refs/heads/agent').split('\n'),
        ...findFiles(recovery.folder, /\.lock$|^index-/),
        ...readdirSync(join(folder, 'worktrees')),
        ...readdirSync(join(folder, 'temporary')),
      ].filter((one) => one !== ''),
      attemptsWithoutTelemetry: attempts
        .filter((one) => one.phase === 'ended' && one.endedAt !== null && one.usage !== null)
        .filter((one) => !telemetry.some((record) => record.attemptId === one.id))
        .map((one) => one.id),
      telemetryPerAttempt: attempts.map(
        (one) => telemetry.filter((record) => record.attemptId === one.id).length,
      ),
      statuses: store.all('tasks').map((task) => task.status),
      replayEqual: sorted(replayed) === sorted(stored),
      checkout: `${rawGit(repository, 'symbolic-ref', 'HEAD')} ${rawGit(repository, 'status', '--porcelain')}`,
      evidenceTrees: receipts
        .filter(
          (one) => !one.evidenceIds.every((id) => store.get('evidence', id)?.tree === one.tree),
        )
        .map((one) => one.id),
    };
  });
}

/** Processes that were started for this case and are still there. */
function leftoverProcesses({ folder }: RecoveryCase): readonly string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`SWITCHYARD_HOME=${folder}/`);
      } catch {
        return false;
      }
    })
    .map((pid) => `process ${pid}: ${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}`);
}

function findFiles(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Removes the case. */
export function removeRecoveryCase({ folder }: RecoveryCase): void {
  rmSync(folder, { recursive: true, force: true });
}
