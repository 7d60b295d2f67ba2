import { catchUpWithSources } from '#main/engine/host/keep-sources.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import { failureForPerson } from '#main/engine/own-failure.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { Printer } from './terminal-output.ts';
import type { ExitCode, Output } from './terminal-output.ts';

/** What every command gets. */
export interface CommandContext {
  readonly cwd: string;
  readonly surroundings: Surroundings;
  readonly output: Output;
  /** What is written to this process; not there where nobody can. */
  readonly input?: AsyncIterable<string | Uint8Array> | undefined;
  /** Calls the listener whenever Enter is pressed in the terminal; not there where nobody can. */
  readonly onEnter?: ((listener: () => void) => Subscription) | undefined;
  /** Asks the person in the terminal and gives what they typed; not there where nobody can be asked. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Reports the exit code of the command that ran. */
  finish(code: ExitCode): void;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** The person's secrets, as far as the command's environment and folder show them. */
export function secretsOf({ surroundings }: Pick<CommandContext, 'surroundings'>): SecretKeeper {
  const secrets = new SecretKeeper();
  secrets.learnEnvironment(surroundings.environment);
  return secrets;
}

/** Carries a command out; failures that came as exceptions are printed like the others. */
export async function runCommand(
  context: CommandContext,
  options: CommonOptions,
  work: (printer: Printer) => Promise<ExitCode>,
): Promise<void> {
  const printer = new Printer(context.output, options.json ?? false, secretsOf(context));
  try {
    context.finish(await work(printer));
  } catch (error) {
    context.finish(printer.fail([failureForPerson(context.surroundings, error)]));
  }
}

/** Like {@link runCommand}, in the workspace that the current folder belongs to. */
export async function inWorkspace(
  context: CommandContext,
  options: CommonOptions,
  work: (workspace: Workspace, printer: Printer) => Promise<ExitCode>,
): Promise<void> {
  await runCommand(context, options, async (printer) => {
    const opened = await openWorkspace(context.cwd, context.surroundings);
    if (!opened.ok) return printer.fail([opened.error]);
    try {
      printer.keepSecret(opened.value.secrets);
      printer.warn(opened.value.configProblems);
      await catchUpWithSources(opened.value);
      return await work(opened.value, printer);
    } finally {
      await opened.value.close();
    }
  });
}
