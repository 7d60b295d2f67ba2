import { StringDecoder } from 'node:string_decoder';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { ProgramStarter, StartedProgram } from '#main/system/starting/program-starter.ts';
import { within } from '#main/system/within.ts';
import { classifyGitError, GitError } from './git-error.ts';
import { inGitTime } from './git-time.ts';

/** Ends a git that nobody has asked for this long, in ms. */
const idleMs = 2_000;
/** No git stays longer than this, in ms: what the user changes in the settings of git is seen then. */
const longestStayMs = 20_000;

/** How long a git may take to end when nothing more is asked, in ms. */
const endPatienceMs = 5_000;

/** How a git that stays is started. */
export interface ResidentSurroundings {
  /** Folder it works in. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Settings beside the user's own, `name=value`. */
  readonly settings: readonly string[];
  readonly starter: ProgramStarter;
}

/** Something to ask. */
export interface Question {
  readonly text: string;
  /** Whether what git has printed so far is the whole answer. */
  readonly isAnswered: (output: string) => boolean;
  /** How the bytes of the answer become text: `latin1` makes one letter of each. Left out, `utf8`. */
  readonly encoding?: 'utf8' | 'latin1';
}

/** The gits that stay in one folder, one for each verb with its options. */
export class ResidentGits {
  readonly #surroundings: ResidentSurroundings;
  readonly #tracer: Tracer;
  readonly #residents = new Map<string, ResidentGit>();
  readonly #others: { close(): Promise<void> }[] = [];

  constructor(surroundings: ResidentSurroundings, tracer: Tracer) {
    this.#surroundings = surroundings;
    this.#tracer = tracer;
  }

  /**
   * Asks the git with these arguments, see {@link ResidentGit.ask}.
   * @throws {GitError} when git did not answer
   */
  async ask(args: readonly string[], question: Question): Promise<string> {
    const { encoding = 'utf8' } = question;
    const key = [encoding, ...args].join('\0');
    const known = this.#residents.get(key);
    const resident = known ?? new ResidentGit(this.#surroundings, args, encoding);
    this.#residents.set(key, resident);
    const verb = args[0] ?? 'git';
    this.#tracer.reached('git.resident.ask');
    this.#tracer.reached(`git.${verb}.before`);
    const answer = await inGitTime(verb, async (limit) => {
      limit.addEventListener('abort', () => resident.kill(), { once: true });
      const pending = resident.ask(question);
      this.#tracer.reached(`git.${verb}.spawned`);
      return pending;
    });
    this.#tracer.reached(`git.${verb}.after`);
    return answer;
  }

  /** Lets something else end with these. */
  closeAlso(other: { close(): Promise<void> }): void {
    this.#others.push(other);
  }

  /** Ends them all; each comes again when it is asked. */
  async close(): Promise<void> {
    const all = [...this.#residents.values(), ...this.#others];
    await Promise.all(all.map(async (one) => one.close()));
  }
}

/**
 * One git that stays and answers question after question on its standard input, because starting one
 * costs more than most answers. It is started by the first question, holds no lock between two of
 * them, and ends with its standard input: when it is idle, has stayed long enough, or this process is
 * gone. A git that refuses or dies takes the question with it; the next one gets another.
 */
class ResidentGit {
  readonly #surroundings: ResidentSurroundings;
  readonly #args: readonly string[];
  readonly #encoding: BufferEncoding;
  #running: RunningGit | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(
    surroundings: ResidentSurroundings,
    args: readonly string[],
    encoding: BufferEncoding,
  ) {
    this.#surroundings = surroundings;
    this.#args = args;
    this.#encoding = encoding;
  }

  /**
   * Asks, in turn after what was asked before, and returns what git printed.
   * @throws {GitError} when git did not answer; what it did is then unknown
   */
  async ask(question: Question): Promise<string> {
    const answer = this.#last.then(async () => this.#askNow(question));
    this.#last = answer.catch(() => {
      // The caller gets the error.
    });
    return answer;
  }

  /** Ends git whatever it does; what was asked is not answered. */
  kill(): void {
    this.#running?.kill();
  }

  /** Ends git once it has answered what was asked. */
  async close(): Promise<void> {
    const ended = this.#last.then(async () => this.#leave());
    this.#last = ended;
    await ended;
  }

  async #askNow(question: Question): Promise<string> {
    clearTimeout(this.#idle);
    if (this.#running !== null && !this.#running.isUsable()) await this.#leave();
    this.#running ??= new RunningGit(this.#surroundings, this.#args, this.#encoding);
    try {
      return await this.#running.ask(question);
    } catch (error) {
      await this.#leave();
      throw error;
    } finally {
      this.#idle = setTimeout(() => void this.close(), idleMs);
      this.#idle.unref();
    }
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = null;
    await running?.end();
  }
}

/** One process of a {@link ResidentGit}, from its start to its end. */
class RunningGit {
  readonly #program: StartedProgram;
  readonly #args: readonly string[];
  readonly #ended = Promise.withResolvers<void>();
  readonly #until = performance.now() + longestStayMs;
  #hear: (text: string) => void = () => {};
  #stderr = '';
  #isEnded = false;
  #exitCode: number | null = null;

  constructor(
    { folder, environment, settings, starter }: ResidentSurroundings,
    args: readonly string[],
    encoding: BufferEncoding,
  ) {
    this.#args = args;
    const letters = new StringDecoder(encoding);
    this.#program = starter.start({
      program: 'git',
      arguments: [...settings.flatMap((setting) => ['-c', setting]), ...args],
      folder,
      environment,
      output: (bytes) => this.#hear(letters.write(bytes)),
      errors: (bytes) => (this.#stderr += bytes.toString('utf8')),
    });
    void this.#program.closed.then((end) => {
      if (end.kind === 'ended') this.#note(end.code, '');
      else
        this.#note(null, end.kind === 'failed' ? end.reason : 'the process that started it ended');
    });
    this.#program.release();
  }

  isUsable(): boolean {
    return !this.#isEnded && performance.now() < this.#until;
  }

  async ask({ text, isAnswered }: Question): Promise<string> {
    const answered = Promise.withResolvers<void>();
    let output = '';
    this.#stderr = '';
    this.#hear = (piece) => {
      output += piece;
      if (isAnswered(output)) answered.resolve();
    };
    this.#program.retain();
    try {
      this.#program.write(text);
      await Promise.race([answered.promise, this.#ended.promise]);
    } finally {
      this.#hear = () => {};
      this.#program.release();
    }
    if (isAnswered(output)) return output;
    const kind = classifyGitError(this.#stderr, this.#exitCode);
    throw new GitError(kind, this.#args, this.#exitCode, this.#stderr);
  }

  async end(): Promise<void> {
    this.#program.retain();
    this.#program.endInput();
    if (await within(endPatienceMs, this.#ended.promise)) return;
    this.kill();
  }

  kill(): void {
    this.#program.kill();
    // Something that keeps its output open is not waited for.
    this.#program.forget();
    this.#note(null, 'it was ended');
  }

  #note(code: number | null, problem: string): void {
    this.#stderr += problem;
    this.#exitCode = code;
    this.#isEnded = true;
    this.#ended.resolve();
  }
}
