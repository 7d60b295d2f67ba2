import type { Attempt } from '#shared/model/attempt.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Task } from '#shared/model/task.ts';

/**
 * Message of a task's squash commit (SPEC section 7.4): `<task>: <title>`, the agent's summary, the
 * commands that verified the tree, what a person has to know of it, and the `Closes:` trailer.
 */
export function mergeMessage(
  task: Pick<Task, 'id' | 'title'>,
  attempt: Pick<Attempt, 'report'>,
  commands: readonly string[],
  marks: readonly Pick<Mark, 'text'>[] = [],
): string {
  const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  const summary = oneLine(attempt.report?.summary ?? '');
  const body = summary === '' || summary === oneLine(task.title) ? [] : [summary, ''];
  return [
    `${task.id}: ${oneLine(task.title)}`,
    '',
    ...body,
    `Verified: ${commands.map(oneLine).join('; ')}`,
    ...marks.map(({ text }) => `Marked: ${oneLine(text)}`),
    `Closes: ${task.id}`,
    '',
  ].join('\n');
}
