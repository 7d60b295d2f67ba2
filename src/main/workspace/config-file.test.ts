import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingPaths } from '#shared/core/project-config/config-expectation.ts';
import { settingTextAt } from '#shared/core/project-config/setting-texts.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { parseProjectConfig } from './config-file.ts';
import { defaultProjectConfigText } from './default-config.ts';

const defaults = projectConfigSchema.parse({});
const parse = (text: string) => parseProjectConfig(text, 'project.yaml');

/** The one problem of a text. */
function problemOf(text: string) {
  const { problems } = parse(text);
  expect(problems).toHaveLength(1);
  return problems[0]!;
}

describe('parseProjectConfig', () => {
  it.each([
    '',
    '\n',
    '# only a comment\n',
    '{}',
    '---\n',
    'workflow:\n  # all of it commented out\n',
  ])('gives the defaults, without a problem, for %j', (text) => {
    expect(parse(text)).toEqual({ config: defaults, problems: [] });
  });

  it('takes what is set and fills in the rest', () => {
    const { config, problems } = parse(
      'base_branch: develop\nworkflow: { max_parallel_tasks: 5, debug: { max_attempts: 0 } }\n' +
        'agents:\n  custom:\n    mine: { command: [my-agent, "{prompt}"] }\n',
    );
    expect(problems).toEqual([]);
    expect(config.base_branch).toBe('develop');
    expect(config.workflow.max_parallel_tasks).toBe(5);
    expect(config.workflow.debug).toEqual({ ...defaults.workflow.debug, max_attempts: 0 });
    expect(config.agents.custom['mine']).toEqual({
      command: ['my-agent', '{prompt}'],
      prompt: 'argument',
      env: {},
      output: 'plain',
    });
  });

  it('names an unknown key with its place, the near one and all that are possible', () => {
    const text = 'version: 1\nworkflow:\n  mode: sequential\n  max_paralel_tasks: 5\n';
    expect(problemOf(text)).toEqual({
      code: 'config-unknown-key',
      message: '"max_paralel_tasks" is not a key of workflow. Did you mean "max_parallel_tasks"?',
      action: expect.stringMatching(/^Expected one of: mode, schedule, .*limits\. /),
      place: { file: 'project.yaml', line: 4, column: 3, text: '  max_paralel_tasks: 5' },
    });
    expect(parse(text).config.workflow).toEqual({ ...defaults.workflow, mode: 'sequential' });
  });

  it('says where a key belongs that stands in the wrong group', () => {
    expect(problemOf('max_parallel_tasks: 5').message).toBe(
      '"max_parallel_tasks" is not a key of the config. Did you mean "workflow.max_parallel_tasks"?',
    );
  });

  it.each([
    ['version: 2', 'version is 2; expected 1.', 1, 10],
    ['workflow: 5', /^workflow is 5; expected keys and values \(mode, /, 1, 11],
    [
      'workflow:\n  mode: paralel',
      'workflow.mode is "paralel"; expected one of: parallel, sequential. Did you mean "parallel"?',
      2,
      9,
    ],
    [
      'workflow:\n  max_parallel_tasks: 0',
      'workflow.max_parallel_tasks is 0; expected a whole number from 1 to 64.',
      2,
      23,
    ],
    ['workflow: {max_cycles: 1.5}', /is 1.5; expected a whole number of at least 1\.$/, 1, 24],
    ['workflow: {tdd_enabled: "yes"}', /is "yes"; expected true or false\.$/, 1, 25],
    ['workflow:\n  limits:\n    run_cost_usd: -1', /expected a number above 0\.$/, 3, 19],
    ['workflow: {limits: {kill_silent_minutes: x}}', /expected a number above 0 or null\.$/, 1, 42],
    ['commands:\n  test: [a]', 'commands.test is ["a"]; expected text.', 2, 9],
    ['worktree:\n  copy:\n    - .env\n    - 5', 'worktree.copy.1 is 5; expected text.', 4, 7],
    ['agents:\n  by_type:\n    test: 3', 'agents.by_type.test is 3; expected text.', 3, 11],
    [
      'agents:\n  custom:\n    mine: {}',
      'agents.custom.mine.command is missing; expected a list of at least one text.',
      3,
      5,
    ],
    ['base_branch: ""', 'base_branch is ""; expected text that is not empty.', 1, 14],
    ['base_branch: --force', 'base_branch is "--force"; expected a git branch name.', 1, 14],
    [
      'git: {branch_prefix: a..b}',
      'git.branch_prefix is "a..b"; expected a git branch name.',
      1,
      22,
    ],
    [
      'worktree: {copy: [.env, ../secret]}',
      'worktree.copy is [".env","../secret"]; expected paths inside the repository.',
      1,
      18,
    ],
    ['worktree: {clone: [/etc]}', /expected paths inside the repository\.$/, 1, 19],
    ['- a\n- b', /^The config is \["a","b"\]; expected keys and values/, 1, 1],
  ])('tells what is wrong in %j, and keeps its default', (text, message, line, column) => {
    const problem = problemOf(text);
    expect(problem.code).toBe('config-wrong-value');
    expect(problem.message).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
    expect(problem.place).toMatchObject({ line, column, text: text.split('\n')[line - 1] });
    expect(parse(text).config).toEqual(defaults);
  });

  it('keeps all that is right beside many things that are wrong', () => {
    const { config, problems } = parse(
      [
        'base_branch: trunk',
        'colour: blue',
        'workflow: { mode: x, max_parallel_tasks: 7 }',
        'commands: { test: 5, build: make }',
        'agents:',
        '  by_type: { test: 1, docs: codex }',
        '  custom:',
        '    bad: { command: [] }',
        '    good: { command: [run] }',
        'git: 4',
      ].join('\n'),
    );
    const lines = problems.map(({ place }) => place?.line ?? 0);
    expect(lines.sort((left, right) => left - right)).toEqual([2, 3, 4, 6, 8, 10]);
    expect(config.base_branch).toBe('trunk');
    expect(config.workflow).toEqual({ ...defaults.workflow, max_parallel_tasks: 7 });
    expect(config.commands).toEqual({ ...defaults.commands, build: 'make' });
    expect(config.agents.by_type).toEqual({ docs: 'codex' });
    expect(Object.keys(config.agents.custom)).toEqual(['good']);
    expect(config.git).toEqual(defaults.git);
  });

  it.each([
    ['workflow:\n  mode: [parallel\ngit: {}', 3],
    ['commands:\n\ttest: x', 2],
    ['a: b: c', 1],
    ['base_branch: main\n---\nbase_branch: other', 2],
    ['base_branch: *nowhere', 1],
  ])('gives the defaults and the place for broken YAML: %j', (text, line) => {
    const { config, problems } = parse(text);
    expect(config).toEqual(defaults);
    expect(problems[0]).toMatchObject({ code: 'config-broken', place: { line } });
  });

  it('explains the star of a pattern that is not quoted', () => {
    const problem = problemOf('base_branch: main\nworktree:\n  copy: [.env, *.local]\n');
    expect(problem.message).toContain('quote it: "*.local"');
    expect(problem.place).toMatchObject({ line: 3, column: 16 });
  });

  it('tells a key that stands twice and goes on', () => {
    const text = 'base_branch: one\nbase_branch: two\ncommands: {build: make}';
    expect(problemOf(text)).toMatchObject({ code: 'config-duplicate-key', place: { line: 2 } });
    expect(parse(text).config).toMatchObject({ base_branch: 'two', commands: { build: 'make' } });
  });

  it('follows aliases, and a part that is wrong in one place stays right in the other', () => {
    const { config, problems } = parse(
      'commands: &shared { test: make }\nworktree: *shared\nagents: { by_type: *shared }',
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'config-unknown-key',
      place: { line: 1, column: 21 },
    });
    expect(config.commands.test).toBe('make');
    expect(config.agents.by_type).toEqual({ test: 'make' });
  });

  it('refuses aliases that multiply, values that contain themselves, depth and length', () => {
    const bomb = Array.from({ length: 12 }, (_unused, index) =>
      index === 0 ? 'a0: &a0 [x]' : `a${index}: &a${index} [${`*a${index - 1},`.repeat(9)}]`,
    ).join('\n');
    for (const text of [bomb, 'a: &a [*a]', '['.repeat(60_000), 'x'.repeat(70_000)]) {
      const { config, problems } = parse(text);
      expect(config).toEqual(defaults);
      expect(problems[0]).toMatchObject({ code: 'config-broken' });
    }
  });

  it('masks secrets in what it shows', () => {
    const shown = JSON.stringify(problemOf('agent_token: abcdefgh12345678'));
    expect(shown).not.toContain('abcdefgh12345678');
  });

  it('is not taken in by keys that objects have anyway', () => {
    const { config, problems } = parse(
      '__proto__: {mode: x}\nconstructor: 1\nagents: {by_type: {__proto__: a}}',
    );
    expect(problems.length).toBeGreaterThanOrEqual(2);
    expect(config.workflow).toEqual(defaults.workflow);
    expect(({} as Record<string, unknown>)['mode']).toBeUndefined();
  });

  it('always gives a valid config, and places inside the text, whatever the text', () => {
    const keys = [
      'version',
      'workflow',
      'mode',
      'agents',
      'custom',
      'worktree',
      'copy',
      'git',
      'x',
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(0, 1, -1, 1.5, '', 'a', 'parallel', true, null, 1e308),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const text = fc.oneof(
      value.map((given) => JSON.stringify(given, null, 1)),
      fc
        .array(
          fc.constantFrom(...keys, ':', ' ', '\n', '-', '[', '{', '}', '&a', '*a', '"', '#', '1'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const { config, problems } = parse(given);
        expect(projectConfigSchema.safeParse(config).success).toBe(true);
        const lines = given.split('\n').length;
        for (const { place } of problems) {
          expect(place?.line ?? 1).toBeGreaterThanOrEqual(1);
          expect(place?.line ?? 1).toBeLessThanOrEqual(lines);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('defaultProjectConfigText', () => {
  const detected = { testCommand: 'npm test', buildCommand: '', baseBranch: 'main' };

  it('says of each setting and each choice that this version cannot use that it comes later', () => {
    const lines = defaultProjectConfigText(detected).split('\n');
    for (const path of settingPaths()) {
      const { unused, choices = {} } = settingTextAt(path);
      const line = lines.find((one) => one.trimStart().startsWith(`${path.at(-1) ?? ''}:`)) ?? '';
      expect.soft(line.includes('# (later)'), line).toBe(unused !== undefined);
      for (const [value, { unavailable }] of Object.entries(choices))
        expect.soft(line.includes(`${value} (later)`), line).toBe(unavailable !== undefined);
    }
  });

  it('says that epics start from the base branch, and where their work lands', () => {
    expect(defaultProjectConfigText(detected)).toContain(
      '\n# Branch that epics start from. Their work lands on epic/<id>, and nowhere else.\nbase_branch: "main"\n',
    );
  });

  it('parses back to the defaults and the detected values, without a problem', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const branch = fc.constantFrom('main', 'trunk', 'feature/x', 'on', '1', 'null', 'release-1.2');
    fc.assert(
      fc.property(text, text, branch, (testCommand, buildCommand, baseBranch) => {
        const { config, problems } = parse(
          defaultProjectConfigText({ testCommand, buildCommand, baseBranch }),
        );
        expect(problems).toEqual([]);
        expect(config).toEqual({
          ...defaults,
          base_branch: baseBranch,
          commands: { ...defaults.commands, test: testCommand, build: buildCommand },
        });
      }),
    );
  });

  it('shows every key, and is easy to read', () => {
    const text = defaultProjectConfigText({
      testCommand: 'npm test',
      buildCommand: '',
      baseBranch: 'main',
    });
    expect(text).toContain('\n  build: ""\n  test: "npm test"\n');
    expect(text).toContain('\n  copy: [".env*"] #');
    const optional = new Set(['worktrees_dir']);
    const keysOf = (value: object): string[] =>
      Object.entries(value).flatMap(([key, inner]) => [
        key,
        ...(typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? keysOf(inner)
          : []),
      ]);
    for (const key of keysOf(defaults)) {
      if (!optional.has(key)) expect(text).toMatch(new RegExp(`^ *${key}:`, 'm'));
    }
  });
});
