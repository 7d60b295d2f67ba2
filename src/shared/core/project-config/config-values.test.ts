import { describe, expect, it } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { choicesAt, kindAt, settingPaths } from './config-expectation.ts';
import { configuredSettings, problemsOfValue, valueAt } from './config-values.ts';

const defaults = projectConfigSchema.parse({});

describe('the settings of the config', () => {
  it('are its keys without the groups; what stands under names is one setting', () => {
    const keys = settingPaths().map((path) => path.join('.'));
    expect(keys).toContain('workflow.limits.kill_silent_minutes');
    expect(keys).toContain('agents.custom');
    expect(keys).toContain('git.worktrees_dir');
    expect(keys).not.toContain('workflow.limits');
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have a kind, and choices their values', () => {
    const kinds = Object.fromEntries(
      settingPaths().map((path) => [path.join('.'), kindAt(path)] as const),
    );
    expect(kinds).toMatchObject({
      version: 'fixed',
      base_branch: 'text',
      'workflow.mode': 'choice',
      'workflow.tdd_enabled': 'switch',
      'workflow.max_cycles': 'number',
      'workflow.limits.kill_silent_minutes': 'number',
      'worktree.copy': 'list',
      'agents.by_type': 'names',
      'agents.custom': 'names',
    });
    expect(kindAt(['workflow'])).toBeNull();
    expect(kindAt(['nowhere'])).toBeNull();
    expect(choicesAt(['workflow', 'schedule'])).toEqual(['continuous', 'batch']);
    expect(choicesAt(['base_branch'])).toEqual([]);
  });

  it('have defaults that the check takes', () => {
    for (const path of settingPaths()) {
      const value = valueAt(defaults, path);
      if (value !== undefined) expect(problemsOfValue(path, value)).toEqual([]);
    }
  });
});

describe('the check of one value', () => {
  it('says what the reader of the file says', () => {
    const messages = (path: string, value: unknown) =>
      problemsOfValue(path.split('.'), value).map(({ message }) => message);
    expect(messages('workflow.max_parallel_tasks', 99)).toEqual([
      'workflow.max_parallel_tasks is 99; expected a whole number from 1 to 64.',
    ]);
    expect(messages('workflow.limits.kill_silent_minutes', 'soon')).toEqual([
      'workflow.limits.kill_silent_minutes is "soon"; expected a number above 0 or null.',
    ]);
    expect(messages('worktree.copy', ['C:\\secrets'])).toHaveLength(1);
    expect(messages('worktree.copy', ['a/../../b'])).toHaveLength(1);
    expect(messages('worktree.copy', ['.env', 'certs/*.pem'])).toEqual([]);
    expect(messages('base_branch', 'no branch')).toEqual([
      'base_branch is "no branch"; expected a git branch name.',
    ]);
  });

  it('says which part of an agent is wrong', () => {
    const agent = { command: [], prompt: 'shout' };
    expect(problemsOfValue(['agents', 'custom', 'house'], agent).map(({ path }) => path)).toEqual([
      'agents.custom.house.command',
      'agents.custom.house.prompt',
    ]);
  });

  it('leaves the value as it is', () => {
    const value = { house: { command: ['x'], colour: 'blue' } };
    problemsOfValue(['agents', 'custom'], value);
    expect(value).toEqual({ house: { command: ['x'], colour: 'blue' } });
  });
});

describe('what a file gives', () => {
  it('are the settings that it names, with what is wrong with each', () => {
    expect(
      configuredSettings({
        colour: 'blue',
        workflow: { mode: 'fast', tdd_enabled: false, limits: null },
        agents: { custom: { house: {} } },
      }),
    ).toEqual([
      {
        key: 'workflow.mode',
        problem: 'workflow.mode is "fast"; expected one of: parallel, sequential.',
      },
      { key: 'workflow.tdd_enabled', problem: null },
      {
        key: 'agents.custom',
        problem: 'agents.custom.house.command is missing; expected a list of at least one text.',
      },
    ]);
  });

  it('is nothing where there are no groups', () => {
    expect(configuredSettings('fast')).toEqual([]);
    expect(configuredSettings(null)).toEqual([]);
    expect(configuredSettings({ workflow: 'fast' })).toEqual([]);
  });
});
