import { describe, expect, test } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { builtInAdapters, createAgentRegistry, unknownAgents } from './registry.ts';

const worker = { command: ['./tools/worker', '--fast'], prompt: 'file' };

function registry(agents: object) {
  return createAgentRegistry(projectConfigSchema.parse({ agents }).agents);
}

describe('resolving a name', () => {
  test('finds built-in and custom agents', () => {
    const { resolve, types } = registry({ custom: { worker } });
    expect(types).toEqual(['claude', 'codex', 'gemini', 'opencode', 'script', 'worker']);
    for (const type of types) expect(resolve(type)).toMatchObject({ ok: true, value: { type } });
  });

  test('an unknown name is refused with the known ones', () => {
    for (const type of ['clode', '__proto__', 'constructor', '']) {
      const result = registry({ custom: { worker } }).resolve(type);
      expect(result).toMatchObject({ ok: false, error: { code: 'agent-unknown' } });
      expect(JSON.stringify(result)).toContain('claude, codex, gemini, opencode, script, worker');
    }
  });

  test('a config that chooses unknown agents is told by which key', () => {
    const { agents } = projectConfigSchema.parse({
      agents: { default: 'clode', by_type: { test: 'codex', docs: 'worker' } },
    });
    const problems = unknownAgents(agents, createAgentRegistry(agents));
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['agent-unknown', 'agents.default: There is no agent named "clode".'],
      ['agent-unknown', 'agents.by_type.docs: There is no agent named "worker".'],
    ]);
  });

  test('the config may replace a built-in agent', () => {
    const { resolve, types } = registry({ custom: { claude: worker } });
    expect(resolve('claude')).toMatchObject({ value: { find: { commands: ['./tools/worker'] } } });
    expect(types.filter((type) => type === 'claude')).toHaveLength(1);
  });
});

describe('the agent of a task', () => {
  const agents = {
    default: 'codex',
    by_type: { test: 'claude', docs: 'worker' },
    custom: { worker },
  };
  const { agentForTask } = registry(agents);

  test.each([
    [[], 'codex'],
    [['backend'], 'codex'],
    [['agent:test'], 'claude'],
    [['agent:docs'], 'worker'],
    [['agent:gemini'], 'gemini'],
    [['agent:worker'], 'worker'],
    [['agent:frontend'], 'codex'],
    [['agent:constructor'], 'codex'],
  ])('labels %j choose %s', (labels, type) => {
    expect(agentForTask({ labels })).toBe(type);
  });

  test('that writes tests is the default one when none is mapped', () => {
    expect(registry({}).agentForTask({ labels: ['agent:test'] })).toBe('claude');
  });
});

test('no built-in agent gets its prompt in an argument, which Linux limits to 128 KiB', () => {
  for (const { nonInteractive, interactive, resume } of builtInAdapters) {
    for (const form of [nonInteractive, interactive, resume]) {
      expect(form?.prompt).not.toBe('argument');
      expect(form?.arguments.join(' ') ?? '').not.toContain('{prompt}');
    }
  }
});
