import { describe, expect, it } from 'vitest';
import { changeConfigText } from './change-config.ts';
import type { ConfigChange } from './change-config.ts';
import { parseProjectConfig } from './config-file.ts';
import { defaultProjectConfigText } from './default-config.ts';

const file = 'project.yaml';

function set(path: string, value: unknown): ConfigChange {
  return { path: path.split('.'), value };
}

function changed(text: string, ...changes: readonly ConfigChange[]): string {
  const result = changeConfigText(text, file, changes);
  return result.ok ? result.value : `${result.error.message} | ${result.error.action}`;
}

describe('changing the config', () => {
  it('leaves each line that it is not about as the person wrote it', () => {
    const text = [
      '# Ours.   ',
      '',
      '',
      'version: 1      # never change',
      'workflow:',
      '    max_parallel_tasks:   3',
      '    debug:   {no_progress: 2}   # as long as it takes',
      'worktree:',
      '  copy:',
      "  - '.env*'",
      '  # The certificates too.',
      '  - certs/*.pem',
      'commands:',
      '  test: |',
      '    # all of them',
      '    npm test',
      '',
    ];
    const windows = (lines: readonly string[]): string => lines.join('\r\n');
    const more = [...text];
    more.splice(5, 1, '    max_parallel_tasks: 5');
    more.splice(16, 0, 'git:', '    push: epic');
    const changes = [set('workflow.max_parallel_tasks', 5), set('git.push', 'epic')];
    expect(changed(text.join('\n'), ...changes)).toBe(more.join('\n'));
    expect(changed(windows(text), ...changes)).toBe(windows(more));
    expect(changed(text.join('\n'), set('workflow.max_parallel_tasks', 3))).toBe(text.join('\n'));
    // A "#" inside of a text is no comment that would be kept.
    const tested = changed(text.join('\n'), set('commands.test', 'make')).split('\n');
    expect(tested.slice(12).map((line) => line.trim())).toEqual(['commands:', 'test: make', '']);
  });

  it('changes lists and groups as they are indented', () => {
    const text = [
      'workflow:',
      '    limits:',
      '          run_tokens: 5',
      'worktree:',
      '  copy:',
      "  - '.env*' # secrets",
      '  # The certificates.',
      '  - certs/*.pem',
      'agents:',
      '   default: script',
      '',
    ];
    const more = [...text];
    more.splice(9, 1, '   default: codex', '   by_type:', '       test: claude');
    more.splice(8, 0, '  - local.json');
    more.splice(5, 1);
    more.splice(3, 0, '          run_cost_usd: 2');
    expect(
      changed(
        text.join('\n'),
        set('worktree.copy', ['certs/*.pem', 'local.json']),
        set('workflow.limits.run_cost_usd', 2),
        set('agents.default', 'codex'),
        set('agents.by_type.test', 'claude'),
      ).split('\n'),
    ).toEqual(more);
  });

  it('keeps the comment above a key that it takes out, and takes out groups that are empty then', () => {
    const text = [
      'version: 1',
      '# How we work.',
      'workflow:',
      '  # Patient ones.',
      '  limits:',
      '    # A day.',
      '    silent_minutes: 1440 # minutes',
      '  tdd_enabled: true',
      '',
    ].join('\n');
    const once = changed(text, set('workflow.limits.silent_minutes', null));
    expect(once.split('\n')).toEqual([
      'version: 1',
      '# How we work.',
      'workflow:',
      '  # Patient ones.',
      '  limits:',
      '    # A day.',
      '    {}',
      '  tdd_enabled: true',
      '',
    ]);
    expect(
      changed(
        'workflow: {limits: {run_tokens: 5}}\ngit: {push: epic}\n',
        set('workflow.limits.run_tokens', null),
      ),
    ).toBe('git: {push: epic}\n');
  });

  it('changes one entry of a map and leaves the others alone', () => {
    const text = 'agents:\n  by_type:\n    docs: codex # cheap\n    test: claude\n';
    expect(
      changed(
        text,
        set('agents.by_type.test', null),
        set('agents.by_type.chore', 'gemini'),
        set('agents.custom.house.env.LEVEL', '2'),
      ),
    ).toBe(
      'agents.custom.house.command is missing; expected a list of at least one text. | Nothing was changed.',
    );
    expect(
      changed(text, set('agents.by_type.test', null), set('agents.by_type.chore', 'gemini')),
    ).toBe('agents:\n  by_type:\n    docs: codex # cheap\n    chore: gemini\n');
  });

  it('sets values and leaves comments and all else as they are', () => {
    const text = [
      '# Ours.',
      'version: 1 # never change',
      '',
      'workflow:',
      '    # How many at once.',
      '    max_parallel_tasks: 3 # three',
      '    tdd_enabled: false',
      'commands: {test: "npm test"} # quick ones',
      '',
    ].join('\n');
    expect(
      changed(
        text,
        set('workflow.max_parallel_tasks', 5),
        set('commands.test', 'make check'),
        set('agents.default', 'codex'),
      ),
    ).toBe(
      [
        '# Ours.',
        'version: 1 # never change',
        '',
        'workflow:',
        '    # How many at once.',
        '    max_parallel_tasks: 5 # three',
        '    tdd_enabled: false',
        'commands: {test: "make check"} # quick ones',
        'agents:',
        '    default: codex',
        '',
      ].join('\n'),
    );
  });

  it('takes keys out with null, and says nothing when they are not there', () => {
    const text = 'version: 1\nworkflow:\n  mode: parallel\n  tdd_enabled: true\n';
    expect(changed(text, set('workflow.tdd_enabled', null), set('git.push', null))).toBe(
      'version: 1\nworkflow:\n  mode: parallel\n',
    );
  });

  it('replaces lists and groups, with their comments kept', () => {
    const text = 'worktree:\n  copy: [".env*"] # secrets\n';
    expect(changed(text, set('worktree.copy', ['.env', 'config/local.json']))).toBe(
      'worktree:\n  copy: [.env, config/local.json] # secrets\n',
    );
    const custom = { command: ['my-agent', '{prompt}'] };
    const more = changed(text, set('agents.custom.mine', custom));
    expect(parseProjectConfig(more, file).config.agents.custom['mine']?.command).toEqual([
      'my-agent',
      '{prompt}',
    ]);
  });

  it('finds room in an empty file, and under a heading whose keys are commented out', () => {
    expect(changed('', set('workflow.tdd_enabled', true))).toBe('workflow:\n  tdd_enabled: true\n');
    const text = 'workflow:\n  # tdd_enabled: false\nversion: 1\n';
    const result = changed(text, set('workflow.tdd_enabled', true));
    expect(result).toContain('# tdd_enabled: false');
    expect(parseProjectConfig(result, file)).toMatchObject({
      problems: [],
      config: { workflow: { tdd_enabled: true } },
    });
  });

  it('keeps the text that init writes, but for the value', () => {
    const text = defaultProjectConfigText({
      testCommand: 'npm test',
      buildCommand: '',
      baseBranch: 'main',
    });
    const before = text.split('\n');
    const after = changed(text, set('workflow.max_parallel_tasks', 7)).split('\n');
    const different = after.filter((line, index) => line !== before[index]);
    expect(different).toEqual(['  max_parallel_tasks: 7']);
    expect(after).toHaveLength(before.length);
  });

  it.each([
    [
      [set('workflow.max_parallel_tasks', 99)],
      'workflow.max_parallel_tasks is 99; expected a whole number from 1 to 64. | Nothing was changed.',
    ],
    [
      [set('workflow.max_paralel_tasks', 2)],
      '"max_paralel_tasks" is not a key of workflow. Did you mean "max_parallel_tasks"? | Expected one of: ',
    ],
    [[set('commands.test', 3)], 'commands.test is 3; expected text. | Nothing was changed.'],
    [
      [set('workflow.tdd_enabled', true), set('git.push', 'always')],
      'git.push is "always"; expected one of: manual, task, batch, epic. | Nothing was changed.',
    ],
    [[set('base_branch', 'no such..branch')], 'base_branch is "no such..branch"; expected a git'],
    [
      [set('worktree.copy', ['../secret'])],
      'worktree.copy is ["../secret"]; expected paths inside',
    ],
    [[set('workflow', 'fast')], 'workflow is "fast"; expected keys and values'],
    [[set('version.minor', 2)], 'version is no group of keys. | Correct the file first.'],
  ])('is refused as a whole: %j', (changes, expected) => {
    const result = changed('version: 1\n', ...changes);
    expect(result.startsWith(expected)).toBe(true);
    expect(result.endsWith('Nothing was changed.')).toBe(true);
  });

  it('is possible while another part of the file is wrong', () => {
    const text = 'workflow:\n  mode: fast\n  tdd_enabled: false\n';
    expect(changed(text, set('workflow.tdd_enabled', true))).toBe(
      'workflow:\n  mode: fast\n  tdd_enabled: true\n',
    );
  });

  it('is refused where nothing of the file applies, though it has the form of YAML', () => {
    expect(changed('worktree:\n  copy: [*.env]\n', set('version', 1))).toMatch(
      /stands for nothing/,
    );
    const long = `version: 1\n# ${'x'.repeat(70_000)}\n`;
    expect(changed(long, set('workflow.tdd_enabled', true))).toMatch(/longer than 64 KiB/);
  });

  it('is refused where the text is no YAML, or a value stands in several places', () => {
    expect(changed('workflow: [', set('version', 1))).toMatch(
      /^The config cannot be read as YAML: .* \| Correct the file first\. Nothing was changed\.$/,
    );
    expect(changed('version: 1\nversion: 1\n', set('version', 1))).toContain('second time');
    const text = 'commands: &shared { test: make }\nworktree: *shared\n';
    expect(changed(text, set('commands.test', 'x'))).toMatch(/^commands is used in more than one/);
    expect(changed(text, set('worktree.setup', 'x'))).toMatch(/^worktree is used in more than one/);
  });
});
