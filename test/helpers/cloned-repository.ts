import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const project = join(import.meta.dirname, '..', '..');
const backlogTool = join(project, 'node_modules', '.bin', 'backlog');

/** How a command ended; `stdout` and `stderr` are what it printed. */
export interface CommandEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A clone of the repository that this file belongs to, in a temporary folder. */
export interface ClonedRepository {
  readonly root: string;
  /** The branch that is checked out in the clone. */
  readonly branch: string;
  /** Switchyard's data folder for everything started through {@link switchyard}. */
  readonly dataFolder: string;
  /** Runs git in the clone and resolves to what it printed; rejects when it fails. */
  git(...args: string[]): Promise<string>;
  /** Runs the real Backlog.md tool in the clone; rejects when it fails. */
  backlog(...args: string[]): Promise<string>;
  /** Runs Switchyard's built command line in the clone; a failure is a result too. */
  switchyard(...args: string[]): Promise<CommandEnd>;
  /** Reads a file of the clone. */
  read(file: string): Promise<string>;
  /** Writes a file of the clone, with the folders it stands in. */
  write(file: string, text: string): Promise<void>;
  /** The path, relative to the root, of the task file whose name starts with `id`. */
  taskFile(id: string): Promise<string>;
  /** Deletes the clone, the data folder and the home folder. */
  remove(): Promise<void>;
}

/**
 * Clones this repository as it stands at HEAD. Also where HEAD is detached, the history is shallow or
 * the folder belongs to another user, as it is on build machines: the clone always has a branch.
 */
export async function cloneThisRepository(): Promise<ClonedRepository> {
  const base = await mkdtemp(join(tmpdir(), 'switchyard-clone-'));
  const root = join(base, 'clone');
  const home = join(base, 'home');
  const dataFolder = join(base, 'data');
  await mkdir(home);
  await writeFile(
    join(home, '.gitconfig'),
    '[user]\n\tname = Test\n\temail = test@example.invalid\n[safe]\n\tdirectory = *\n',
  );
  const environment = {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    SWITCHYARD_HOME: dataFolder,
  };
  const run = async (program: string, args: readonly string[], cwd: string): Promise<string> => {
    const running = execute(program, [...args], { cwd, env: environment, timeout: 50_000 });
    running.child.stdin?.end();
    return (await running).stdout;
  };
  const git = (...args: string[]): Promise<string> => run('git', args, root);
  await run('git', ['clone', '--quiet', project, root], base);
  return {
    root,
    branch: await ensureBranch(git),
    dataFolder,
    git,
    backlog: (...args) => run(backlogTool, args, root),
    switchyard: (...args) => runSwitchyard(args, root, environment),
    read: (file) => readFile(join(root, file), 'utf8'),
    write: async (file, text) => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    },
    taskFile: (id) => findTaskFile(root, id),
    remove: () => rm(base, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function ensureBranch(git: (...args: string[]) => Promise<string>): Promise<string> {
  const current = await git('branch', '--show-current');
  if (current.trim() !== '') return current.trim();
  await git('switch', '--quiet', '--create', 'work');
  return 'work';
}

async function runSwitchyard(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<CommandEnd> {
  const entry = join(project, 'out/main/cli.js');
  const options = { cwd, env, timeout: 100_000, maxBuffer: 16 * 1024 ** 2 };
  return new Promise((resolve, reject) => {
    const done = (error: (Error & { code?: unknown }) | null, stdout: string, stderr: string) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr });
      else reject(error ?? new Error('The command did not end by itself.'));
    };
    execFile(process.execPath, [entry, ...args], options, done).stdin?.end();
  });
}

async function findTaskFile(root: string, id: string): Promise<string> {
  const names = await readdir(join(root, 'backlog', 'tasks'));
  const name = names.find((one) => one.toLowerCase().startsWith(`${id.toLowerCase()} - `));
  if (name === undefined) throw new Error(`No file for ${id} among ${names.join(', ')}`);
  return `backlog/tasks/${name}`;
}
