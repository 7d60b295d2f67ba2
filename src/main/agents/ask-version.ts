import { spawn } from 'node:child_process';

/** What a program answered when it was asked for its version. */
export type VersionAnswer =
  | { readonly kind: 'answered'; readonly output: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'silent' };

export interface VersionQuestion {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Characters of output that are kept; a version is in the first line. */
const outputLimit = 16 * 1024;

/**
 * Runs a program without a shell and without input, and returns what it printed. A program that
 * takes longer than `timeoutMs`, or prints without end, is ended with all it started and counts as
 * `silent`; one that cannot be started or exits with another code than 0 has `failed`.
 */
export async function askVersion(question: VersionQuestion): Promise<VersionAnswer> {
  const { promise, resolve } = Promise.withResolvers<VersionAnswer>();
  const child = spawn(question.program, [...question.arguments], {
    cwd: question.cwd,
    env: question.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: these tools are scripts that start the real program.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let output = '';
  const timer = setTimeout(() => giveUp(), question.timeoutMs);

  function finish(answer: VersionAnswer): void {
    clearTimeout(timer);
    child.stdout.destroy();
    child.stderr.destroy();
    resolve(answer);
  }
  function giveUp(): void {
    endGroup(child.pid);
    finish({ kind: 'silent' });
  }
  function collect(text: string): void {
    output += text;
    if (output.length > outputLimit) giveUp();
  }

  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  child.on('error', (error) => finish({ kind: 'failed', reason: error.message }));
  child.on('close', (code, signal) => {
    finish(
      code === 0
        ? { kind: 'answered', output }
        : { kind: 'failed', reason: describeEnd(code, signal, output) },
    );
  });
  return promise;
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null, output: string): string {
  const end = code === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${code}`;
  const lastLine = output.trim().split('\n').at(-1)?.trim() ?? '';
  return lastLine === '' ? end : `${end}: ${lastLine.slice(0, 200)}`;
}
