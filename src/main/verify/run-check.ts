import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assertNever } from '#shared/lib/assert-never.ts';
import { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import type { Keeper } from '#main/system/keeper.ts';
import type { LeftProcess } from '#main/system/left-processes.ts';
import { signalName } from '#main/system/process-family.ts';
import type { ProcessFamily } from '#main/system/process-family.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import { missingProgram } from './find-program.ts';
import { readOutputTail } from './output-tail.ts';
import { startCommand } from './start-command.ts';

export interface CheckRequest {
  /** Shell command as the user wrote it. */
  readonly command: string;
  readonly cwd: string;
  /** The whole environment of the command; the values of its secrets are masked in the tail. */
  readonly environment: Readonly<Record<string, string>>;
  /** What stands before the shell that runs the command, such as what takes the network from it; none when null. */
  readonly isolation?: readonly string[] | null;
  /** Milliseconds after which the command and all it started are ended. */
  readonly timeoutMs: number;
  /** Absolute path of the file for the complete output; replaced when there is one. */
  readonly outputFile: string;
  /** Ends the command early. */
  readonly signal?: AbortSignal;
  /** Bytes of output after which a flooding command is ended, before it fills the disk. */
  readonly outputLimit?: number;
  /** Called with what it started and could not be ended, or when some of it may have got away. */
  readonly onProcessesLeft?: (left: readonly LeftProcess[], isLost: boolean) => void;
}

/** What a check gave, as it goes into its evidence. */
export type CheckResult = Pick<Evidence, 'exitCode' | 'durationMs' | 'verdict' | 'outputTail'>;

export interface CheckDependencies {
  readonly clock: Clock;
  readonly tracer?: Tracer;
  /** What is masked in the record's tail; without it, the secrets of the command's own environment. */
  readonly secrets?: SecretKeeper;
  /** Starts commands under a keeper, where the system has one. */
  readonly keeper?: () => Keeper | null;
}

/** Why we ended a command ourselves. */
type Cut = 'timeout' | 'interrupted' | 'flood';

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly cut: Cut | null;
}

const graceMs = 2_000;
const floodCheckMs = 500;
const defaultOutputLimit = 1024 ** 3;
/** With less room than this, a failing command may have failed for want of it. */
const fullDiskBytes = 1024 ** 2;
/** A longer timer would go off at once. */
const longestTimerMs = 2 ** 31 - 1;
const probeBytes = 4096;
/** What a shell answers when the command cannot be executed, or is not there; a program may answer so too. */
const notFoundCodes: readonly (number | null)[] = [126, 127];

/**
 * Runs one verification command with `sh -c` and stores all it prints, in order, in `outputFile`
 * (SPEC section 6.1). Whatever it started is ended with it, also what it left in the background. A command
 * that fails, is not there, or runs out of time is a result with that verdict; a failure means that
 * nothing was found out: the shell did not start, or there is no room to write.
 *
 * The output file is opened and looked at without yielding, some ten microseconds each time, on the
 * disk of the database, which is written in the same way: checks delay the merge train, and while
 * many agents work each turn of the event loop that they would wait for takes a hundred times that.
 */
export async function runCheck(
  request: CheckRequest,
  dependencies: CheckDependencies,
): Promise<Result<CheckResult, Failure>> {
  const file = openOutput(request.outputFile);
  if (!file.ok) return file;
  try {
    return await runInto(file.value, request, dependencies);
  } finally {
    closeSync(file.value);
  }
}

/** Opens the file for the output, empty, and returns its descriptor. */
function openOutput(path: string): Result<number, Failure> {
  const { O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = constants;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: privateFolderMode });
    // Append mode keeps the output in order even when the command opens its output again.
    return ok(openSync(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, privateFileMode));
  } catch (error) {
    return err(describeWriteError(error, path));
  }
}

async function runInto(
  file: number,
  request: CheckRequest,
  { clock, tracer = silentTracer, secrets, keeper = () => null }: CheckDependencies,
): Promise<Result<CheckResult, Failure>> {
  if (request.signal?.aborted === true) {
    return ok({ exitCode: null, durationMs: 0, verdict: 'interrupted', outputTail: '' });
  }
  tracer.reached('check.spawn.before');
  const startedAt = clock.now();
  const started = start(file, request, keeper);
  if (!started.ok) return err(await describeStartProblem(started.error, request));
  tracer.reached('check.spawn.after');
  const exit = await waitForExit(started.value, file, request);
  if (!exit.ok) return err(await describeStartProblem(exit.error, request));
  const durationMs = Math.max(0, clock.now() - startedAt);
  tracer.reached('check.exit');

  const missing = await missingFor(exit.value, request);
  const verdict = missing === null ? verdictOf(exit.value) : 'could_not_run';
  const room = await checkRoom(file, request, verdict === 'failed');
  if (!room.ok) return room;
  const tail = readOutputTail(file, (secrets ?? secretsOf(request.environment)).mask);
  const exitCode = exit.value.cut === null ? exit.value.code : null;
  return ok({ exitCode, durationMs, verdict, outputTail: withNote(tail, exit.value, missing) });
}

function start(
  file: number,
  request: CheckRequest,
  keeper: () => Keeper | null,
): Result<ProcessFamily, unknown> {
  try {
    return ok(startCommand(keeper(), { ...request, file }));
  } catch (error) {
    // Thrown at once for what no program can take, such as a NUL character in the command.
    return err(error);
  }
}

/** Waits for the end of the command, ends it when it must, and for the end of what it left behind. */
async function waitForExit(
  family: ProcessFamily,
  file: number,
  request: CheckRequest,
): Promise<Result<Exit, string>> {
  const { ended } = family;
  const cut = await Promise.race([ended.then(() => null), waitForCut(file, request, ended)]);
  if (cut !== null) await family.end(graceMs);
  const end = await ended;
  const left = await family.gone;
  request.onProcessesLeft?.(left, end.kind === 'lost');
  switch (end.kind) {
    case 'ended': {
      const hasCode = end.signal === 0;
      const code = hasCode ? end.code : null;
      return ok({ code, signal: hasCode ? null : signalName(end.signal), cut });
    }
    case 'failed':
      return err(end.reason);
    case 'lost':
      return ok({ code: null, signal: 'SIGKILL', cut });
    default:
      return assertNever(end, 'end of a program');
  }
}

/** Resolves with the first reason to end the command; never when it ends before there is one. */
async function waitForCut(
  file: number,
  { timeoutMs, signal, outputLimit = defaultOutputLimit }: CheckRequest,
  ended: Promise<unknown>,
): Promise<Cut> {
  const { promise, resolve } = Promise.withResolvers<Cut>();
  const abort = (): void => resolve('interrupted');
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => resolve('timeout'), Math.min(timeoutMs, longestTimerMs));
  const watch = setInterval(() => {
    if (fstatSync(file).size > outputLimit) resolve('flood');
  }, floodCheckMs);
  const release = (): void => {
    signal?.removeEventListener('abort', abort);
    clearTimeout(timer);
    clearInterval(watch);
  };
  void Promise.race([promise, ended]).then(release);
  return promise;
}

function secretsOf(environment: CheckRequest['environment']): SecretKeeper {
  const secrets = new SecretKeeper();
  secrets.learnEnvironment(environment);
  return secrets;
}

function verdictOf({ code, cut }: Exit): CheckResult['verdict'] {
  if (cut === 'timeout' || cut === 'interrupted') return cut;
  return cut === null && code === 0 ? 'passed' : 'failed';
}

/**
 * The program that was not there to be run; null when all were. An exit code alone does not say so: the tests of the
 * work may end with the same.
 */
async function missingFor(
  { code, cut }: Exit,
  { command, cwd, environment }: CheckRequest,
): Promise<string | null> {
  if (cut !== null || !notFoundCodes.includes(code)) return null;
  return missingProgram(command, { folder: cwd, environment });
}

/** Adds what the output itself cannot say about the end of the command. */
function withNote(tail: string, { signal, cut }: Exit, missing: string | null): string {
  let note = missing === null ? '' : `[there is no program "${missing}" to be run here]`;
  if (cut === 'flood') note = '[ended by Switchyard: it printed more than the output limit]';
  else if (cut === null && signal !== null) note = `[ended by signal ${signal}]`;
  if (note === '') return tail;
  return tail === '' || tail.endsWith('\n') ? `${tail}${note}` : `${tail}\n${note}`;
}

/**
 * The command writes to the file without us, so a full disk shows only afterwards: one block more
 * is written and taken back. A command that failed while the worktree's disk is full proves nothing
 * about the code either.
 */
async function checkRoom(
  file: number,
  { outputFile, cwd }: CheckRequest,
  hasFailed: boolean,
): Promise<Result<void, Failure>> {
  try {
    const { size } = fstatSync(file);
    const bytesWritten = writeSync(file, Buffer.alloc(probeBytes));
    ftruncateSync(file, size);
    // A disk that is nearly full takes the first part and says nothing.
    if (bytesWritten < probeBytes) return err(noRoom(outputFile));
  } catch (error) {
    return err(describeWriteError(error, outputFile));
  }
  if (!hasFailed) return ok(undefined);
  const free = await freeBytes(cwd).catch(() => Infinity);
  return free >= fullDiskBytes ? ok(undefined) : err(noRoom(cwd));
}

function noRoom(path: string): Failure {
  return failure(
    'disk-full',
    `No space is left at ${path}, so the check proves nothing.`,
    'Free some space on that disk, then run again.',
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function describeStartProblem(error: unknown, { cwd }: CheckRequest): Promise<Failure> {
  const reason = error instanceof Error ? error.message : String(error);
  return (await isFolder(cwd))
    ? failure(
        'check-not-started',
        `The check could not be started: ${reason}.`,
        'Correct the command, or free processes and memory, then run again.',
      )
    : failure(
        'check-folder-missing',
        `The check could not be started: ${cwd} is not a folder.`,
        'Run the task again so that it gets a worktree.',
      );
}
