import { resolve } from 'node:path';
import type { Command } from 'commander';
import { initialise } from '#main/engine/initialise.ts';
import type { Initialised } from '#main/engine/initialise.ts';
import { exportAsText, exportForms, exportInto } from '#main/engine/transfers/export-items.ts';
import type { Exported } from '#main/engine/transfers/export-items.ts';
import { importItems } from '#main/engine/transfers/import-items.ts';
import { unknownEpic } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

/** What can be exported, in every workspace. */
const forms = exportForms();

interface ExportOptions extends CommonOptions {
  readonly format: string;
  readonly epic?: string;
  readonly to?: string;
}

function initWords(
  { file, created, baseBranch, notices }: Initialised,
  checkedOut: string | null,
): string {
  if (!created) return `${file} exists already; nothing was changed.`;
  const isElsewhere = baseBranch !== null && baseBranch !== checkedOut;
  const start = isElsewhere ? ` Epics start from ${baseBranch} (base_branch).` : '';
  const wrote = `Wrote ${file}.${start} Next: add or import tasks, then switchyard run.`;
  return [wrote, ...notices].join('\n');
}

/** `init`, `import` and `export`. */
export function registerTransferCommands(program: Command, context: CommandContext): void {
  program
    .command('init')
    .description('write .switchyard/project.yaml with what was found in this repository')
    .option('--json', 'print JSON')
    .action((options: CommonOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const made = await initialise(workspace);
        if (!made.ok) return printer.fail([made.error]);
        printer.result(made.value, (shown) => initWords(shown, workspace.repository.branch));
        return exitCodes.done;
      }),
    );
  program
    .command('import [file]')
    .description("import a JSON file, or this repository's Backlog.md folder when no file is named")
    .option('--epic <id>', 'epic for Backlog.md tasks', 'backlog')
    .option('--json', 'print JSON')
    .action((file: string | undefined, options: CommonOptions & { epic: string }) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const request =
          file === undefined
            ? ({ from: 'repository', epicId: options.epic } as const)
            : ({ from: 'file', file: resolve(context.cwd, file) } as const);
        const imported = await importItems(workspace, request);
        if (!imported.ok) return printer.fail([imported.error]);
        const { added, updated, unchanged } = imported.value;
        const problems = [...imported.value.problems, ...imported.value.notices];
        if (!printer.json) printer.warn(problems);
        printer.result(
          imported.value,
          () =>
            `Imported ${added.length} new, ${updated.length} changed, ${unchanged.length} unchanged task(s).`,
        );
        return problems.length === 0 ? exitCodes.done : exitCodes.incomplete;
      }),
    );
  program
    .command('export')
    .description('export epics and tasks')
    .option('--format <format>', forms.map(({ kind }) => kind).join(' or '), forms[0]?.kind)
    .option('--epic <id>', 'only this epic')
    .option('--to <path>', 'file (json) or folder (backlog-md); default: standard output')
    .option('--json', 'print JSON')
    .action((options: ExportOptions) =>
      inWorkspace(context, options, (workspace, printer) =>
        runExport(context, workspace, printer, options),
      ),
    );
}

async function runExport(
  context: CommandContext,
  workspace: Workspace,
  printer: Printer,
  options: ExportOptions,
): Promise<ExitCode> {
  const problem = unknownEpic(workspace, options.epic);
  if (problem !== null) return printer.fail([problem]);
  const epicId = options.epic ?? null;
  const { format, to } = options;
  const form = exportForms(workspace.sources).find(({ kind }) => kind === format);
  if (form === undefined || (form.to === 'folder' && to === undefined)) {
    return printer.fail([cannotExport(options)]);
  }
  const exported =
    to === undefined
      ? exportAsText(workspace, epicId, format)
      : await exportInto(workspace, epicId, format, resolve(context.cwd, to));
  if (!exported.ok) return printer.fail([exported.error]);
  const { value } = exported;
  switch (value.to) {
    case 'text':
      printer.document(value.text);
      return exitCodes.done;
    case 'file':
      printer.result({ file: value.file }, ({ file }) => `Wrote ${file}.`);
      return exitCodes.done;
    case 'folder':
      return printFolder(printer, value, resolve(context.cwd, to ?? ''));
    default:
      return assertNever(value, 'export');
  }
}

function cannotExport({ format, to }: ExportOptions): Failure {
  const ways = forms.map(({ kind, to: into }) =>
    into === 'text' ? `--format ${kind}` : `--format ${kind} --to <folder>`,
  );
  return failure(
    'bad-export',
    `Cannot export as "${format}"${to === undefined ? ' without --to' : ''}.`,
    `Use ${ways.join(', or ')}.`,
  );
}

function printFolder(
  printer: Printer,
  exported: Extract<Exported, { to: 'folder' }>,
  target: string,
): ExitCode {
  const { files, problems } = exported;
  const ids = Object.fromEntries(exported.ids);
  const renamed = Object.entries(ids).filter(([before, after]) => before !== after);
  printer.warn(problems);
  printer.result({ files, ids, problems }, () =>
    [
      `Wrote ${files.length} file(s) to ${target}.`,
      ...renamed.map(([before, after]) => `  ${before} is ${after} there`),
    ].join('\n'),
  );
  return problems.length === 0 ? exitCodes.done : exitCodes.incomplete;
}
