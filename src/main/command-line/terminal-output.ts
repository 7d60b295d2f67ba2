import { createLogUpdate } from 'log-update';
import { shownJson, shownLine, shownText, shownValue } from '#shared/core/text/shown-text.ts';
import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import { formatFailure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';

/** Exit codes of the command line (SPEC section 11). */
export const exitCodes = { done: 0, incomplete: 1, notStarted: 2, cancelled: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Where a command writes; replaced in tests. */
export interface Output {
  readonly stdout: NodeJS.WriteStream | NodeJS.WritableStream;
  readonly stderr: NodeJS.WriteStream | NodeJS.WritableStream;
  /** Whether stdout is a terminal that lines can be redrawn on. */
  readonly isTerminal: boolean;
}

/** What a stream says when nobody reads it any more: a closed pipe or socket, a terminal that is gone. */
const unread: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ECONNRESET']);

/**
 * Lets a command outlive those who read it, as after `switchyard run | head`: what it prints from then on is lost,
 * and it goes on to its own end and exit code. Every other error of the stream is thrown, as without this.
 */
export function outliveReader(stream: NodeJS.WritableStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!unread.has(error.code ?? '')) throw error;
  });
}

/** Lines of a terminal that are drawn over again and again. */
export interface LiveLines {
  draw(lines: readonly string[]): void;
  /** Takes them away, so that something else can be put where they were. */
  clear(): void;
  /** Takes them away for good. */
  end(): void;
}

/**
 * Prints for people, or one JSON value for programs. It is the only way out of the command line: whatever it prints,
 * a title, a file's name, an agent's words, no terminal obeys anything of it (SPEC section 14).
 */
export class Printer {
  readonly #output: Output;
  readonly json: boolean;
  #secrets: SecretKeeper;

  constructor(output: Output, json: boolean, secrets: SecretKeeper) {
    this.#output = output;
    this.json = json;
    this.#secrets = secrets;
  }

  /** From now on masks what a workspace knows of the person's secrets. */
  keepSecret(secrets: SecretKeeper): void {
    this.#secrets = secrets;
  }

  /** Text for people; nothing in JSON mode. */
  line(text = ''): void {
    if (!this.json) this.#out(`${this.#clean(text)}\n`);
  }

  /**
   * The command's result: `value` in JSON mode, else what `text` makes of it; the value that `text` gets has
   * no field that could break out of its line.
   */
  result<Value>(value: Value, text: (shown: Value) => string): void {
    const shown = this.json
      ? shownJson(JSON.stringify(this.#secrets.maskAll(value), null, 2))
      : this.#clean(text(shownValue(value)));
    if (shown !== '') this.#out(`${shown}\n`);
  }

  /** A result that is itself a secret, which the person needs to see: the address of a page. */
  address<Value>(value: Value, text: (shown: Value) => string): void {
    const shown = this.json ? JSON.stringify(value, null, 2) : text(shownValue(value));
    this.#out(`${shownJson(shown)}\n`);
  }

  /**
   * A result that a person decides by: what they may agree to is shown as it is, with what looks like a secret in
   * it. A mask could stand for a command. `text` has made visible what a terminal would obey.
   */
  exact(value: unknown, text: () => string): void {
    const shown = this.json ? shownJson(JSON.stringify(value, null, 2)) : shownText(text());
    this.#out(`${shown}\n`);
  }

  /** A JSON document as it is, in both modes; whoever made it has masked it. */
  document(json: string): void {
    this.#out(shownJson(json));
  }

  /** A message that may contain such an address, on standard error. */
  addressNote(text: string): void {
    this.#err(`${shownText(text)}\n`);
  }

  /** News for people on standard error, in both modes. */
  note(text: string): void {
    this.#err(`${this.#clean(text)}\n`);
  }

  /** Problems that did not stop the command, on standard error. */
  warn(problems: readonly Failure[]): void {
    for (const problem of problems) this.note(`! ${formatFailure(shownValue(problem))}`);
  }

  /** Why the command could not be carried out. */
  fail(problems: readonly Failure[], exitCode: ExitCode = exitCodes.notStarted): ExitCode {
    if (this.json)
      this.#out(
        `${shownJson(JSON.stringify({ errors: this.#secrets.maskAll(problems) }, null, 2))}\n`,
      );
    else for (const problem of problems) this.note(`✖ ${formatFailure(shownValue(problem))}`);
    return exitCode;
  }

  /** What was asked about the command line itself, with the line breaks that it has. */
  help(text: string): void {
    this.#out(shownText(text));
  }

  /** What is wrong with the words of the command line, which are repeated in it: one line. */
  complain(text: string): void {
    this.note(shownLine(text.trimEnd()));
  }

  /** Columns of the terminal. */
  get columns(): number {
    return 'columns' in this.#output.stdout ? this.#output.stdout.columns : 80;
  }

  /** Lines to be drawn over; null where there is no terminal to do that on, and in JSON mode. */
  live(): LiveLines | null {
    if (!this.#output.isTerminal || this.json) return null;
    const update = createLogUpdate(this.#output.stdout);
    return {
      draw: (lines) => update(lines.map((line) => shownLine(this.#clean(line))).join('\n')),
      clear: () => update.clear(),
      end: () => {
        update.clear();
        update.done();
      },
    };
  }

  #clean(text: string): string {
    return this.#secrets.mask(shownText(text));
  }

  #out(text: string): void {
    this.#output.stdout.write(text);
  }

  #err(text: string): void {
    this.#output.stderr.write(text);
  }
}
