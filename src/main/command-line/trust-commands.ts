import { resolve } from 'node:path';
import type { Command } from 'commander';
import { changeTrustFolder } from '#main/engine/trust/trust-folders.ts';
import { agreeToTrust, describeTrust, withdrawTrust } from '#main/engine/trust/trust.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { inWorkspace, runCommand } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';
import { describeTrust as trustText } from './trust-texts.ts';

interface TrustOptions extends CommonOptions {
  readonly agree?: boolean;
  readonly withdraw?: boolean;
  readonly folder?: string;
  readonly rule?: string;
}

/** `trust`: what a repository can execute, and whether the person agrees. */
export function registerTrustCommands(program: Command, context: CommandContext): void {
  program
    .command('trust')
    .description('show what this repository can execute, and whether you have agreed to it')
    .option('--agree', 'agree to what is there now, and remember it')
    .option('--withdraw', 'take the agreement back')
    .option('--folder <folder>', 'set your own rule for all repositories below a folder')
    .option('--rule <rule>', 'with --folder: trust (never ask there), ask, or none (no rule)')
    .option('--json', 'print JSON')
    .action(async (options: TrustOptions) => {
      if (options.folder === undefined) {
        return inWorkspace(context, options, async (workspace, printer) =>
          trust(workspace, printer, options),
        );
      }
      return runCommand(context, options, async (printer) => setRule(context, printer, options));
    });
}

async function trust(
  workspace: Workspace,
  printer: Printer,
  { agree, withdraw }: TrustOptions,
): Promise<ExitCode> {
  const report =
    withdraw === true
      ? await withdrawTrust(workspace)
      : agree === true
        ? await agreeToTrust(workspace, null)
        : ok(await describeTrust(workspace));
  if (!report.ok) return printer.fail([report.error]);
  printer.exact(report.value, () => trustText(report.value, false));
  const isAsRequested = withdraw === true || report.value.state === 'trusted';
  return isAsRequested ? exitCodes.done : exitCodes.incomplete;
}

async function setRule(
  { cwd, surroundings }: CommandContext,
  printer: Printer,
  { folder = '', rule = 'trust' }: TrustOptions,
): Promise<ExitCode> {
  if (rule !== 'trust' && rule !== 'ask' && rule !== 'none') {
    const problem = `"${rule}" is no rule.`;
    return printer.fail([failure('bad-option', problem, 'Use --rule trust, ask or none.')]);
  }
  const changed = await changeTrustFolder(surroundings, resolve(cwd, folder), rule);
  if (!changed.ok) return printer.fail([changed.error]);
  printer.result(changed.value, () =>
    changed.value.length === 0
      ? 'No rules: every repository is asked for.'
      : changed.value.map((one) => `${one.rule}  ${one.folder}`).join('\n'),
  );
  return exitCodes.done;
}

/**
 * The workspace to run in, as `run` gets it: agreed to by `--trust`, or by the person in their terminal. Where
 * nobody can be asked it stays as it is, and the run is refused with the reason.
 */
export async function withTrust(
  { ask }: CommandContext,
  workspace: Workspace,
  printer: Printer,
  request: { readonly trust: boolean; readonly mayAsk: boolean },
): Promise<Result<Workspace, Failure>> {
  const report = await describeTrust(workspace);
  if (report.state === 'trusted') return ok(workspace);
  if (request.trust) {
    const agreed = await agreeToTrust(workspace, null);
    if (!agreed.ok) return agreed;
    printer.line(`Agreed to what this repository can execute (${report.parts.length} parts).`);
    return ok(await workspace.withFreshConfig());
  }
  if (!request.mayAsk || ask === undefined) return ok(workspace);
  printer.exact(report, () => trustText(report, true));
  printer.line();
  const answer = await ask('Do you agree to this, and is it to be remembered? [y/N] ');
  if (!/^\s*y(?:es)?\s*$/i.test(answer)) return ok(workspace);
  // Only to what was shown: what changed while the person read is asked for again.
  const agreed = await agreeToTrust(workspace, report.digest);
  return agreed.ok ? ok(await workspace.withFreshConfig()) : agreed;
}
