import { dirname } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { AgentAdapter, LaunchForm } from './adapter.ts';

export interface LaunchInput {
  /** Absolute path of the program, as found by `detectAgent`. */
  readonly program: string;
  /** Absolute path of the file that holds `promptText`. */
  readonly promptFile: string;
  readonly promptText: string;
  /** Absolute path of the file that the agent may write its report to; its folder exists. */
  readonly reportFile: string;
  readonly taskId: string;
  /** The attempt's number, from 1. */
  readonly attempt: number;
  readonly worktree: string;
  /** Absolute path of the file that holds the task's script; null when the task has none. */
  readonly scriptFile: string | null;
  /** Which form to start; `resume` with the conversation to go on in. */
  readonly form?: 'nonInteractive' | 'interactive' | { readonly resume: string };
}

/**
 * A process to start in a pseudo-terminal, in the worktree, without a shell. Any width will do: a
 * pseudo-terminal does not break lines, and JSON lines that a rendered screen broke are read too.
 */
export interface LaunchPlan {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Added to the process' environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export type LaunchFailureCode = 'task-without-script' | 'prompt-too-long' | 'agent-form-missing';

/** Linux takes no argument of 128 KiB or more, its closing zero byte included. */
const argumentLimit = 128 * 1024 - 1;

/**
 * Lets a program read its prompt from a file: what is typed into a pseudo-terminal is echoed, edited
 * and cut into lines of 4 KiB. Constant text; nothing is put into it.
 */
const readPromptFromFile = 'exec "$0" "$@" < "$SWITCHYARD_PROMPT"';

/**
 * The command that starts an agent on its prompt (SPEC section 5.1). Fails when the task has no script for
 * the script agent, when a prompt is too long for an argument, or the agent has no such form.
 */
export function planLaunch(
  adapter: AgentAdapter,
  input: LaunchInput,
): Result<LaunchPlan, Failure<LaunchFailureCode>> {
  const form = chooseForm(adapter, input);
  if (form === null) return err(missingForm(adapter));
  if (input.scriptFile === null && uses(form, '{script_file}')) return err(missingScript(input));
  const rendered = form.arguments.map((template) => render(template, input));
  if (rendered.some((argument) => Buffer.byteLength(argument) > argumentLimit)) {
    return err(promptTooLong(adapter, input));
  }
  const fromFile = form.prompt === 'stdin';
  return ok({
    program: fromFile ? '/bin/sh' : input.program,
    arguments: fromFile ? ['-c', readPromptFromFile, input.program, ...rendered] : rendered,
    environment: {
      ...adapter.environment,
      SWITCHYARD_REPORT: input.reportFile,
      SWITCHYARD_PROMPT: input.promptFile,
      SWITCHYARD_TASK: input.taskId,
      SWITCHYARD_ATTEMPT: String(input.attempt),
      SWITCHYARD_WORKTREE: input.worktree,
    },
  });
}

function chooseForm(adapter: AgentAdapter, input: LaunchInput): LaunchForm | null {
  const form = input.form ?? 'nonInteractive';
  return typeof form === 'string' ? adapter[form] : adapter.resume;
}

function uses(form: LaunchForm, variable: string): boolean {
  return form.arguments.some((argument) => argument.includes(variable));
}

/** Replaces in one pass, so that a value that looks like a variable stays as it is. */
function render(template: string, input: LaunchInput): string {
  const session = typeof input.form === 'object' ? input.form.resume : '';
  const values = new Map([
    // An argument ends at a zero byte, so none can be passed.
    ['prompt', input.promptText.replaceAll('\0', '')],
    ['prompt_file', input.promptFile],
    ['report_file', input.reportFile],
    ['report_folder', dirname(input.reportFile)],
    ['task_id', input.taskId],
    ['worktree', input.worktree],
    ['script_file', input.scriptFile ?? ''],
    ['session_id', session],
  ]);
  return template.replaceAll(/\{([a-z_]+)\}/g, (whole, name: string) => values.get(name) ?? whole);
}

function missingForm(adapter: AgentAdapter): Failure<'agent-form-missing'> {
  return failure(
    'agent-form-missing',
    `${adapter.title} cannot be started in this way.`,
    'Start a new attempt instead.',
  );
}

function missingScript(input: LaunchInput): Failure<'task-without-script'> {
  return failure(
    'task-without-script',
    `Task ${input.taskId} has no script for the script agent to run.`,
    'Give the task a script, or another agent with the label agent:<type>.',
  );
}

function promptTooLong(adapter: AgentAdapter, input: LaunchInput): Failure<'prompt-too-long'> {
  const size = Math.ceil(Buffer.byteLength(input.promptText) / 1024);
  return failure(
    'prompt-too-long',
    `The prompt of task ${input.taskId} (${size} KiB) does not fit into an argument of ${adapter.title}.`,
    'Shorten the task, or set the agent to read its prompt: "prompt: stdin", "prompt: file" or {prompt_file}.',
  );
}
