import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const tool = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'backlog');

/** A git repository in a temporary folder, with the real Backlog.md tool at hand. */
export interface BacklogRepository {
  readonly root: string;
  /** Runs the real tool and resolves to what it printed; rejects when it fails. */
  backlog(...args: string[]): Promise<string>;
  /** Runs git in the repository and resolves to what it printed. */
  git(...args: string[]): Promise<string>;
  /** Reads a file of the repository. */
  read(file: string): Promise<string>;
  /** Writes a file of the repository, with the folders it stands in. */
  write(file: string, text: string): Promise<void>;
  /** The path, relative to the root, of the task file whose name starts with `id`. */
  fileOf(id: string): Promise<string>;
  /** Deletes the folder and the home folder that the tool used. */
  remove(): Promise<void>;
}

/** Makes an empty git repository; `backlog init` is left to the test. */
export async function makeBacklogRepository(): Promise<BacklogRepository> {
  const base = await mkdtemp(join(tmpdir(), 'switchyard-backlog-'));
  const root = join(base, 'repository with space');
  const home = join(base, 'home');
  await mkdir(root);
  await mkdir(home);
  // Variables of a surrounding git hook or of the user's own settings must not reach the tools.
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.invalid',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.invalid',
  };
  const run = async (program: string, args: string[]): Promise<string> => {
    const running = execute(program, args, { cwd: root, env, timeout: 50_000 });
    running.child.stdin?.end();
    return (await running).stdout;
  };
  await run('git', ['init', '--quiet', '--initial-branch=main', '.']);
  return {
    root,
    backlog: (...args) => run(tool, args),
    git: (...args) => run('git', args),
    read: (file) => readFile(join(root, file), 'utf8'),
    write: async (file, text) => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    },
    fileOf: async (id) => {
      const names = await readdir(join(root, 'backlog', 'tasks'));
      const name = names.find((one) => one.toLowerCase().startsWith(`${id.toLowerCase()} - `));
      if (name === undefined) throw new Error(`no file for ${id} among ${names.join(', ')}`);
      return `backlog/tasks/${name}`;
    },
    remove: () => rm(base, { recursive: true, force: true, maxRetries: 3 }),
  };
}
