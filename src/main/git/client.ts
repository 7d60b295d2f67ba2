import { setTimeout as sleep } from 'node:timers/promises';
import { simpleGit } from 'simple-git';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { classifyGitError, GitError } from './git-error.ts';

export interface GitOptions {
  /** Exit codes that are an answer, not an error; 0 always is. */
  readonly allowedExitCodes?: readonly number[];
  /** What git reads from standard input. */
  readonly input?: string;
  /** Index file to use in place of the worktree's own. */
  readonly indexFile?: string;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs git in one folder; the only way this program reaches git. */
export interface GitClient {
  readonly folder: string;
  /**
   * Runs git with `args`. Waits and retries (about 1.5 s in all) while another process holds a lock.
   * @throws {GitError} for every exit code that is not allowed
   */
  run(args: readonly string[], options?: GitOptions): Promise<GitOutput>;
  /** {@link run}, and its standard output without the last line break. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /** The same git in another folder, such as a worktree. */
  at(folder: string): GitClient;
  /** The same git with more in its environment. */
  with(additions: Readonly<Record<string, string>>): GitClient;
}

export interface GitClientDependencies {
  readonly environment: NodeJS.ProcessEnv;
  readonly tracer?: Tracer;
  /** Name and e-mail for commits where the user has not configured any. */
  readonly fallbackIdentity?: { readonly name: string; readonly email: string };
}

const lockRetryDelays = [20, 60, 150, 400, 900];

/** simple-git refuses guarded variables that are not listed here (DESIGN section 4). */
const guardedVariables = [
  'GIT_TERMINAL_PROMPT',
  'GIT_OPTIONAL_LOCKS',
  'GIT_INDEX_FILE',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
];

/**
 * A client whose environment is fixed: no prompts, C locale, no hooks of the user (they are for the
 * user's own commits), and nothing inherited that would point git at another repository.
 */
export function createGitClient(folder: string, dependencies: GitClientDependencies): GitClient {
  const environment = gitEnvironment(dependencies);
  const tracer = dependencies.tracer ?? silentTracer;

  function clientAt(workingFolder: string): GitClient {
    async function runOnce(args: readonly string[], options: GitOptions): Promise<GitOutput> {
      const verb = args[0] ?? 'git';
      tracer.reached(`git.${verb}.before`);
      const pending = invoke(workingFolder, environment, args, options);
      tracer.reached(`git.${verb}.spawned`);
      const output = await pending;
      tracer.reached(`git.${verb}.after`);
      return output;
    }

    async function run(args: readonly string[], options: GitOptions = {}): Promise<GitOutput> {
      for (const delay of lockRetryDelays) {
        try {
          return await runOnce(args, options);
        } catch (error) {
          if (!(error instanceof GitError) || error.kind !== 'lock-held') throw error;
          await sleep(delay);
        }
      }
      return runOnce(args, options);
    }

    return {
      folder: workingFolder,
      run,
      text: async (args, options) => (await run(args, options)).stdout.replace(/\n$/, ''),
      at: clientAt,
      with: (additions) =>
        createGitClient(workingFolder, {
          ...dependencies,
          environment: { ...dependencies.environment, ...additions },
        }),
    };
  }

  return clientAt(folder);
}

function gitEnvironment(dependencies: GitClientDependencies): Record<string, string> {
  const inherited = Object.entries(dependencies.environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(GIT_.*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/.test(entry[0]),
  );
  const identity = dependencies.fallbackIdentity;
  return {
    ...Object.fromEntries(inherited),
    ...(identity === undefined
      ? {}
      : {
          GIT_AUTHOR_NAME: identity.name,
          GIT_AUTHOR_EMAIL: identity.email,
          GIT_COMMITTER_NAME: identity.name,
          GIT_COMMITTER_EMAIL: identity.email,
        }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

async function invoke(
  folder: string,
  environment: Record<string, string>,
  args: readonly string[],
  options: GitOptions,
): Promise<GitOutput> {
  const { input, indexFile } = options;
  let exitCode = 0;
  let stderr = '';
  const git = simpleGit({
    baseDir: folder,
    trimmed: false,
    allowEnvironment: guardedVariables,
    config: ['core.hooksPath=/dev/null', 'core.quotePath=false', 'gc.auto=0'],
    unsafe: { allowUnsafeHooksPath: true },
    completion: { onClose: true, onExit: false },
    errors(error, result) {
      exitCode = result.exitCode;
      stderr = Buffer.concat(result.stdErr).toString('utf8');
      const allowed = exitCode === 0 || options.allowedExitCodes?.includes(exitCode) === true;
      return allowed ? undefined : (error ?? new Error(`exit code ${exitCode}`));
    },
    ...(input === undefined ? {} : { input: () => input }),
  }).env(indexFile === undefined ? environment : { ...environment, GIT_INDEX_FILE: indexFile });
  try {
    return { stdout: await git.raw([...args]), exitCode };
  } catch (error) {
    const message = stderr || String(error);
    // A negative code is libuv's, from a git that could not be started at all.
    const code = exitCode <= 0 ? null : exitCode;
    throw new GitError(classifyGitError(message, code), args, code, message);
  }
}
