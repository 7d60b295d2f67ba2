import { chosenAgent } from '#shared/core/project-config/agent-choice.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { accountOf } from './account.ts';
import type { AgentAdapter } from './adapter.ts';
import { claudeAdapter } from './claude.ts';
import { codexAdapter } from './codex.ts';
import { customAdapter } from './custom.ts';
import { geminiAdapter } from './gemini.ts';
import { opencodeAdapter } from './opencode.ts';
import { scriptAdapter } from './script.ts';

/** The agents that come with the app. */
export const builtInAdapters: readonly AgentAdapter[] = [
  claudeAdapter,
  codexAdapter,
  geminiAdapter,
  opencodeAdapter,
  scriptAdapter,
];

export interface AgentRegistry {
  /** Names of the agents that can be chosen, sorted. */
  readonly types: readonly string[];
  /** The adapter of that name; `agent-unknown` when there is none. */
  readonly resolve: (type: string) => Result<AgentAdapter, Failure<'agent-unknown'>>;
  /**
   * The name of the agent that works on a task (SPEC section 2, labels): `agent:<type>` means what
   * `by_type` maps the type to, else the agent of that name, else the default agent.
   */
  readonly agentForTask: (task: Pick<Task, 'labels'>) => string;
  /** Whose limits the agent of that name shares (`accountOf`); its own name when there is no such agent. */
  readonly accountOf: (type: string) => string;
}

/**
 * The agents of a workspace: the built-in ones and those of its config, which may replace a
 * built-in one of the same name, for example to change its flags.
 */
export function createAgentRegistry(
  config: ProjectConfig['agents'],
  builtIn: readonly AgentAdapter[] = builtInAdapters,
): AgentRegistry {
  const adapters = new Map(builtIn.map((adapter) => [adapter.type, adapter]));
  for (const [type, agent] of Object.entries(config.custom)) {
    adapters.set(type, customAdapter(type, agent));
  }
  const types = [...adapters.keys()].sort();

  const rules = { byDefault: config.default, byType: config.by_type, types };

  return {
    types,
    resolve(type) {
      const adapter = adapters.get(type);
      return adapter === undefined ? err(unknownAgent(type, types)) : ok(adapter);
    },
    agentForTask: (task) => chosenAgent(agentLabel(task), rules).type,
    accountOf(type) {
      const adapter = adapters.get(type);
      return adapter === undefined ? type : accountOf(adapter);
    },
  };
}

/** The agents that a config chooses and nobody knows, each with the key that names it. */
export function unknownAgents(
  { default: byDefault, by_type: byType }: ProjectConfig['agents'],
  { resolve }: Pick<AgentRegistry, 'resolve'>,
): readonly Failure[] {
  const chosen = [
    ['agents.default', byDefault] as const,
    ...Object.entries(byType).map(([type, name]) => [`agents.by_type.${type}`, name] as const),
  ];
  return chosen.flatMap(([key, name]) => {
    const found = resolve(name);
    return found.ok
      ? []
      : [failure(found.error.code, `${key}: ${found.error.message}`, found.error.action)];
  });
}

function unknownAgent(type: string, types: readonly string[]): Failure<'agent-unknown'> {
  return failure(
    'agent-unknown',
    `There is no agent named ${JSON.stringify(type)}.`,
    `Use one of ${types.join(', ')}, or describe it under agents.custom in .switchyard/project.yaml.`,
  );
}
