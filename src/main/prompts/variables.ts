import type { Role } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';

const planExcerptLimit = 4_000;
const summaryLimit = 160;
const mostCompletedTasks = 40;
const mostKnowledgeEntries = 12;
const knowledgeEntryLimit = 800;

/** All that an attempt's prompt is made of (SPEC section 5.2). */
export interface PromptContext {
  readonly role: Role;
  readonly task: Pick<
    Task,
    'id' | 'title' | 'description' | 'acceptanceCriteria' | 'filesToModify' | 'testFiles' | 'source'
  >;
  /** Its description is the goal. */
  readonly epic: Pick<Epic, 'id' | 'title' | 'description'>;
  /** The part of the plan that matters for the task, and the plan's path; empty without a plan. */
  readonly planExcerpt: string;
  readonly planFile: string;
  /** Tasks of the epic that are already closed, oldest first. */
  readonly completedTasks: readonly Pick<Task, 'id' | 'title' | 'finalSummary'>[];
  /** Texts about earlier attempts, oldest first (`describeFailedAttempt`). */
  readonly carryForward: readonly string[];
  /** Resume section of an interrupted attempt (`describeInterruptedAttempt`), or empty. */
  readonly resume: string;
  /** What the user typed for this task, or empty. */
  readonly overrides: string;
  /** Matching entries of the knowledge base. */
  readonly knowledge: readonly string[];
  /** Commands that the app will run on the result (`verificationCommands`). */
  readonly verificationCommands: readonly string[];
  /** How often the agent itself may run them. */
  readonly verificationBudget: number;
  /** Absolute path of the folder that the agent works in. */
  readonly worktree: string;
}

function oneLine(text: string, limit: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).toWellFormed()}…`;
}

function clip(text: string, limit: number): string {
  const trimmed = text.trim();
  return trimmed.length <= limit ? trimmed : `${trimmed.slice(0, limit - 1).toWellFormed()}…`;
}

function pathList(paths: readonly string[]): string {
  return paths.map((path) => `- ${path}`).join('\n');
}

function criteriaList(criteria: PromptContext['task']['acceptanceCriteria']): string {
  return criteria
    .map(({ text, checked }, index) => {
      const state = checked ? ' (ticked as met before; keep it so)' : '';
      return `${index + 1}. ${text.trim()}${state}`;
    })
    .join('\n');
}

function completedTaskList(tasks: PromptContext['completedTasks']): string {
  const shown = tasks.slice(-mostCompletedTasks);
  const lines = shown.map(({ id, title, finalSummary }) => {
    const firstLine = finalSummary.trim().split('\n')[0] ?? '';
    return `- ${id}: ${oneLine(firstLine === '' ? title : firstLine, summaryLimit)}`;
  });
  const earlier = tasks.length - shown.length;
  return earlier === 0 ? lines.join('\n') : [`- (${earlier} earlier ones)`, ...lines].join('\n');
}

/**
 * The variables of a prompt template, each with its text ready to be put in. A blank one is what
 * makes its `{{#…}}` section disappear. Long parts are cut, because an agent reads files itself.
 */
export function promptVariables(context: PromptContext) {
  const { task, epic } = context;
  return {
    role: context.role,
    'task.id': task.id,
    'task.title': oneLine(task.title, 300),
    'task.description': task.description.trim(),
    'task.criteria': criteriaList(task.acceptanceCriteria),
    'task.files': pathList(task.filesToModify),
    'task.test_files': pathList(task.testFiles),
    'task.source': task.source?.file ?? '',
    'epic.id': epic.id,
    'epic.title': oneLine(epic.title, 300),
    'epic.goal': clip(epic.description, planExcerptLimit),
    'plan.excerpt': clip(context.planExcerpt, planExcerptLimit),
    'plan.file': context.planFile,
    completed_tasks: completedTaskList(context.completedTasks),
    carry_forward: context.carryForward.map((text) => text.trim()).join('\n\n'),
    resume: context.resume.trim(),
    overrides: context.overrides.trim(),
    knowledge: context.knowledge
      .slice(0, mostKnowledgeEntries)
      .map((entry) => `- ${clip(entry, knowledgeEntryLimit).replaceAll('\n', '\n  ')}`)
      .join('\n'),
    'verification.commands': context.verificationCommands
      .map((command) => `    ${command.replaceAll('\n', '\n    ')}`)
      .join('\n'),
    'verification.budget': String(context.verificationBudget),
    worktree: context.worktree,
    summary_file: `docs/features/${epic.id}/${task.id}.md`,
  } satisfies Record<string, string>;
}
