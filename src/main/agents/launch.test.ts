import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customAgentSchema } from '#shared/model/settings/agent-settings.ts';
import { claudeAdapter } from './claude.ts';
import { codexAdapter } from './codex.ts';
import { customAdapter } from './custom.ts';
import { planLaunch } from './launch.ts';
import type { LaunchInput } from './launch.ts';
import { scriptAdapter } from './script.ts';

const input: LaunchInput = {
  program: '/opt/bin/tool',
  promptFile: '/data/a1/prompt.md',
  promptText: 'Do it.',
  reportFile: '/data/a1/report.json',
  taskId: 'auth-7f3.2',
  attempt: 2,
  worktree: '/data/worktrees/w1',
  scriptFile: null,
};

function planCustom(agent: object, over: Partial<LaunchInput> = {}) {
  return planLaunch(customAdapter('tool', customAgentSchema.parse(agent)), { ...input, ...over });
}

describe('a plan', () => {
  test('always tells the agent its files, task, attempt and worktree', () => {
    const plan = planLaunch(claudeAdapter, input);
    expect(plan).toMatchObject({
      ok: true,
      value: {
        environment: {
          DISABLE_AUTOUPDATER: '1',
          SWITCHYARD_REPORT: '/data/a1/report.json',
          SWITCHYARD_PROMPT: '/data/a1/prompt.md',
          SWITCHYARD_TASK: 'auth-7f3.2',
          SWITCHYARD_ATTEMPT: '2',
          SWITCHYARD_WORKTREE: '/data/worktrees/w1',
        },
      },
    });
  });

  test('a prompt for standard input is read from its file by a constant shell text', () => {
    expect(planLaunch(codexAdapter, input)).toMatchObject({
      value: {
        program: '/bin/sh',
        arguments: [
          '-c',
          'exec "$0" "$@" < "$SWITCHYARD_PROMPT"',
          '/opt/bin/tool',
          'exec',
          '--json',
          '--color',
          'never',
          '--sandbox',
          'workspace-write',
          '--config',
          'sandbox_workspace_write.network_access=true',
          '--add-dir',
          '/data/a1',
          '-',
        ],
      },
    });
  });

  test('the interactive form names the prompt file, the resumed one the conversation', () => {
    const interactive = planLaunch(claudeAdapter, { ...input, form: 'interactive' });
    expect(interactive).toMatchObject({ value: { program: '/opt/bin/tool' } });
    expect(JSON.stringify(interactive)).toContain('Read the file /data/a1/prompt.md');
    const resumed = planLaunch(claudeAdapter, { ...input, form: { resume: 'a968' } });
    expect(JSON.stringify(resumed)).toContain('"--resume","a968","-p"');
  });

  test('a form that the agent does not have is refused', () => {
    const result = planLaunch(scriptAdapter, { ...input, scriptFile: '/s', form: 'interactive' });
    expect(result).toMatchObject({ ok: false, error: { code: 'agent-form-missing' } });
  });
});

describe('the script agent', () => {
  test('runs the script file with a shell that stops at the first error', () => {
    const plan = planLaunch(scriptAdapter, {
      ...input,
      program: '/bin/sh',
      scriptFile: '/data/s.sh',
    });
    expect(plan).toMatchObject({ value: { program: '/bin/sh', arguments: ['-eu', '/data/s.sh'] } });
  });

  test('needs a task with a script', () => {
    expect(planLaunch(scriptAdapter, input)).toMatchObject({
      error: { code: 'task-without-script' },
    });
  });
});

describe('a custom agent', () => {
  test('its variables are replaced, unknown ones stay', () => {
    const command = [
      'tool',
      '--out={report_file}',
      '{task_id}',
      '{worktree}',
      '{else}',
      '{prompt}',
    ];
    expect(planCustom({ command })).toMatchObject({
      value: {
        program: '/opt/bin/tool',
        arguments: [
          '--out=/data/a1/report.json',
          'auth-7f3.2',
          '/data/worktrees/w1',
          '{else}',
          'Do it.',
        ],
      },
    });
  });

  test.each([
    [{ command: ['tool', '-x'] }, ['-x', 'Do it.']],
    [{ command: ['tool', '{prompt_file}'] }, ['/data/a1/prompt.md']],
    [{ command: ['tool'], prompt: 'file' }, []],
  ])('%j gets %j', (agent, args) => {
    expect(planCustom(agent)).toMatchObject({ value: { arguments: args } });
  });

  test('its environment is added but cannot hide the app’s', () => {
    const env = { TOOL_MODE: 'fast', SWITCHYARD_TASK: 'other' };
    expect(planCustom({ command: ['tool'], env })).toMatchObject({
      value: { environment: { TOOL_MODE: 'fast', SWITCHYARD_TASK: 'auth-7f3.2' } },
    });
  });

  test('a prompt too long for an argument is refused, on standard input it is not', () => {
    const long = { promptText: 'é'.repeat(66_000) };
    expect(planCustom({ command: ['tool'] }, long)).toMatchObject({
      error: { code: 'prompt-too-long' },
    });
    expect(planCustom({ command: ['tool'], prompt: 'stdin' }, long)).toMatchObject({ ok: true });
  });

  test('any prompt stays one argument and is not searched for variables', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const promptText = `{worktree} $& ${text}`;
        const plan = planCustom({ command: ['tool', '{prompt}'] }, { promptText });
        expect(plan).toMatchObject({ value: { arguments: [promptText.replaceAll('\0', '')] } });
      }),
    );
  });
});
