import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface RawGitOptions {
  readonly cwd: string;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly input?: string | Uint8Array;
}

export interface RawGitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Git as tests use it to arrange and to look, none of it through the code under test. It is started by a shell that
 * stays: from a test's own process, which is large, a start costs several times what git itself does.
 */
export function askGit(args: readonly string[], options: RawGitOptions): RawGitResult {
  shell ??= new Shell();
  return shell.run('git', args, options);
}

/** What git prints, without the last line break; a failure throws. */
export function gitText(args: readonly string[], options: RawGitOptions): string {
  return gitBytes(args, options).toString('utf8').replace(/\n$/, '');
}

/** What git prints; a failure throws. */
export function gitBytes(args: readonly string[], options: RawGitOptions): Buffer {
  const { status, stdout, stderr } = askGit(args, options);
  if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

let shell: Shell | undefined;

/** A shell that does one command after another, and ends with this process. */
class Shell {
  readonly #folder = mkdtempSync(join(tmpdir(), 'switchyard-shell-'));
  readonly #asks: number;
  readonly #answers: number;

  constructor() {
    const pipes = ['asks', 'answers'].map((name) => this.#file(name));
    execFileSync('mkfifo', pipes);
    const script = `exec 3< asks 4> answers
      while read -r go <&3; do (. ./command) < input > output 2> errors; echo $? >&4; done
      exec rm -rf "$1"`;
    spawn('sh', ['-c', script, 'sh', this.#folder], {
      cwd: this.#folder,
      stdio: 'ignore',
      detached: true,
    }).unref();
    // Each waits until the shell has the other end.
    this.#asks = openSync(this.#file('asks'), 'w');
    this.#answers = openSync(this.#file('answers'), 'r');
    process.once('exit', () => closeSync(this.#asks));
  }

  run(program: string, args: readonly string[], options: RawGitOptions): RawGitResult {
    const { cwd, env = process.env, input = '' } = options;
    const variables = Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    const words = ['env', '-i', ...variables, program, ...args].map(quoted).join(' ');
    writeFileSync(this.#file('input'), input);
    const closed = '3<&- 4>&-';
    writeFileSync(this.#file('command'), `cd ${quoted(cwd)} && exec ${words} ${closed}\n`);
    writeSync(this.#asks, 'go\n');
    const status = Number(this.#readLine());
    return {
      status,
      stdout: readFileSync(this.#file('output')),
      stderr: readFileSync(this.#file('errors'), 'utf8'),
    };
  }

  #readLine(): string {
    const bytes = Buffer.alloc(16);
    let length = 0;
    while (length === 0 || bytes[length - 1] !== 10) {
      const read = readSync(this.#answers, bytes, length, bytes.length - length, null);
      if (read === 0) throw new Error('The shell that starts git has ended.');
      length += read;
    }
    return bytes.toString('utf8', 0, length).trim();
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
