import { simpleGit } from 'simple-git';
import type { SimpleGit } from 'simple-git';
import { ownName } from '#main/system/process-identity.ts';
import { endMarkedProcesses } from '#main/system/process-tree.ts';
import type { ProcessMarker } from '#main/system/process-tree.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import { classifyGitError, GitError } from './git-error.ts';
import { allowedByGuard } from './git-guard.ts';
import { fixedSettings } from './git-settings.ts';

export interface GitOptions {
  /** Exit codes that are an answer, not an error; 0 always is. */
  readonly allowedExitCodes?: readonly number[];
  /** What git reads from standard input. */
  readonly input?: string;
  /** Settings for this command beside the fixed ones, `name=value`. */
  readonly settings?: readonly string[];
  /** Index file to use in place of the worktree's own. */
  readonly indexFile?: string;
  /** Variables of git for this command, such as those that pin a repository; see {@link GitClient.inTree}. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Ends a git that has printed nothing for this many ms; for git that talks to other machines. */
  readonly silenceMs?: number;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: string;
}

/**
 * Runs one git command to its end.
 * @throws {GitError} for every exit code that is not allowed
 */
export async function runGit(
  folder: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  options: GitOptions,
  limit?: AbortSignal,
): Promise<GitOutput> {
  const marker = { name: markerName, value: `${ownName()}/${(commands += 1)}` };
  const marked =
    limit === undefined ? environment : { ...environment, [marker.name]: marker.value };
  let exitCode = 0;
  let stderr = '';
  try {
    const git = configured(folder, marked, options, (code, text) => {
      exitCode = code;
      stderr = text;
    });
    const output = git.raw([...args]);
    if (limit === undefined) return { stdout: await output, exitCode };
    return { stdout: await endedBy(limit, marker, output, args), exitCode };
  } catch (error) {
    if (limit?.aborted === true) throw new GitError('ended', args, null, '');
    const message = stderr || String(error);
    // A negative code is libuv's, from a git that could not be started at all.
    const code = exitCode <= 0 ? null : exitCode;
    const kind = classifyGitError(message, code);
    // git does not always say why it could not write a file or a ref.
    const full = kind === 'other' && unexplainedWrite.test(message) && (await isFull(folder));
    throw new GitError(full ? 'disk-full' : kind, args, code, message);
  }
}

/** Variable that marks one git and all that it starts. */
const markerName = 'SWITCHYARD_GIT';
/** Time that a git gets to take its locks away. */
const endGraceMs = 2_000;
let commands = 0;

/**
 * Waits for what git prints. At `limit` it is ended with all it started; what escaped even that, and keeps
 * its output open, is not waited for.
 */
async function endedBy(
  limit: AbortSignal,
  marker: ProcessMarker,
  output: Promise<string>,
  args: readonly string[],
): Promise<string> {
  const ended = Promise.withResolvers<never>();
  const end = (): void => {
    const failed = (): void => ended.reject(new GitError('ended', args, null, ''));
    void endMarkedProcesses(marker, endGraceMs).then(failed, failed);
  };
  limit.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([output, ended.promise]);
  } finally {
    limit.removeEventListener('abort', end);
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
  environment: Readonly<Record<string, string>>,
  options: GitOptions,
  ended: (exitCode: number, stderr: string) => void,
): SimpleGit {
  const { input, indexFile, silenceMs, variables = {} } = options;
  const pinned = indexFile === undefined ? variables : { ...variables, GIT_INDEX_FILE: indexFile };
  return simpleGit({
    baseDir: folder,
    trimmed: false,
    // simple-git refuses guarded variables that are not listed; these are ours.
    allowEnvironment: [...Object.keys(environment), ...Object.keys(pinned)],
    config: [...fixedSettings, ...(options.settings ?? [])],
    unsafe: allowedByGuard,
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
    .env({ ...environment, ...pinned })
    .outputHandler(endAtOnce);
}

/**
 * simple-git waits another 50 ms, too long for a task with some ten of them, at the end of a command
 * that printed nothing. An empty piece of output counts as printing, and adds nothing to it.
 */
function endAtOnce(_program: string, output: NodeJS.ReadableStream): void {
  output.once('end', () => output.emit('data', Buffer.alloc(0)));
}
