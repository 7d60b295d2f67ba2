import type { Preflight } from '#shared/contract/runs.ts';
import { chosenAgent, labelWords } from '#shared/core/project-config/agent-choice.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { plural } from '#renderer/lib/format.ts';
import { agentText } from './preflight-words.ts';

type Group = Preflight['agents'][number];

/** Who works on how much of a run, one line an agent: `claude 2.1.0: 4 tasks (swift → claude (default))`. */
export function agentLines(
  groups: readonly Group[],
  tasks: ReadonlyMap<string, Pick<Task, 'labels'>>,
  rules: AgentRules | null,
): readonly string[] {
  return groups.map((group) => {
    const count = groups.length === 1 ? '' : `: ${plural(group.taskIds.length, 'task')}`;
    const others = rules === null ? [] : otherLabels(group, tasks, rules);
    return `${agentText(group)}${count}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
  });
}

/** Labels of these tasks that name another agent than works on them. */
function otherLabels(
  { taskIds }: Group,
  tasks: ReadonlyMap<string, Pick<Task, 'labels'>>,
  rules: AgentRules,
): readonly string[] {
  const words = taskIds.flatMap((id) => {
    const task = tasks.get(id);
    const label = task === undefined ? null : agentLabel(task);
    return label === null ? [] : (labelWords(label, chosenAgent(label, rules)) ?? []);
  });
  return [...new Set(words)];
}

/** What of a run is left when the tasks of one agent are left out; null where nothing is. */
export function withoutGroup(
  { taskIds }: Pick<Preflight, 'taskIds'>,
  group: Group,
): readonly string[] | null {
  const without = new Set(group.taskIds);
  const left = taskIds.filter((id) => !without.has(id));
  return left.length === 0 ? null : left;
}
