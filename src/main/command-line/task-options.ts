import type { Command } from 'commander';
import { clearableFields } from '#shared/core/edits/task-request.ts';
import type { TaskRequest } from '#shared/core/edits/task-request.ts';
import type { CommonOptions } from './command-context.ts';

/** The options of `add` and `edit` for a task's fields. */
export interface TaskOptions extends CommonOptions {
  readonly description?: string;
  readonly criterion: readonly string[];
  readonly dependsOn: readonly string[];
  readonly label: readonly string[];
  readonly agent?: string;
  readonly file: readonly string[];
  readonly testFile: readonly string[];
  readonly verify: readonly string[];
  readonly repository: readonly string[];
  readonly testTask?: string;
  readonly script?: string;
  readonly notes?: string;
  readonly priority?: string;
  readonly ordinal?: string;
  readonly baseBranch?: string;
}

/** The options of `edit` only. */
export interface EditOptions extends TaskOptions {
  readonly title?: string;
  /** The id is an epic's, though a task has it too. */
  readonly epic?: boolean;
  readonly clear: readonly string[];
  readonly removeCriterion: readonly string[];
  readonly check: readonly string[];
  readonly uncheck: readonly string[];
  readonly removeDependency: readonly string[];
  readonly removeLabel: readonly string[];
  readonly removeFile: readonly string[];
  readonly removeTestFile: readonly string[];
  readonly removeVerify: readonly string[];
  readonly removeRepository: readonly string[];
}

const repeat = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  value,
];

/** The options for a task's fields, which `add` and `edit` share. */
export function withTaskOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what is to be done (- reads it from input, @file from a file)')
    .option('--criterion <text>', 'acceptance criterion (repeatable)', repeat, [])
    .option('--depends-on <id>', 'task that must be closed first (repeatable)', repeat, [])
    .option('--label <label>', 'label (repeatable)', repeat, [])
    .option('--agent <name>', 'agent, as the label agent:<name>; empty for the default one')
    .option('--file <path>', 'file or folder/ it may change (repeatable)', repeat, [])
    .option('--test-file <path>', 'test file or folder/ (repeatable)', repeat, [])
    .option('--verify <command>', 'shell command that must pass (repeatable)', repeat, [])
    .option('--repository <name>', 'repository of the workspace (repeatable)', repeat, [])
    .option('--test-task <id>', 'task whose tests this one must make pass')
    .option('--script <text>', 'shell script for the script agent (-, @file)')
    .option('--notes <text>', 'implementation notes (-, @file)')
    .option('--priority <P0-P4>', 'priority, P0 is most urgent')
    .option('--ordinal <number>', 'place among tasks that could start together')
    .option('--base-branch <branch>', 'of an epic: branch it starts from')
    .option('--json', 'print JSON');
}

/** The options that take away or change what is there. */
export function withEditOptions(command: Command): Command {
  return withTaskOptions(command)
    .option('--title <text>', 'another title')
    .option('--epic', 'edit the epic of this id, where a task has it too')
    .option('--clear <field>', `empty a field: ${clearableFields.join(', ')}`, repeat, [])
    .option('--remove-criterion <n>', 'take a criterion out, by its number', repeat, [])
    .option('--check <n>', 'tick a criterion, by its number', repeat, [])
    .option('--uncheck <n>', 'take its tick away', repeat, [])
    .option('--remove-dependency <id>', 'wait for that task no more', repeat, [])
    .option('--remove-label <label>', 'take a label off', repeat, [])
    .option('--remove-file <path>', 'take a file out', repeat, [])
    .option('--remove-test-file <path>', 'take a test file out', repeat, [])
    .option('--remove-verify <command>', 'take a check out', repeat, [])
    .option('--remove-repository <name>', 'take a repository out', repeat, []);
}

/** The options as a request; those of `edit` are left out where there are none. */
export function requestOf(options: TaskOptions & Partial<Omit<EditOptions, 'epic'>>): TaskRequest {
  const { title, description, agent, testTask, priority, ordinal, script, notes } = options;
  return {
    title,
    description,
    agent,
    testTask,
    priority,
    ordinal,
    script,
    notes,
    clear: options.clear ?? [],
    criteria: options.criterion,
    removedCriteria: options.removeCriterion ?? [],
    checked: options.check ?? [],
    unchecked: options.uncheck ?? [],
    added: {
      labels: options.label,
      dependencies: options.dependsOn,
      filesToModify: options.file,
      testFiles: options.testFile,
      verify: options.verify,
      repositories: options.repository,
    },
    removed: {
      labels: options.removeLabel ?? [],
      dependencies: options.removeDependency ?? [],
      filesToModify: options.removeFile ?? [],
      testFiles: options.removeTestFile ?? [],
      verify: options.removeVerify ?? [],
      repositories: options.removeRepository ?? [],
    },
  };
}
