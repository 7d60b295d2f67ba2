import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { wholeConfig } from './parts.ts';
import type { NamedText } from './parts.ts';

/**
 * Keys that only say how many, how long and where to begin: they start nothing, copy nothing and reach nowhere.
 * Every other key counts as one that can execute, also those that are added later.
 */
const harmless: readonly string[] = [
  'version',
  'base_branch',
  'workflow',
  'commands.timeout_minutes',
  'worktree.setup_inputs',
  'git.branch_prefix',
];

/** Keys whose values are listed one by one. */
const opened: readonly string[] = [
  '',
  'commands',
  'verify',
  'worktree',
  'agents',
  'agents.custom',
  'git',
];

/**
 * What of a config can execute, push, copy or reach outside, each key with its value. Values that the app has
 * by itself are left out, but for commands: they run the repository's own programs in any case.
 */
export function configParts(config: ProjectConfig, exists: boolean): readonly NamedText[] {
  const leaves = leavesOf('', config);
  const defaults = new Map(leavesOf('', projectConfigSchema.parse({})));
  const parts = leaves
    .filter(([key]) => !isHarmless(key))
    .filter(([key, text]) => defaults.get(key) !== text || key.startsWith('commands.'))
    .filter(([, text]) => text !== '')
    .map(([name, text]) => part(name, text));
  // One that appears is listed, also where it says only what the app does by itself.
  return exists ? [part(wholeConfig, 'This repository has settings of its own.'), ...parts] : parts;
}

function part(name: string, text: string): NamedText {
  return { kind: 'config', name, place: null, text };
}

function isHarmless(key: string): boolean {
  return harmless.some((one) => key === one || key.startsWith(`${one}.`));
}

function leavesOf(key: string, value: unknown): readonly (readonly [string, string])[] {
  if (!opened.includes(key) && !isSection(key, value)) return [[key, textOf(value)]];
  if (typeof value !== 'object' || value === null) return [[key, textOf(value)]];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    leavesOf(key === '' ? name : `${key}.${name}`, inner),
  );
}

/** A section of the file that this list does not know by name. */
function isSection(key: string, value: unknown): boolean {
  return !key.includes('.') && typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/**
 * The config that applies until the person agrees: how many, how long and where to begin, as the file says it;
 * a built-in agent where one is chosen; for all else the app's own values. Nothing in it names a program, copies
 * a file, or reaches a remote or a folder outside.
 */
export function safeConfig(
  config: ProjectConfig,
  builtInAgents: ReadonlySet<string>,
): ProjectConfig {
  const safe = projectConfigSchema.parse({});
  const chosen = (agent: string): boolean => builtInAgents.has(agent);
  const byType = Object.entries(config.agents.by_type).filter(([, agent]) => chosen(agent));
  return {
    ...safe,
    base_branch: config.base_branch,
    workflow: config.workflow,
    commands: { ...safe.commands, timeout_minutes: config.commands.timeout_minutes },
    agents: {
      ...safe.agents,
      default: chosen(config.agents.default) ? config.agents.default : safe.agents.default,
      by_type: Object.fromEntries(byType),
    },
    worktree: {
      ...safe.worktree,
      copy: [],
      clone: [],
      setup: '',
      setup_inputs: config.worktree.setup_inputs,
    },
    git: {
      ...safe.git,
      push: 'manual',
      push_epic_branch: false,
      cleanup_remote_branches: false,
      pull_before_epic: false,
      branch_prefix: config.git.branch_prefix,
    },
  };
}
