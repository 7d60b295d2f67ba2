import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { createDemo, demoEpicId } from '#main/engine/demo.ts';
import { examine } from '#main/engine/doctor.ts';
import type { Finding } from '#main/engine/doctor.ts';
import { startRun } from '#main/engine/runs/run-control.ts';
import { epicLog } from '#main/engine/tasks/epic-log.ts';
import { shownValue } from '#shared/core/text/shown-text.ts';
import { playCheats } from './cheat-commands.ts';
import type { CheatWords } from './cheat-commands.ts';
import { runCommand } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { follow } from './run-commands.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface DoctorOptions extends CommonOptions, CheatWords {
  readonly cheats?: boolean;
}

/** `doctor` and `demo`, which need no workspace. */
export function registerSetupCommands(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('tell what is there and what is missing')
    .option('--cheats', 'play the known ways of cheating on a copy of this repository')
    .option('--twins', 'with --cheats: play an honest twin of each as well')
    .option('--minutes <n>', 'with --cheats: time for all of it', '15')
    .option('--parallel <n>', 'with --cheats: so many at a time', '3')
    .option('--json', 'print JSON')
    .action((options: DoctorOptions) =>
      runCommand(context, options, async (printer) => {
        if (options.cheats === true) return playCheats(context, printer, options);
        const findings = await examine(context.cwd, context.surroundings);
        const sound = findings.every((finding) => finding.state !== 'problem');
        printer.result({ sound, findings }, (shown) => describeFindings(shown.findings, sound));
        return sound ? exitCodes.done : exitCodes.incomplete;
      }),
    );
  program
    .command('demo [folder]')
    .description('make a small repository and run an epic of ten tasks on it, offline')
    .option('--parallel <n>', 'tasks at a time', '3')
    .option('--json', 'print JSON')
    .action((folder: string | undefined, options: CommonOptions & { parallel: string }) =>
      runCommand(context, options, (printer) => demo(context, printer, folder, options.parallel)),
    );
}

const marks: Readonly<Record<Finding['state'], string>> = {
  ok: '✔',
  missing: '–',
  warning: '!',
  problem: '✖',
};

function describeFindings(findings: readonly Finding[], sound: boolean): string {
  const lines = findings.flatMap(({ name, state, detail, action }) => [
    `${marks[state]} ${name}: ${detail}`,
    ...(action === null || state === 'ok' || state === 'missing' ? [] : [`    ${action}`]),
  ]);
  const isUntrusted = findings.some(({ name, state }) => name === 'trust' && state !== 'ok');
  const isUnchecked = findings.some(({ name, state }) => name === 'checks' && state !== 'ok');
  const trusted = isUnchecked
    ? 'Nothing would check your tasks: set commands.test in .switchyard/project.yaml, or verify in the tasks.'
    : 'Ready to run.';
  const ready = isUntrusted
    ? 'Ready to run once you agree to what this repository can execute: switchyard trust, then switchyard run --trust.'
    : trusted;
  const verdict = sound ? ready : 'Something has to be mended first (✖).';
  return [...lines, '', verdict].join('\n');
}

async function demo(
  context: CommandContext,
  printer: Printer,
  folder: string | undefined,
  parallel: string,
): Promise<ExitCode> {
  const target =
    folder === undefined
      ? join(await mkdtemp(join(tmpdir(), 'switchyard-demo-')), 'shelf')
      : resolve(context.cwd, folder);
  const created = await createDemo(target, context.surroundings);
  if (!created.ok) return printer.fail([created.error]);
  const workspace = created.value;
  try {
    printer.line(`Demo repository: ${target}`);
    const scope = { kind: 'epic', epicId: demoEpicId } as const;
    const started = await startRun(workspace, scope, { maxParallelTasks: Number(parallel) || 3 });
    if (!started.ok) return printer.fail(started.error);
    const code = await follow(workspace, printer, started.value);
    const commits = await epicLog(workspace, demoEpicId);
    printer.line();
    printer.line(`epic/${demoEpicId}:`);
    for (const { commit, subject } of shownValue(commits))
      printer.line(`  ${commit.slice(0, 10)} ${subject}`);
    printer.line();
    printer.line(`Your checkout is untouched. Look around:`);
    printer.line(`  cd ${target}`);
    printer.line(`  git log --oneline epic/${demoEpicId}`);
    return code;
  } finally {
    await workspace.close();
  }
}
