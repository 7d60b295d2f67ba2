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

/** Prints for people, or one JSON value for programs. */
export class Printer {
  readonly #output: Output;
  readonly json: boolean;

  constructor(output: Output, json: boolean) {
    this.#output = output;
    this.json = json;
  }

  /** Text for people; nothing in JSON mode. */
  line(text = ''): void {
    if (!this.json) this.#output.stdout.write(`${text}\n`);
  }

  /** The command's result: `value` in JSON mode, else what `text` gives. */
  result(value: unknown, text: () => string): void {
    const shown = this.json ? JSON.stringify(value, null, 2) : text();
    if (shown !== '') this.#output.stdout.write(`${shown}\n`);
  }

  /** Problems that did not stop the command, on standard error. */
  warn(problems: readonly Failure[]): void {
    for (const problem of problems) this.#output.stderr.write(`! ${formatFailure(problem)}\n`);
  }

  /** Why the command could not be carried out. */
  fail(problems: readonly Failure[], exitCode: ExitCode = exitCodes.notStarted): ExitCode {
    if (this.json) {
      this.#output.stdout.write(`${JSON.stringify({ errors: problems }, null, 2)}\n`);
    } else {
      for (const problem of problems) {
        this.#output.stderr.write(`✖ ${formatFailure(problem)}\n`);
      }
    }
    return exitCode;
  }
}
