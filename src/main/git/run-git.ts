import { setTimeout as sleep } from 'node:timers/promises';
import { ownName } from '#main/system/process-identity.ts';
import { endMarkedProcesses } from '#main/system/process-tree.ts';
import type { ProcessMarker } from '#main/system/process-tree.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import type {
  ProgramStarter,
  StartedEnd,
  StartedProgram,
} from '#main/system/starting/program-starter.ts';
import { classifyGitError, GitError } from './git-error.ts';
import { fixedSettings } from './git-settings.ts';
import { isRepeatable } from './repeatable.ts';
import { untilLeftGitsEnded } from './left-gits.ts';

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

/** One git command: where it runs, and with what. */
export interface GitCommand {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly options: GitOptions;
}

/**
 * Runs one git command to its end. One that was under way when its starter died is run again, where that ends the
 * same, once the gits that the starter left have ended.
 * @throws {GitError} for every exit code that is not allowed; `ended` at `limit`; `starter-lost` when only whoever
 * asked knows how to go on; `starter-lost-often` when the starter dies again and again
 */
export async function runGit(
  starter: ProgramStarter,
  command: GitCommand,
  limit?: AbortSignal,
): Promise<GitOutput> {
  const { args } = command;
  try {
    return await runOnce(starter, command, limit);
  } catch (error) {
    if (!(error instanceof LostStarter)) throw error;
    await untilLeftGitsEnded(error.pid, limit);
    if (limit?.aborted === true) throw new GitError('ended', args, null, '');
    if (error.often) throw new GitError('starter-lost-often', args, null, '');
    if (!isRepeatable(args)) throw new GitError('starter-lost', args, null, '');
    return runGit(starter, command, limit);
  }
}

/** Whoever started a git has died; never leaves this file. */
class LostStarter extends Error {
  readonly pid: number | undefined;
  readonly often: boolean;

  constructor(pid: number | undefined, often: boolean) {
    super('The starter was lost.');
    this.pid = pid;
    this.often = often;
  }
}

/** Variable that marks one git and all that it starts. */
const markerName = 'SWITCHYARD_GIT';
/** Time that a git gets to take its locks away. */
const endGraceMs = 2_000;
/** What a git that was silent, or ended, has started may keep its output open; it is not waited for longer. */
const outputPatienceMs = 500;
let commands = 0;

async function runOnce(
  starter: ProgramStarter,
  { folder, environment, args, options }: GitCommand,
  limit: AbortSignal | undefined,
): Promise<GitOutput> {
  const marker = { name: markerName, value: `${ownName()}/${(commands += 1)}` };
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  const silence = new Silence(options.silenceMs);
  const settings = [...fixedSettings, ...(options.settings ?? [])];
  const program = starter.start({
    program: 'git',
    arguments: [...settings.flatMap((setting) => ['-c', setting]), ...args],
    folder,
    environment: {
      ...environment,
      ...options.variables,
      ...(options.indexFile === undefined ? {} : { GIT_INDEX_FILE: options.indexFile }),
      ...(limit === undefined ? {} : { [marker.name]: marker.value }),
    },
    output: (bytes) => void output.push(silence.isBroken(bytes)),
    errors: (bytes) => void errors.push(silence.isBroken(bytes)),
  });
  if (options.input !== undefined) program.write(options.input);
  program.endInput();
  const end = await silence.orEnd(program, endedBy(limit, marker, program, args));
  const stdout = Buffer.concat(output).toString('utf8');
  const stderr = Buffer.concat(errors).toString('utf8');
  try {
    return await conclude(end, { folder, args, options }, stdout, stderr);
  } catch (error) {
    // What it says when it is ended is of no interest.
    throw limit?.aborted === true ? new GitError('ended', args, null, '') : error;
  }
}

/** What its end means to whoever asked. */
async function conclude(
  end: StartedEnd,
  { folder, args, options }: Pick<GitCommand, 'folder' | 'args' | 'options'>,
  stdout: string,
  stderr: string,
): Promise<GitOutput> {
  if (end.kind === 'lost') throw new LostStarter(end.starter, end.often);
  if (end.kind === 'failed') {
    const kind = end.folderIsMissing ? 'folder-missing' : classifyGitError(end.reason, null);
    throw new GitError(kind, args, null, end.reason);
  }
  const { code } = end;
  if (code === 0 || (code !== null && options.allowedExitCodes?.includes(code) === true)) {
    return { stdout, exitCode: code };
  }
  const kind = classifyGitError(stderr, code);
  // git does not always say why it could not write a file or a ref.
  const full = kind === 'other' && unexplainedWrite.test(stderr) && (await isFull(folder));
  throw new GitError(full ? 'disk-full' : kind, args, code, stderr);
}

/**
 * Waits for the end of a git. At `limit` it is ended with all it started; what escaped even that, and keeps
 * its output open, is not waited for.
 */
async function endedBy(
  limit: AbortSignal | undefined,
  marker: ProcessMarker,
  program: StartedProgram,
  args: readonly string[],
): Promise<StartedEnd> {
  if (limit === undefined) return program.closed;
  const ended = Promise.withResolvers<never>();
  const end = (): void => {
    const failed = (): void => {
      program.forget();
      ended.reject(new GitError('ended', args, null, ''));
    };
    void endMarkedProcesses(marker, endGraceMs).then(failed, failed);
  };
  limit.addEventListener('abort', end, { once: true });
  if (limit.aborted) end();
  try {
    return await Promise.race([program.closed, ended.promise]);
  } finally {
    limit.removeEventListener('abort', end);
  }
}

/** Ends a git that prints nothing for too long. */
class Silence {
  readonly #limitMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number | undefined) {
    this.#limitMs = limitMs;
  }

  /** It has printed something. */
  isBroken(bytes: Buffer): Buffer {
    this.#timer?.refresh();
    return bytes;
  }

  /** What `ended` gives; of a git that may be silent, no later than a moment after its own end. */
  async orEnd(program: StartedProgram, ended: Promise<StartedEnd>): Promise<StartedEnd> {
    if (this.#limitMs === undefined) return ended;
    this.#timer = setTimeout(() => program.terminate(), this.#limitMs);
    const exited = program.exited.then(async (end) => {
      await sleep(outputPatienceMs);
      program.forget();
      return end;
    });
    try {
      return await Promise.race([ended, exited]);
    } finally {
      clearTimeout(this.#timer);
    }
  }
}

const unexplainedWrite =
  /unable to (?:write|create)|could ?n[o']t (?:write|create)|failed to write/i;
/** With less room than this a write may well have failed for want of it. */
const fullDiskBytes = 1024 ** 2;

async function isFull(folder: string): Promise<boolean> {
  return (await freeBytes(folder).catch(() => Infinity)) < fullDiskBytes;
}
