import { Command, CommanderError } from 'commander';
import { failureForPerson } from '#main/engine/own-failure.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { secretsOf } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { registerAnswerCommand } from './answer-command.ts';
import { CommandRefused, refuseInsideAttempt } from './inside-attempt.ts';
import { registerGuardCommands } from './guard-commands.ts';
import { registerItemCommands } from './item-commands.ts';
import { registerLogsCommand } from './logs-command.ts';
import { registerRunCommands } from './run-commands.ts';
import { registerServeCommand } from './serve-command.ts';
import { registerSetupCommands } from './setup-commands.ts';
import { exitCodes, Printer } from './terminal-output.ts';
import type { ExitCode } from './terminal-output.ts';
import { registerTransferCommands } from './transfer-commands.ts';
import { registerWriteCommands } from './write-commands.ts';
import { registerTrustCommands } from './trust-commands.ts';

/**
 * Runs one command line (without `node` and the script's name) and says which exit code it earned
 * (SPEC section 11).
 */
export async function runCommandLine(
  words: readonly string[],
  version: string,
  context: Omit<CommandContext, 'finish'>,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  // The arguments are not parsed yet. What is wrong with them is printed in the form that they ask for.
  const printer = new Printer(context.output, asksForJson(words), secretsOf(context));
  const program = new Command('switchyard')
    .description('Turns a backlog into merged, verified commits with coding agents.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => printer.help(text),
      writeErr: (text) => printer.note(text.trimEnd()),
      outputError: (text) => {
        if (!printer.json) printer.complain(text);
      },
    });
  const full: CommandContext = {
    ...context,
    finish(code) {
      exitCode = code;
    },
  };
  refuseInsideAttempt(program, context.surroundings.environment);
  registerTransferCommands(program, full);
  registerWriteCommands(program, full);
  registerItemCommands(program, full);
  registerLogsCommand(program, full);
  registerRunCommands(program, full);
  registerTrustCommands(program, full);
  registerAnswerCommand(program, full);
  registerGuardCommands(program, full);
  registerSetupCommands(program, full);
  registerServeCommand(program, full, version);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommandRefused) return printer.fail([error.failure]);
    if (!(error instanceof CommanderError)) {
      return printer.fail([failureForPerson(context.surroundings, error)]);
    }
    if (error.exitCode === 0) return exitCodes.done;
    if (!printer.json) return exitCodes.notStarted;
    return printer.fail([usageFailure(error)]);
  }
  return exitCode;
}

/** Whether the words ask for JSON; after `--` they are values. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).includes('--json');
}

/** What is wrong with the command line, in the form of every other problem. */
function usageFailure({ message }: CommanderError): Failure {
  const [first = '', ...hints] = message
    .replace(/^error: /, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const sentence = /[.!?]$/.test(first) ? first : `${first}.`;
  const hint = hints.join(' ').replace(/^\((.*)\)$/, '$1');
  const action = hint === '' ? 'Look at the options with `switchyard --help`.' : hint;
  return failure('usage', sentence, action);
}
