import { setTimeout as sleep } from 'node:timers/promises';
import { simpleGit } from 'simple-git';
import type { SimpleGit } from 'simple-git';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import { classifyGitError, GitError } from './git-error.ts';
import { ResidentGits } from './resident-git.ts';
import type { Question } from './resident-git.ts';

export interface GitOptions {
  /** Exit codes that are an answer, not an error; 0 always is. */
  readonly allowedExitCodes?: readonly number[];
  /** What git reads from standard input. */
  readonly input?: string;
  /** Settings for this command beside the fixed ones, `name=value`. */
  readonly settings?: readonly string[];
  /** Index file to use in place of the worktree's own. */
  readonly indexFile?: string;
  /** Ends a git that has printed nothing for this many ms; for git that talks to other machines. */
  readonly silenceMs?: number;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs git in one folder; the only way this program reaches git. */
export interface GitClient {
  readonly folder: string;
  /** Attributes file that says which paths merge by keeping both sides' lines; null for none. */
  readonly mergeAttributesFile: string | null;
  /**
   * Runs git with `args`. While another process holds a lock, waits and tries again (1.5 s beside
   * git's own waiting), but never removes the lock.
   * @throws {GitError} for every exit code that is not allowed
   */
  run(args: readonly string[], options?: GitOptions): Promise<GitOutput>;
  /** {@link run}, and its standard output without the last line break. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /**
   * Asks a git that stays ({@link ResidentGit}), in the folder that the client was made for: only for
   * what is the same in all worktrees. Tried once, and without waiting for locks.
   * @throws {GitError} when git did not answer: {@link run} may do better, and says more
   */
  ask(args: readonly string[], question: Question): Promise<string>;
  /** The same git in another folder, such as a worktree. */
  at(folder: string): GitClient;
  /** The same git with more in its environment. */
  with(additions: Readonly<Record<string, string>>): GitClient;
  /** Ends the gits that stay, of all clients made from this one. They come again when asked. */
  close(): Promise<void>;
}

export interface GitClientDependencies {
  /** See {@link GitClient.mergeAttributesFile}. */
  readonly mergeAttributesFile?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly tracer?: Tracer;
  /** Name and e-mail for commits where the user has not configured any. */
  readonly fallbackIdentity?: { readonly name: string; readonly email: string };
}

const lockRetryDelays = [20, 60, 150, 400, 900];

/** Settings that would make git answer otherwise than this program reads it, or leave work out. */
const fixedSettings = [
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  // A monitor that is wrong hides changes, and a snapshot must not miss any.
  'core.fsmonitor=false',
  // With `true` in the user's settings, mixed line ends would make `git add` fail.
  'core.safecrlf=false',
  'gc.auto=0',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
  'log.showSignature=false',
];

/**
 * A client whose environment is fixed: no prompts, C locale, no hooks of the user (they are for the
 * user's own commits), and nothing inherited that would point git at another repository.
 */
export function createGitClient(folder: string, dependencies: GitClientDependencies): GitClient {
  const environment = gitEnvironment(dependencies);
  const tracer = dependencies.tracer ?? silentTracer;
  const residents = new ResidentGits({ folder, environment, settings: fixedSettings }, tracer);

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
      mergeAttributesFile: dependencies.mergeAttributesFile ?? null,
      run,
      text: async (args, options) => (await run(args, options)).stdout.replace(/\n$/, ''),
      ask: async (args, question) => residents.ask(args, question),
      at: clientAt,
      with(additions) {
        const added = { ...dependencies.environment, ...additions };
        const client = createGitClient(workingFolder, { ...dependencies, environment: added });
        residents.closeAlso(client);
        return client;
      },
      close: async () => residents.close(),
    };
  }

  return clientAt(folder);
}

function gitEnvironment(dependencies: GitClientDependencies): Record<string, string> {
  const inherited = Object.entries(childEnvironment(dependencies.environment, {})).filter(
    ([name]) => !/^(EDITOR|VISUAL|PAGER|PREFIX)$/i.test(name),
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
    // ssh would ask on the terminal, where nobody may be: it gets a program that gives no answer.
    SSH_ASKPASS: 'false',
    SSH_ASKPASS_REQUIRE: 'force',
  };
}

async function invoke(
  folder: string,
  environment: Record<string, string>,
  args: readonly string[],
  options: GitOptions,
): Promise<GitOutput> {
  let exitCode = 0;
  let stderr = '';
  try {
    const git = configured(folder, environment, options, (code, text) => {
      exitCode = code;
      stderr = text;
    });
    return { stdout: await git.raw([...args]), exitCode };
  } catch (error) {
    const message = stderr || String(error);
    // A negative code is libuv's, from a git that could not be started at all.
    const code = exitCode <= 0 ? null : exitCode;
    const kind = classifyGitError(message, code);
    // git does not always say why it could not write a file or a ref.
    const full = kind === 'other' && unexplainedWrite.test(message) && (await isFull(folder));
    throw new GitError(full ? 'disk-full' : kind, args, code, message);
  }
}

const unexplainedWrite =
  /unable to (?:write|create)|could ?n[o']t (?:write|create)|failed to write/i;
/** With less room than this a write may well have failed for want of it. */
const fullDiskBytes = 1024 ** 2;

async function isFull(folder: string): Promise<boolean> {
  return (await freeBytes(folder).catch(() => Infinity)) < fullDiskBytes;
}

/** simple-git for one command; `ended` hears its exit code and what it wrote to standard error. */
function configured(
  folder: string,
  environment: Record<string, string>,
  options: GitOptions,
  ended: (exitCode: number, stderr: string) => void,
): SimpleGit {
  const { input, indexFile, silenceMs } = options;
  return simpleGit({
    baseDir: folder,
    trimmed: false,
    // simple-git refuses guarded variables that are not listed (DESIGN section 4); these are ours.
    allowEnvironment: [...Object.keys(environment), 'GIT_INDEX_FILE'],
    config: [...fixedSettings, ...(options.settings ?? [])],
    unsafe: {
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      // The user's own environment says these, never a file or an agent.
      allowUnsafeConfigPaths: true,
      allowUnsafeSshCommand: true,
      allowUnsafeAskPass: true,
    },
    // A helper that outlives a git that was ended keeps its output open; that is not waited for.
    completion: { onClose: true, onExit: silenceMs === undefined ? false : 500 },
    errors(error, { exitCode, stdErr }) {
      ended(exitCode, Buffer.concat(stdErr).toString('utf8'));
      const allowed = exitCode === 0 || options.allowedExitCodes?.includes(exitCode) === true;
      return allowed ? undefined : (error ?? new Error(`exit code ${exitCode}`));
    },
    ...(silenceMs === undefined ? {} : { timeout: { block: silenceMs } }),
    // As bytes, because simple-git leaves git waiting for a text that is empty.
    ...(input === undefined ? {} : { input: () => Buffer.from(input) }),
  })
    .env(indexFile === undefined ? environment : { ...environment, GIT_INDEX_FILE: indexFile })
    .outputHandler(endAtOnce);
}

/**
 * simple-git waits another 50 ms, too long for a task with some ten of them, at the end of a command
 * that printed nothing. An empty piece of output counts as printing, and adds nothing to it.
 */
function endAtOnce(_program: string, output: NodeJS.ReadableStream): void {
  output.once('end', () => output.emit('data', Buffer.alloc(0)));
}
