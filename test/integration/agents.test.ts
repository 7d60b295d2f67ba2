import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { detectAgent } from '#main/agents/detect.ts';
import { planLaunch } from '#main/agents/launch.ts';
import { createAgentRegistry } from '#main/agents/registry.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { isProcessAlive } from '#main/system/process-identity.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import { readAttempt } from '#shared/core/agent-output/read-attempt.ts';
import type { AttemptResult } from '#shared/core/agent-output/read-attempt.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { installFakeAgents } from '../fixtures/agents/install.ts';

const now = Date.parse('2026-11-20T17:30:00Z');
const { agents: config } = projectConfigSchema.parse({
  agents: { custom: { worker: { command: ['worker'], version: ['--version'], prompt: 'file' } } },
});
const registry = createAgentRegistry(config);

let folder = '';
let worktree = '';
let environment: Record<string, string> = {};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-agents-'));
  worktree = join(folder, 'work tree');
  await mkdir(worktree);
  environment = childEnvironment(process.env, {
    PATH: await installFakeAgents(join(folder, 'bin')),
  });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function adapterOf(type: string) {
  const result = registry.resolve(type);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

interface Played extends AttemptResult {
  readonly code: number | null;
}

/** Detects, plans, runs and reads an agent, as an attempt does; ends it when it asks or `until`. */
async function play(type: string, prompt: string, mode = 'success', until = ''): Promise<Played> {
  const adapter = adapterOf(type);
  const detected = await detectAgent(adapter, environment, folder);
  if (!detected.ok) throw new Error(detected.error.message);
  const promptFile = join(folder, 'prompt.md');
  const reportFile = join(folder, 'report.json');
  const scriptFile = join(folder, 'script.sh');
  await writeFile(promptFile, prompt);
  await writeFile(scriptFile, prompt);
  const plan = planLaunch(adapter, {
    program: detected.value.program,
    promptFile,
    promptText: prompt,
    reportFile,
    taskId: 'auth.1',
    attempt: 1,
    worktree,
    scriptFile,
  });
  if (!plan.ok) throw new Error(plan.error.message);
  // Both outputs are one, as they are in a terminal: what was said last stays last.
  const together = ['-c', 'exec "$@" 2>&1', 'sh', plan.value.program, ...plan.value.arguments];
  const child = spawn('sh', together, {
    cwd: worktree,
    env: { ...environment, ...plan.value.environment, FAKE_MODE: mode, FAKE_FLOOD_MB: '20' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  const collect = (chunk: string): void => {
    text = (text + chunk).slice(-1_000_000);
    if (until !== '' && text.includes(until)) child.kill('SIGKILL');
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const file = await readFile(reportFile, 'utf8').catch(() => null);
  const { output: format, signals, exitCodeReports } = adapter;
  const context = { format, signals, exitCodeReports, now, timeZone: 'UTC' };
  return { code, ...readAttempt({ ...context, text, exitCode: code, reportFile: file }) };
}

const tools = [
  { type: 'claude', version: '2.1.197', cost: 0.00164, resetsAt: '2026-11-20T19:01:00.000Z' },
  { type: 'codex', version: '0.169.0', cost: null, resetsAt: '2026-11-20T19:36:00.000Z' },
  { type: 'gemini', version: '0.61.0', cost: null, resetsAt: '2026-11-21T08:02:10.000Z' },
  { type: 'opencode', version: '1.18.33', cost: 0.0008, resetsAt: '2026-11-20T17:30:30.000Z' },
];

describe.each(tools)('$type', ({ type, version, cost, resetsAt }) => {
  test('is found on PATH with its version', async () => {
    expect(await detectAgent(adapterOf(type), environment, folder)).toMatchObject({
      ok: true,
      value: { type, program: join(folder, 'bin', type), version },
    });
  });

  test('works on its prompt and tells words, tokens, cost and conversation', async () => {
    const large = `WRITE src/a.ts: export {};\n${'context '.repeat(40_000)}`;
    const { code, output, report } = await play(type, large);
    expect(code).toBe(0);
    expect(await readFile(join(worktree, 'src/a.ts'), 'utf8')).toBe('export {};\n');
    expect(output).toMatchObject({ tokens: 110, costUsd: cost, rateLimit: null, errorText: null });
    expect(output.sessionId).not.toBeNull();
    expect(output.finalText).toMatch(/^All done\.\n\{/);
    expect(report).toMatchObject({ status: 'success', origin: 'last_line', created: ['src/a.ts'] });
  });

  test('a rate limit is seen with its end', async () => {
    const { code, output, report } = await play(type, 'Do it.', 'rate_limit');
    expect(code).toBe(1);
    expect(output.rateLimit?.resetsAt).toBe(resetsAt);
    expect(report.status).toBe('unknown');
  });

  test('talk about rate limits in a success is none', async () => {
    const said = 'The API answers 429 Too Many Requests: rate limit, try again in 5 minutes.';
    const { output, report } = await play(type, `SAY ${said}`);
    expect(output.rateLimit).toBeNull();
    expect(report.status).toBe('success');
  });

  test.each([
    ['fail', { status: 'fail', errorType: 'test', message: '2 tests fail' }],
    ['blocked', { status: 'blocked', blockerDiscovered: true }],
    ['fake_report', { status: 'fail', modified: [] }],
    ['escapes', { status: 'success' }],
    ['flood', { status: 'success' }],
  ])('%s ends with its own report', async (mode, expected) => {
    const { code, output, report } = await play(type, 'Do it.', mode);
    expect(code).toBe(0);
    expect(report).toMatchObject({ origin: 'last_line', ...expected });
    expect(output).toMatchObject({ tokens: 110, rateLimit: null, question: null });
  });

  test('a crash is unknown and explained by what was printed last', async () => {
    const { code, output, report } = await play(type, 'Do it.', 'crash');
    expect(code).toBe(7);
    expect(report).toMatchObject({ status: 'unknown', tokens: null });
    expect(output.errorText).toContain('TypeError');
    expect(output.rateLimit).toBeNull();
  });

  test('a question at the end is seen while it waits', async () => {
    const { output } = await play(type, 'Do it.', 'question', '(y/n) ');
    expect(output.question).toBe('Do you want to proceed? (y/n)');
  });

  test('a prompt that it cannot read ends it, and that is no rate limit', async () => {
    const { code, output } = await play(type, '');
    expect(code).toBe(1);
    expect(output).toMatchObject({ rateLimit: null, errorText: 'error: the prompt is empty' });
  });
});

describe('custom and script agents', () => {
  test('a custom agent edits, commits and reports in a file', async () => {
    const { code, report } = await play(
      'worker',
      'WRITE a b.txt: one\\ntwo\nAPPEND a b.txt: three\n',
    );
    expect(code).toBe(0);
    expect(await readFile(join(worktree, 'a b.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(report).toMatchObject({ status: 'success', origin: 'report_file', tokens: 100 });
  });

  test('a script agent runs the task’s script in the worktree and ends at the first error', async () => {
    const good = await play('script', 'printf "%s" "$SWITCHYARD_TASK" > task.txt');
    expect(good).toMatchObject({ code: 0, report: { status: 'success', origin: 'none' } });
    expect(await readFile(join(worktree, 'task.txt'), 'utf8')).toBe('auth.1');
    const bad = await play('script', 'echo "429 Too Many Requests" >&2\nfalse\necho never\n');
    expect(bad).toMatchObject({
      code: 1,
      output: { rateLimit: null, errorText: '429 Too Many Requests' },
    });
  });
});

describe('detection', () => {
  const search = async (type: string, over: Record<string, string> = {}) =>
    detectAgent(adapterOf(type), { ...environment, ...over }, folder, { versionTimeoutMs: 500 });

  async function custom(command: string[]) {
    const agents = projectConfigSchema.parse({
      agents: { custom: { mine: { command, version: ['--version'] } } },
    }).agents;
    const adapter = createAgentRegistry(agents).resolve('mine');
    if (!adapter.ok) throw new Error(adapter.error.message);
    return detectAgent(adapter.value, environment, folder, { versionTimeoutMs: 500 });
  }

  async function executable(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, text);
    await chmod(file, 0o755);
    return file;
  }

  test('a missing agent is named with what was looked for, what to do and, apart from it, where', async () => {
    const result = await search('claude', {
      HOME: '/home/me',
      PATH: '/no/such:/home/me/bin:.:/a:/b:/c:/d',
    });
    expect(problemOf(result)).toMatchObject({
      code: 'agent-missing',
      message: 'Claude Code was not found: "claude" is in no folder of PATH.',
      details: { title: 'Folders of PATH', lines: ['/no/such', '~/bin', '/a', '/b', '/c', '/d'] },
    });
    expect(problemOf(result).action).toContain('npm install -g @anthropic-ai/claude-code');
    expect(problemOf(result).action).toContain('Or choose another agent: agents.default');
    expect(await search('codex', { PATH: '' })).toMatchObject({
      error: { message: 'Codex was not found: PATH is empty, so that "codex" is nowhere.' },
    });
  });

  test('a path is taken from the repository’s root or as it is', async () => {
    const file = await executable('tool', '#!/bin/sh\necho tool v3.2\n');
    for (const command of ['./tool', file]) {
      expect(await custom([command])).toMatchObject({ value: { program: file, version: '3.2' } });
    }
    const absent = problemOf(await custom(['./absent']));
    expect(absent).toMatchObject({ code: 'agent-missing' });
    expect(absent.message).toContain(join(folder, 'absent'));
  });

  test('a file that may not be run is named', async () => {
    await writeFile(join(folder, 'tool'), '#!/bin/sh\n');
    const problem = problemOf(await custom(['./tool']));
    expect(problem).toMatchObject({ code: 'agent-missing' });
    expect(problem.action).toContain('chmod +x');
  });

  test('a program that does not start or fails is broken, and says how', async () => {
    await executable('tool', '#!/bin/sh\necho "cannot load libfoo.so" >&2\nexit 127\n');
    const problem = problemOf(await custom(['./tool']));
    expect(problem).toMatchObject({ code: 'agent-broken' });
    expect(problem.message).toContain('libfoo.so');
    await executable('other', '#!/no/such/interpreter\n');
    expect(await custom(['./other'])).toMatchObject({ error: { code: 'agent-broken' } });
  });

  test('one that answers nothing in time, or prints without end, is ended and has no version', async () => {
    await executable('slow', '#!/bin/sh\nsleep 600 & echo $! > slow.pid; wait\n');
    expect(await custom(['./slow'])).toMatchObject({ ok: true, value: { version: null } });
    const pid = Number(await readFile(join(folder, 'slow.pid'), 'utf8'));
    await expect.poll(() => isProcessAlive({ pid, startTime: null })).toBe(false);
    await executable('loud', '#!/bin/sh\nwhile :; do echo loud; done\n');
    expect(await custom(['./loud'])).toMatchObject({ ok: true, value: { version: null } });
  });
});

function problemOf(result: Result<unknown, Failure>): Failure {
  if (result.ok) throw new Error('expected a failure');
  return result.error;
}
