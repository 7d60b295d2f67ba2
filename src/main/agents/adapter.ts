import type { OutputFormat, OutputSignals } from '#shared/core/agent-output/output-input.ts';

/** One way to start a tool. */
export interface LaunchForm {
  /**
   * Arguments after the program. `{prompt}`, `{prompt_file}`, `{report_file}`, `{report_folder}`,
   * `{task_id}`, `{worktree}`, `{script_file}` and `{session_id}` in them are replaced; each
   * argument stays one argument, whatever the values hold.
   */
  readonly arguments: readonly string[];
  /**
   * How the prompt gets there: in an argument that has `{prompt}`, on standard input, or not at
   * all, because an argument names its file or the tool reads `$SWITCHYARD_PROMPT` itself. An
   * argument over 128 KiB cannot be passed on Linux, so a tool that can read gets `stdin`.
   */
  readonly prompt: 'argument' | 'stdin' | 'file';
}

/** How an installed tool is found and asked for its version. */
export interface AgentSearch {
  /** Names looked for on PATH in this order, or one path. */
  readonly commands: readonly string[];
  /** Null for a tool without a version. */
  readonly versionArguments: readonly string[] | null;
  /** Its first group, or all that it matches, is the version. */
  readonly versionPattern: RegExp;
  /** What a person can do when it is not there, one sentence. */
  readonly remedy: string;
  /** Operating systems it cannot work on, and why. */
  readonly unsupported: Readonly<Partial<Record<NodeJS.Platform, string>>>;
}

/** A coding-agent command-line tool, described as data (SPEC section 5.1). */
export interface AgentAdapter {
  /** Name in labels, the config and records. */
  readonly type: string;
  /** Name for people. */
  readonly title: string;
  readonly find: AgentSearch;
  /** Works on the prompt and exits. */
  readonly nonInteractive: LaunchForm;
  /** Starts with the prompt and stays for a person; null when the tool has no such form. */
  readonly interactive: LaunchForm | null;
  /** Goes on in the conversation `{session_id}` with another prompt, and exits. */
  readonly resume: LaunchForm | null;
  /** Added to the process' environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Format of what `nonInteractive` and `resume` print. */
  readonly output: OutputFormat;
  /** Its exit code says whether it succeeded, when there is no report (`parseReport`). */
  readonly exitCodeReports: boolean;
  /** How it words a rate limit and a question. */
  readonly signals: OutputSignals;
}

/** A version number as most tools print it, somewhere in a line. */
export const versionNumber = /\d+\.\d+(?:\.\d+)?(?:[-+][\w.]+)?/;

/** For tools that can be pointed at a file when a prompt is too large for an argument. */
export const readPromptFile = 'Read the file {prompt_file} and do what it says.';
