import { stringify } from 'yaml';
import type { AcceptanceCriterion, Task } from '#shared/model/task.ts';
import type { ImportedTask } from '#main/sources/imported-items.ts';
import { backlogTime } from './edit-task.ts';
import { protectSectionText, sectionBlock } from './sections.ts';
import type { StatusNames } from './statuses.ts';
import { nameFromStatus } from './statuses.ts';
import { planHeading } from './to-item.ts';

/** The file name the real tool would choose: the id, lower case, and the title with hyphens. */
export function taskFileName(id: string, title: string): string {
  const words = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return `${id.toLowerCase()} - ${words === '' ? 'task' : words}.md`;
}

const priorityNames = ['high', 'high', 'medium', 'low', 'low'] as const;

function criteriaLines(criteria: readonly AcceptanceCriterion[]): string {
  return criteria
    .map(({ text, checked }, index) => {
      const lines = protectSectionText(text)
        .split('\n')
        .filter((line) => line.trim() !== '');
      return `- [${checked ? 'x' : ' '}] #${String(index + 1)} ${lines.join('\n  ')}`;
    })
    .join('\n');
}

/** Splits a description from the plan that an import put at its end. */
function splitPlan(description: string): { text: string; plan: string } {
  const heading = `${planHeading}\n\n`;
  const at = description.startsWith(heading) ? 0 : description.indexOf(`\n\n${heading}`);
  if (at === -1) return { text: description, plan: '' };
  return {
    text: description.slice(0, at),
    plan: description.slice(at).trim().slice(heading.length),
  };
}

function filled(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) =>
        value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** A task file as the real tool writes it; `ids` maps the app's ids to those in the folder. */
export function renderBacklogTask(
  task: ImportedTask & Partial<Pick<Task, 'createdAt'>>,
  ids: ReadonlyMap<string, string>,
  milestone: string | undefined,
  names: StatusNames,
): string {
  const mapped = (id: string): string => ids.get(id) ?? id;
  const front = {
    id: task.id,
    title: task.title,
    status: nameFromStatus(task.status, names, null) ?? names.statuses[0],
    assignee: [],
    ...filled({ created_date: task.createdAt === undefined ? null : backlogTime(task.createdAt) }),
    labels: task.labels,
    ...filled({ milestone }),
    dependencies: task.dependencies.map(mapped),
    priority: priorityNames[task.priority],
    ...filled({
      ordinal: task.ordinal,
      test_task_id: task.testTaskId === null ? null : mapped(task.testTaskId),
      files_to_modify: task.filesToModify,
      test_files: task.testFiles,
      verify: task.verify,
      script: task.script,
      repositories: task.repositories,
    }),
  };
  // The real tool reads YAML 1.1, where more words than in 1.2 are not text unless quoted.
  const yaml = stringify(front, { singleQuote: true, lineWidth: 0, compat: 'yaml-1.1' });
  const { text, plan } = splitPlan(task.description.replaceAll('\r\n', '\n'));
  const criteria = criteriaLines(task.acceptanceCriteria);
  const parts = [
    ['description', protectSectionText(text)],
    ['criteria', criteria],
    ['plan', protectSectionText(plan)],
    ['notes', protectSectionText(task.implementationNotes)],
    ['summary', protectSectionText(task.finalSummary)],
  ] as const;
  const blocks = parts
    .filter(([, content]) => content !== '')
    .map(([name, content]) => `\n${sectionBlock(name, content, '\n')}\n`);
  return `---\n${yaml}---\n${blocks.join('')}`;
}
