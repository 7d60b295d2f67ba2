import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, resolve } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { PtyFailureCode, PtyRequest } from './pty-host.ts';

type CheckFailure = Failure<PtyFailureCode>;

/** Where `execvp` looks when there is no PATH. */
const defaultPath = '/usr/bin:/bin';
/** Linux' MAX_ARG_STRLEN: bytes of one argument or variable with the zero byte at its end. */
const longestString = 131_072;
/** Bytes of a script's first line that Linux reads. */
const interpreterLineBytes = 256;

/**
 * Finds what would keep a program from starting before a process is made for it, as the child could
 * only print it. Returns the absolute path of the program.
 */
export function checkRequest(request: PtyRequest): Result<string, CheckFailure> {
  const problem = checkFolder(request.cwd) ?? checkStrings(request);
  if (problem !== null) return err(problem);
  return findProgram(request.program, request.environment['PATH'] ?? defaultPath, request.cwd);
}

/**
 * Recognises the complete output of a process that ended with exit code 1 because its program could
 * not be started after all (it was deleted a moment ago, its arguments are too long together):
 * node-pty's child prints the reason. Null for any other output.
 */
export function describeFailedStart(output: string, program: string): CheckFailure | null {
  const match = /^(?:execvp\(3\)|chdir\(2\)) failed\.: (.+)\r?\n$/.exec(output);
  if (match === null) return null;
  return failedStart(program, match[1]?.trim() ?? 'unknown reason');
}

/** Says that the system did not start a program that looked as if it could be started. */
export function failedStart(program: string, reason: string): CheckFailure {
  return failure(
    'program-not-executable',
    `${program} could not be started: ${reason}.`,
    // A shell would run it as a script of its own, so that a try in a terminal proves nothing.
    /exec format error/i.test(reason)
      ? 'If it is a script, give it a first line that names its interpreter, such as #!/bin/sh.'
      : 'Check the program by starting it in a terminal.',
  );
}

function checkFolder(cwd: string): CheckFailure | null {
  try {
    accessSync(cwd, constants.X_OK);
    if (statSync(cwd).isDirectory()) return null;
  } catch {
    // Said below.
  }
  return failure(
    'working-folder-missing',
    `The working folder ${cwd} does not exist or may not be entered.`,
    'Check that the folder is there and that you may open it.',
  );
}

function checkStrings(request: PtyRequest): CheckFailure | null {
  const pairs = Object.entries(request.environment).map(([name, value]) => ({
    what: `The environment variable ${name}`,
    text: `${name}=${value}`,
  }));
  const words = request.arguments.map((text, index) => ({
    what: `Argument ${index + 1} of ${request.program}`,
    text,
  }));
  for (const { what, text } of [...words, ...pairs]) {
    if (text.includes('\0')) {
      return failure(
        'argument-not-possible',
        `${what} holds a zero byte.`,
        'Remove that character.',
      );
    }
    if (process.platform === 'linux' && Buffer.byteLength(text) >= longestString) {
      return failure(
        'argument-not-possible',
        `${what} is longer than the ${longestString - 1} bytes that Linux allows.`,
        'Hand the text over in a file or through standard input.',
      );
    }
  }
  return null;
}

function findProgram(program: string, path: string, cwd: string): Result<string, CheckFailure> {
  const folders = program.includes('/') ? [cwd] : path.split(delimiter);
  let unusable: string | null = null;
  for (const folder of folders) {
    const candidate = resolve(cwd, folder, program);
    if (!isFile(candidate)) continue;
    if (mayExecute(candidate)) return checkInterpreter(candidate, cwd);
    unusable ??= candidate;
  }
  if (unusable !== null) {
    return err(
      failure(
        'program-not-executable',
        `${unusable} is not executable.`,
        `Make it executable (chmod +x ${unusable}).`,
      ),
    );
  }
  const where = program.includes('/') ? resolve(cwd, program) : `any folder of PATH (${path})`;
  return err(
    failure(
      'program-not-found',
      `The program ${program} was not found in ${where}.`,
      `Install ${program}, or give its full path.`,
    ),
  );
}

/** A script whose `#!` line names a program that is gone fails as if the script were not there. */
function checkInterpreter(script: string, cwd: string): Result<string, CheckFailure> {
  const interpreter = /^#!\s*(\S+)/.exec(firstLine(script))?.[1];
  if (interpreter === undefined) return ok(script);
  const location = isAbsolute(interpreter) ? interpreter : resolve(cwd, interpreter);
  if (isFile(location) && mayExecute(location)) return ok(script);
  return err(
    failure(
      'program-not-found',
      `${script} asks for the interpreter ${interpreter}, which cannot be executed.`,
      `Install ${interpreter}, or correct the first line of the script.`,
      { file: script, line: 1, column: 1 },
    ),
  );
}

function firstLine(file: string): string {
  const buffer = Buffer.alloc(interpreterLineBytes);
  try {
    const descriptor = openSync(file, 'r');
    try {
      const length = readSync(descriptor, buffer);
      return buffer.toString('latin1', 0, length).split('\n', 1)[0] ?? '';
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // It may be executable without being readable.
    return '';
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
