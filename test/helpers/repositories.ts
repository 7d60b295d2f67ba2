import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { randomIdSource } from '#shared/lib/ids.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { WorktreePool } from '#main/git/worktree-pool.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { askGit, gitText } from './raw-git.ts';
import { starter } from './starter.ts';

export interface RepositoryOptions {
  /** Name of the repository's folder. */
  readonly name?: string;
  /** Arguments for `git init` beside the branch name. */
  readonly init?: readonly string[];
  /** Files of the first commit; null makes no commit at all. */
  readonly files?: Readonly<Record<string, string>> | null;
  /** Settings of the user, as `key=value`. */
  readonly config?: readonly string[];
  /** Environment of the git under test, over the bare one. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What the user would see change in a checkout: HEAD, index and the files' status. */
export interface CheckoutState {
  readonly head: string;
  readonly index: string;
  readonly status: string;
}

/** A real repository in a temporary folder that is gone when the test ends. */
export interface TestRepository {
  /** Folder of everything: the repository, the home, what the test puts there. */
  readonly folder: string;
  readonly root: string;
  readonly commonDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The client under test, in the repository. */
  readonly client: GitClient;
  /** Raw git in the repository: its output without the last line break; a failure throws. */
  readonly git: (...args: readonly string[]) => string;
  /** Raw git in another folder. */
  readonly gitIn: (folder: string, ...args: readonly string[]) => string;
  /** Writes files below `folder` (the root unless told); null deletes. */
  readonly write: (
    files: Readonly<Record<string, string | Uint8Array | null>>,
    folder?: string,
  ) => void;
  readonly read: (path: string, folder?: string) => string;
  /** Writes files, commits all there is on the branch checked out, and returns the commit. */
  readonly commit: (
    message: string,
    files?: Readonly<Record<string, string | null>>,
    folder?: string,
  ) => string;
  /** Commits files on a branch that nobody has checked out, from `from`, without a checkout. */
  readonly commitOn: (
    branch: string,
    files: Readonly<Record<string, string | null>>,
    from?: string,
  ) => string;
  /** The commit of a revision; null when there is none. */
  readonly resolve: (revision: string) => string | null;
  /** Content of a file in a commit; null when it is not there. */
  readonly fileAt: (revision: string, path: string) => string | null;
  readonly state: (folder?: string) => CheckoutState;
  /** A pool whose worktrees lie beside the repository. */
  readonly pool: (name?: string) => TestPool;
}

export interface TestPool {
  readonly pool: WorktreePool;
  readonly worktreesFolder: string;
  readonly treesFolder: string;
  /** A worktree given to a task at `base` (HEAD unless told). */
  readonly given: (taskId: string, options?: { slot?: string; base?: string }) => Promise<Worktree>;
}

/** Makes a repository on `main`. */
export function makeRepository(options: RepositoryOptions = {}): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const root = join(folder, options.name ?? 'repository');
  const home = join(folder, 'home');
  mkdirSync(root, { recursive: true });
  mkdirSync(home);
  // Nothing of the surroundings, such as a hook's GIT_DIR, may reach the git of a test.
  const bare = { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C', TZ: 'UTC' };
  const environment = { ...bare, GIT_CONFIG_NOSYSTEM: '1', ...arranging };
  const run = (cwd: string, args: readonly string[], input?: string): string =>
    gitText(args, { cwd, env: environment, ...(input === undefined ? {} : { input }) });
  run(root, ['init', '--quiet', '--initial-branch=main', ...(options.init ?? []), '.']);
  for (const setting of options.config ?? ['user.name=User', 'user.email=user@example.invalid']) {
    const cut = setting.indexOf('=');
    run(root, ['config', '--global', setting.slice(0, cut), setting.slice(cut + 1)]);
  }
  const write: TestRepository['write'] = (files, at = root) => {
    for (const [path, content] of Object.entries(files)) {
      const file = join(at, path);
      if (content === null) rmSync(file, { recursive: true, force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
  };
  const ask = (...args: readonly string[]): { status: number; stdout: string } => {
    const { status, stdout } = askGit(args, { cwd: root, env: environment });
    return { status, stdout: stdout.toString('utf8') };
  };
  const client = createGitClient(root, {
    environment: { ...bare, ...options.environment },
    starter,
  });
  onTestFinished(async () => client.close());
  const repository: TestRepository = {
    folder,
    root,
    commonDirectory: join(root, '.git'),
    environment,
    client,
    git: (...args) => run(root, args),
    gitIn: (at, ...args) => run(at, args),
    write,
    read: (path, at = root) => readFileSync(join(at, path), 'utf8'),
    commit(message, files = {}, at = root) {
      write(files, at);
      run(at, ['add', '--all']);
      run(at, [...author, 'commit', '--quiet', '--no-verify', '--allow-empty', '-m', message]);
      return run(at, ['rev-parse', 'HEAD']);
    },
    commitOn(branch, files, from = 'HEAD') {
      const at = mkdtempSync(join(folder, 'elsewhere-'));
      const start = ask('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`);
      const base = start.status === 0 ? start.stdout.trim() : from;
      run(root, ['worktree', 'add', '--quiet', '--detach', at, base]);
      const commit = repository.commit(`work on ${branch}`, files, at);
      run(root, ['worktree', 'remove', '--force', at]);
      run(root, ['update-ref', `refs/heads/${branch}`, commit]);
      return commit;
    },
    resolve(revision) {
      const { status, stdout } = ask('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
      return status === 0 ? stdout.trim() : null;
    },
    fileAt(revision, path) {
      const { status, stdout } = ask('show', `${revision}:${path}`);
      return status === 0 ? stdout : null;
    },
    state(at = root) {
      const gitDirectory = run(at, ['rev-parse', '--absolute-git-dir']);
      return {
        head: readFileSync(join(gitDirectory, 'HEAD'), 'utf8'),
        index: readFileSync(join(gitDirectory, 'index')).toString('base64'),
        status: run(at, ['--no-optional-locks', 'status', '--porcelain=v2', '--branch']),
      };
    },
    pool: (name = 'worktrees') => makePool(repository, name),
  };
  if (options.files !== null) repository.commit('first', options.files ?? { 'a.txt': 'a\n' });
  return repository;
}

/** What the user has set is for the git under test; arranging must work whatever it is. */
const arranging = {
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'core.hooksPath',
  GIT_CONFIG_VALUE_0: '/dev/null',
  GIT_CONFIG_KEY_1: 'commit.gpgSign',
  GIT_CONFIG_VALUE_1: 'false',
};

const author = ['-c', 'user.name=User', '-c', 'user.email=user@example.invalid'];

function makePool({ folder, client }: TestRepository, name: string): TestPool {
  const worktreesFolder = join(folder, name);
  const treesFolder = join(folder, `${name}-notes`);
  mkdirSync(worktreesFolder, { recursive: true });
  const pool = new WorktreePool({
    git: client,
    worktreesFolder,
    treesFolder,
    mutex: new KeyedMutex(),
    ids: randomIdSource(),
  });
  return {
    pool,
    worktreesFolder,
    treesFolder,
    async given(taskId, { slot = 'w1', base = 'HEAD' } = {}) {
      const commit = await client.text(['rev-parse', base]);
      const { worktree } = await pool.open(slot, commit);
      await pool.prepare(worktree, { taskId, branch: `agent/${taskId}`, base: commit });
      return worktree;
    },
  };
}

/** A program called `name` in a folder of its own; returns the folder, for PATH. */
export function fakeProgram(folder: string, name: string, script: string): string {
  const bin = join(folder, `fake-${name}`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
  return bin;
}
