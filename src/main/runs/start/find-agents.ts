import type { Preflight } from '#shared/contract/runs.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Task } from '#shared/model/task.ts';
import { detectAgent } from '#main/agents/detect.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** Who would work on which of these tasks, and whether they are on this machine. */
export async function findAgents(
  parts: HostParts,
  tasks: readonly Task[],
): Promise<Preflight['agents']> {
  const types = [...new Set(tasks.map((task) => parts.agents.agentForTask(task)))];
  return Promise.all(
    types.map(async (type) => {
      const taskIds = tasks
        .filter((task) => parts.agents.agentForTask(task) === type)
        .map(({ id }) => id);
      const adapter = parts.agents.resolve(type);
      if (!adapter.ok) return { type, version: null, taskIds, problem: adapter.error };
      const detected = await detectAgent(adapter.value, parts.environment, parts.askFolder);
      return detected.ok
        ? { type, version: detected.value.version, taskIds, problem: null }
        : { type, version: null, taskIds, problem: detected.error };
    }),
  );
}

/** The built-in script agent runs the task's own script: without one it has nothing to do. */
export function scriptProblems(
  { agents }: Pick<HostParts, 'agents'>,
  tasks: readonly Task[],
): readonly Failure[] {
  const without = tasks.filter(
    (task) => task.script === null && agents.agentForTask(task) === 'script',
  );
  if (without.length === 0) return [];
  return [
    failure(
      'script-missing',
      `The script agent has no script for ${without.map(({ id }) => id).join(', ')}.`,
      'Give these tasks a script, or another agent.',
    ),
  ];
}
