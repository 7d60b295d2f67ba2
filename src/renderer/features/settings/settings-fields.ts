import type { NumberRange } from './read-number.ts';

/** One setting of `.switchyard/project.yaml` as a field of the form. */
export interface SettingField {
  /** Keys from the file's top, as SPEC section 12 names them. */
  readonly path: readonly string[];
  readonly label: string;
  readonly description?: string;
  readonly kind:
    | { readonly type: 'text'; readonly isCode: boolean }
    | { readonly type: 'lines' }
    | { readonly type: 'switch' }
    | ({ readonly type: 'number'; readonly unit: string } & NumberRange)
    | { readonly type: 'choice'; readonly values: readonly string[] }
    | { readonly type: 'agent' };
}

export interface SettingSection {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly SettingField[];
}

const code = { type: 'text', isCode: true } as const;
const flag = { type: 'switch' } as const;
const count = (min: number, unit = '', max: number | null = null): SettingField['kind'] => ({
  type: 'number',
  min,
  max,
  isWhole: true,
  unit,
  isOptional: false,
});
const amount = (min: number, unit: string, isOptional = false): SettingField['kind'] => ({
  type: 'number',
  min,
  max: null,
  isWhole: false,
  unit,
  isOptional,
});
const choice = (...values: readonly string[]): SettingField['kind'] => ({ type: 'choice', values });

/** The whole form. A setting that is not in here stays in the file as it is. */
export const settingSections: readonly SettingSection[] = [
  {
    id: 'checks',
    title: 'Checks',
    fields: [
      {
        path: ['commands', 'test'],
        label: 'Test command',
        description:
          'Must exit 0 on the tree that is merged, unless the task has checks of its own',
        kind: code,
      },
      {
        path: ['commands', 'build'],
        label: 'Build command',
        description: 'Runs before the tests; empty for none',
        kind: code,
      },
      {
        path: ['commands', 'timeout_minutes'],
        label: 'Time limit of a check',
        kind: amount(0.1, 'minutes'),
      },
    ],
  },
  {
    id: 'runs',
    title: 'Runs',
    fields: [
      {
        path: ['workflow', 'max_parallel_tasks'],
        label: 'Tasks at the same time',
        kind: count(1, '', 64),
      },
      {
        path: ['workflow', 'schedule'],
        label: 'Schedule',
        description:
          'continuous: a free slot takes the next ready task; batch: all of a batch end first',
        kind: choice('continuous', 'batch'),
      },
      {
        path: ['workflow', 'tdd_enabled'],
        label: 'A task waits for its test task',
        kind: flag,
      },
      {
        path: ['workflow', 'redispatch_limit'],
        label: 'Attempts again after a failure',
        kind: count(0),
      },
      {
        path: ['workflow', 'limits', 'silent_minutes'],
        label: 'Tell me when an agent is silent for',
        kind: amount(0.1, 'minutes'),
      },
      {
        path: ['workflow', 'limits', 'kill_silent_minutes'],
        label: 'End an agent that is silent for',
        description: 'Empty: never',
        kind: amount(0.1, 'minutes', true),
      },
      {
        path: ['workflow', 'limits', 'task_tokens'],
        label: 'Most tokens for a task',
        kind: count(1, 'tokens'),
      },
      {
        path: ['workflow', 'limits', 'run_tokens'],
        label: 'Most tokens for a run',
        kind: count(1, 'tokens'),
      },
      {
        path: ['workflow', 'limits', 'run_cost_usd'],
        label: 'Most money for a run',
        kind: amount(0.01, 'USD'),
      },
    ],
  },
  {
    id: 'agents',
    title: 'Agents',
    fields: [
      {
        path: ['agents', 'default'],
        label: 'Agent for tasks without an agent label',
        kind: { type: 'agent' },
      },
    ],
  },
  {
    id: 'worktrees',
    title: 'Worktrees',
    fields: [
      {
        path: ['worktree', 'copy'],
        label: 'Ignored files to copy',
        description: 'Patterns, one a line',
        kind: { type: 'lines' },
      },
      {
        path: ['worktree', 'clone'],
        label: 'Ignored folders to clone',
        description: 'Dependency folders, one a line',
        kind: { type: 'lines' },
      },
      {
        path: ['worktree', 'setup'],
        label: 'Setup command',
        description: 'Runs in a fresh worktree before the agent; a failure blocks the task',
        kind: code,
      },
    ],
  },
  {
    id: 'git',
    title: 'Git',
    fields: [
      { path: ['base_branch'], label: 'Branch that epics start from', kind: code },
      {
        path: ['git', 'push'],
        label: 'Push',
        description: 'When the epic branch is pushed; manual: never by the app',
        kind: choice('manual', 'task', 'batch', 'epic'),
      },
      {
        path: ['git', 'pull_before_epic'],
        label: 'Fetch the base branch before an epic starts',
        kind: flag,
      },
    ],
  },
];

/** The value at a path of nested objects; undefined where there is none. */
export function valueAt(config: unknown, path: readonly string[]): unknown {
  let value = config;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map(Object.entries(value)).get(key);
  }
  return value;
}
