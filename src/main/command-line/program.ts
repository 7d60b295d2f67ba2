import { Command, CommanderError } from 'commander';
import { secretsOf } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { registerItemCommands } from './item-commands.ts';
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
  const printer = new Printer(context.output, false, secretsOf(context));
  const program = new Command('switchyard')
    .description('Turns a backlog into merged, verified commits with coding agents.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => printer.help(text),
      writeErr: (text) => printer.note(text.trimEnd()),
      outputError: (text) => printer.complain(text),
    });
  const full: CommandContext = {
    ...context,
    finish(code) {
      exitCode = code;
    },
  };
  registerTransferCommands(program, full);
  registerWriteCommands(program, full);
  registerItemCommands(program, full);
  registerRunCommands(program, full);
  registerTrustCommands(program, full);
  registerSetupCommands(program, full);
  registerServeCommand(program, full, version);
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.notStarted;
  }
  return exitCode;
}
