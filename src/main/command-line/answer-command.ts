import type { Command } from 'commander';
import { answerChecks } from '#main/engine/tasks/answer-checks.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { ChecksAnswer } from '#shared/core/records/landing-machine.ts';
import { failure } from '#shared/lib/failure.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface AnswerOptions extends CommonOptions {
  readonly land?: boolean;
  readonly sendBack?: boolean;
  readonly repeat?: boolean;
}

const done: Readonly<Record<ChecksAnswer, (taskId: string) => string>> = {
  land: (id) => `${id} lands with the mark.`,
  send_back: (id) => `${id} goes back to its agent.`,
  repeat: (id) => `The checks of ${id} run again.`,
};

/** `answer`: what becomes of work that waits because its checks passed and failed on the same tree. */
export function registerAnswerCommand(program: Command, context: CommandContext): void {
  program
    .command('answer <task>')
    .description('say what becomes of work whose checks passed and failed on the same tree')
    .option('--land', 'let it land, with the mark')
    .option('--send-back', 'send it back to its agent')
    .option('--repeat', 'run the checks again')
    .option('--json', 'print JSON')
    .action((taskId: string, options: AnswerOptions) =>
      inWorkspace(context, options, async (workspace, printer) =>
        answer(workspace, printer, taskId, options),
      ),
    );
}

function answer(
  workspace: Workspace,
  printer: Printer,
  taskId: string,
  { land, sendBack, repeat }: AnswerOptions,
): ExitCode {
  const chosen: readonly ChecksAnswer[] = [
    ...(land === true ? (['land'] as const) : []),
    ...(sendBack === true ? (['send_back'] as const) : []),
    ...(repeat === true ? (['repeat'] as const) : []),
  ];
  const [word] = chosen;
  if (word === undefined || chosen.length > 1) {
    const message = 'Choose one of --land, --send-back and --repeat.';
    return printer.fail([failure('bad-option', message, 'See `switchyard show` for its checks.')]);
  }
  const answered = answerChecks(workspace, taskId, word);
  if (!answered.ok) return printer.fail([answered.error]);
  printer.result({ taskId, answer: word }, () => done[word](taskId));
  return exitCodes.done;
}
