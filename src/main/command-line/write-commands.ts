import type { Command } from 'commander';
import { pastEpic } from '#main/engine/feeds/past-documents.ts';
import { deleteItems, restoreItems } from '#main/engine/tasks/delete-items.ts';
import type { Items } from '#main/engine/tasks/delete-items.ts';
import { editEpic, editTask } from '#main/engine/tasks/edit-items.ts';
import { addEpic, addTask } from '#main/engine/tasks/work-items.ts';
import { ownTaskEdit } from '#main/engine/settings/own-changes.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { emptySpec } from '#shared/core/edits/new-items.ts';
import { requestedFields } from '#shared/core/edits/task-request.ts';
import { failure } from '#shared/lib/failure.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { withLongTexts } from './long-text.ts';
import { requestOf, withEditOptions, withTaskOptions } from './task-options.ts';
import type { EditOptions, TaskOptions } from './task-options.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface AddOptions extends TaskOptions {
  readonly epic?: string;
  readonly epicTitle?: string;
  readonly id?: string;
}

/** `add`, `edit`, `delete` and `restore`. */
export function registerWriteCommands(program: Command, context: CommandContext): void {
  const add = program
    .command('add [title]')
    .description('add a task to an epic, or an epic with --epic-title')
    .option('--epic <id>', 'epic the task belongs to (or id of the new epic)')
    .option('--epic-title <title>', 'make an epic with this title')
    .option('--id <id>', 'id of the task; default <epic>.<n>');
  withTaskOptions(add).action((title: string | undefined, options: AddOptions) =>
    inWorkspace(context, options, async (workspace, printer) => {
      const full = await withLongTexts(options, context);
      return full.ok ? addItems(workspace, printer, title, full.value) : printer.fail([full.error]);
    }),
  );
  const edit = program
    .command('edit <id>')
    .description('change any field of a task, or title, description and base branch of an epic');
  withEditOptions(edit).action((id: string, options: EditOptions) =>
    inWorkspace(context, options, async (workspace, printer) => {
      const full = await withLongTexts(options, context);
      return full.ok ? editItem(workspace, printer, id, full.value) : printer.fail([full.error]);
    }),
  );
  registerRemovalCommands(program, context);
}

/** `delete` and `restore`, of tasks and epics alike. */
function registerRemovalCommands(program: Command, context: CommandContext): void {
  for (const { name, description, act, word } of [
    {
      name: 'delete',
      description: 'delete tasks, or epics with all their tasks; what was recorded of them is kept',
      act: deleteItems,
      word: 'Deleted',
    },
    {
      name: 'restore',
      description: 'bring deleted tasks and epics back as they were',
      act: restoreItems,
      word: 'Brought back',
    },
  ] as const) {
    program
      .command(`${name} <ids...>`)
      .description(description)
      .option('--json', 'print JSON')
      .action((ids: string[], options: { readonly json?: boolean }) =>
        inWorkspace(context, options, async (workspace, printer) => {
          const done = act(workspace, itemsOf(workspace, ids));
          if (!done.ok) return printer.fail([done.error]);
          const { taskIds, epicIds } = done.value;
          printer.result(done.value, () => `${word} ${[...epicIds, ...taskIds].join(', ')}.`);
          return exitCodes.done;
        }),
      );
  }
}

/** Which of the ids are those of epics, there or deleted; the others are taken for tasks. */
function itemsOf({ store }: Workspace, ids: readonly string[]): Items {
  const isTask = (id: string): boolean => store.get('tasks', id) !== null;
  const isEpic = (id: string): boolean => !isTask(id) && pastEpic(store, id) !== null;
  return { taskIds: ids.filter((id) => !isEpic(id)), epicIds: ids.filter(isEpic) };
}

function addItems(
  workspace: Workspace,
  printer: Printer,
  title: string | undefined,
  options: AddOptions,
): ExitCode {
  let epicId = options.epic;
  if (options.epicTitle !== undefined) {
    const epic = addEpic(workspace, {
      id: options.epic,
      title: options.epicTitle,
      description: title === undefined ? (options.description ?? '') : '',
      baseBranch: options.baseBranch,
    });
    if (!epic.ok) return printer.fail([epic.error]);
    epicId = epic.value.id;
    if (title === undefined) {
      printer.result(epic.value, () => `Added epic ${epic.value.id}.`);
      return exitCodes.done;
    }
  }
  if (title === undefined || epicId === undefined) {
    const problem = 'A task needs a title and an epic.';
    return printer.fail([failure('add-incomplete', problem, 'switchyard add <title> --epic <id>')]);
  }
  const fields = requestedFields(
    { ...emptySpec, title, implementationNotes: '' },
    { ...requestOf(options), title },
  );
  if (!fields.ok) return printer.fail([fields.error]);
  const { id } = options;
  const task = addTask(workspace, { ...fields.value, ...(id === undefined ? {} : { id }), epicId });
  if (!task.ok) return printer.fail([task.error]);
  printer.result(task.value, () => `Added task ${task.value.id}.`);
  return exitCodes.done;
}

async function editItem(
  workspace: Workspace,
  printer: Printer,
  id: string,
  options: EditOptions,
): Promise<ExitCode> {
  const { store } = workspace;
  const isTask = store.get('tasks', id) !== null;
  const isEpic = store.get('epics', id) !== null;
  if (isEpic && (options.epic === true || !isTask))
    return editTheEpic(workspace, printer, id, options);
  if (options.baseBranch !== undefined && isTask) {
    const message = `${id} is a task: the base branch is its epic's.`;
    const action = `switchyard edit ${store.get('tasks', id)?.epicId ?? '<epic>'} --base-branch ${options.baseBranch}`;
    return printer.fail([failure('not-a-task-field', message, action)]);
  }
  const before = store.get('tasks', id);
  const edited = editTask(workspace, id, requestOf(options));
  if (!edited.ok) return printer.fail([edited.error]);
  await ownTaskEdit(workspace, before, edited.value);
  printer.result(edited.value, () => `Changed task ${id}.`);
  return exitCodes.done;
}

/** Options that an epic has too. */
const ofEpics: ReadonlySet<string> = new Set([
  'json',
  'epic',
  'title',
  'description',
  'baseBranch',
  'clear',
]);

async function editTheEpic(
  workspace: Workspace,
  printer: Printer,
  id: string,
  options: EditOptions,
): Promise<ExitCode> {
  const said = Object.entries(options).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  const foreign = said.find(([name]) => !ofEpics.has(name));
  const unclear = options.clear.find((name) => name !== 'description');
  if (foreign !== undefined || unclear !== undefined) {
    const name = foreign?.[0] ?? `clear ${unclear ?? ''}`;
    const message = `${id} is an epic: it has no field for "${name}".`;
    const action = 'Epics have --title, --description and --base-branch.';
    return printer.fail([failure('not-an-epic-field', message, action)]);
  }
  const { title, baseBranch } = options;
  const description = options.description ?? (options.clear.length > 0 ? '' : undefined);
  const edited = await editEpic(workspace, id, {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    baseBranch,
  });
  if (!edited.ok) return printer.fail([edited.error]);
  printer.result(edited.value, () => `Changed epic ${id}.`);
  return exitCodes.done;
}
