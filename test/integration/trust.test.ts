import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHost } from '#main/engine/host/host.ts';
import type { Host } from '#main/engine/host/host.ts';
import { createRouterClient } from '@orpc/server';
import { createRouter } from '#main/ipc/create-router.ts';
import { startRun } from '#main/engine/runs/run-control.ts';
import { agreeToTrust, describeTrust } from '#main/engine/trust/trust.ts';
import { hostileRepository } from '../helpers/hostile-repository.ts';
import { terminalBench } from '../helpers/terminals.ts';
import { surroundings, testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace, TestWorkspaceOptions } from '../helpers/workspaces.ts';

const commandFile = join(import.meta.dirname, '../../out/main/cli.js');

const untrusted = (options: TestWorkspaceOptions = {}) =>
  testWorkspace({ untrusted: true, ...options });

/** What would have to be agreed to, by the names that a person sees. */
async function news(test: TestWorkspace): Promise<readonly string[]> {
  const { parts } = await describeTrust(test.workspace);
  return parts
    .filter(({ change }) => change !== 'same')
    .map(({ name, change }) => `${change} ${name}`);
}

async function page(
  test: TestWorkspace,
): Promise<{ host: Host; workspaceId: string; client: ReturnType<typeof clientOf> }> {
  const host = await createHost(surroundings(test.environment), {
    kind: 'serve',
    version: '0.0.0',
    startFolder: test.root,
    pickFolder: null,
  });
  onTestFinished(async () => host.dispose());
  return { host, workspaceId: host.describe().startWorkspaceId ?? '', client: clientOf(host) };
}

function clientOf(host: Host) {
  return createRouterClient(createRouter(host));
}

const hooks = (command: string): string =>
  `${JSON.stringify({ hooks: { PreToolUse: [{ hooks: [{ type: 'command', command }] }] } })}\n`;

describe('a run in a repository that nobody has agreed to', () => {
  it('is refused with exit code 2, naming what can execute and --trust', async () => {
    const test = await untrusted({ config: { commands: { test: 'touch "$SIGNS/checked"' } } });
    test.task('t1', { script: 'touch "$SIGNS/scripted"; echo x > x.txt' });
    const refused = await test.words('run');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('commands.test');
    expect(refused.stderr).toContain('--trust');
    const json = await test.words('run', '--json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ errors: [{ code: 'not-trusted' }] });
    expect(existsSync(test.sign('scripted'))).toBe(false);
    expect(test.get('t1')).toMatchObject({ status: 'open', dispatches: 0 });
  });

  it('is refused without a config too: what its checks run is its own', async () => {
    const test = await untrusted();
    test.remove('.switchyard');
    test.task('t1', { verify: ['true'], labels: ['agent:script'] });
    expect(await test.words('run')).toMatchObject({ code: 2 });
    expect(await test.words('run', '--trust')).toMatchObject({ code: 0 });
    // A config that appears later is asked for, whatever it says.
    test.write('.switchyard/project.yaml', 'version: 1\nagents: { default: script }\n');
    test.task('t2', { verify: ['true'] });
    const again = await test.words('run');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('.switchyard/project.yaml');
  });

  it('begins with --trust, which is remembered in a file of the person alone', async () => {
    const test = await untrusted();
    test.task('t1');
    test.task('t2');
    expect(await test.words('run', 't1', '--trust')).toMatchObject({ code: 0 });
    expect(await test.words('run', 't2')).toMatchObject({ code: 0 });
    const file = join(test.workspace.folder, 'trust.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('commands.test');
    expect(await test.words('trust', '--withdraw')).toMatchObject({ code: 0 });
    test.task('t3');
    expect(await test.words('run', 't3')).toMatchObject({ code: 2 });
  });

  it('begins where the person says that all below a folder is trusted, and not below one where they say to ask', async () => {
    const test = await untrusted();
    test.task('t1');
    expect(await test.words('trust', '--folder', test.folder)).toMatchObject({ code: 0 });
    expect(await test.words('trust', '--folder', test.root, '--rule', 'ask')).toMatchObject({
      code: 0,
    });
    expect(await test.words('run')).toMatchObject({ code: 2 });
    expect(await test.words('trust', '--folder', test.root, '--rule', 'none')).toMatchObject({
      code: 0,
    });
    expect(await test.words('run')).toMatchObject({ code: 0 });
    const gone = await test.words('trust', '--folder', join(test.folder, 'nowhere'));
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no folder') });
  });
});

describe('a repository that names programs in every way there is', () => {
  it('works once the person has agreed: then they are theirs to run', async () => {
    const test = await hostileRepository();
    onTestFinished(() => rmSync(test.outside, { recursive: true, force: true }));
    // A remote that answers nothing, and a program in the place of a diff, keep git itself from working.
    const edit = ['-c', 'core.fsmonitor=false', 'config'];
    for (const section of ['remote.origin', 'diff']) test.git(...edit, '--remove-section', section);
    await test.words('import');
    expect(await test.words('run')).toMatchObject({ code: 2 });
    const run = await test.words('run', '--trust');
    expect(run.stderr + run.stdout).toContain('task-1');
    expect(test.ran()).toEqual(
      expect.arrayContaining(['backlog.script', 'backlog.verify', 'worktree.setup']),
    );
    expect(existsSync(test.outside)).toBe(true);
    await test.words('doctor');
    expect(test.ran()).toEqual(expect.arrayContaining(['tools.claude', 'version-codex']));
  });
});

describe('an agreement', () => {
  it('is asked for again when something that can execute changes, and shows the difference', async () => {
    const test = await untrusted({ config: { commands: { test: 'true' } } });
    test.task('t1');
    expect(await test.words('trust', '--agree')).toMatchObject({ code: 0 });
    const text = readFileSync(join(test.root, '.switchyard/project.yaml'), 'utf8');
    test.write('.switchyard/project.yaml', text.replace('"true"', '"touch $SIGNS/evil"'));
    const shown = await test.words('trust');
    expect(shown.code).toBe(1);
    expect(shown.stdout).toMatch(
      /commands\.test \(changed\)\n\s+- true\n\s+\+ touch \$SIGNS\/evil/,
    );
    const refused = await test.words('run');
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has changed since you agreed'),
    });
    expect(existsSync(test.sign('evil'))).toBe(false);
    expect(await test.words('run', '--trust')).toMatchObject({ code: 0 });
    expect(existsSync(test.sign('evil'))).toBe(true);
  });

  it('holds for exactly what was shown', async () => {
    const test = await untrusted();
    const { digest } = await describeTrust(test.workspace);
    test.write('.switchyard/prompts/developer.md', 'Do as I say.\n');
    const late = await agreeToTrust(test.workspace, digest);
    expect(late).toMatchObject({ ok: false, error: { code: 'trust-moved' } });
    expect(await news(test)).toContain('added .switchyard/prompts/developer.md');
  });

  it('covers prompts, tasks from files and what agents start, whatever stands beside it', async () => {
    const test = await untrusted({ files: { 'notes.md': 'x\n' } });
    await agreeToTrust(test.workspace, null);
    test.write('notes.md', 'y\n');
    test.write('AGENTS.md', 'Use tabs.\n');
    test.git('add', '--all');
    test.git('commit', '--quiet', '--message', 'Text');
    expect(await news(test)).toEqual([]);
    test.write('.switchyard/prompts/reviewer.md', 'x\n');
    for (const [path, content] of [
      ['.claude/settings.json', hooks('touch x')],
      ['.claude/hooks/run.sh', 'touch x\n'],
      ['.mcp.json', '{}\n'],
      ['.gemini/settings.json', '{}\n'],
      ['.codex/config.toml', 'x = 1\n'],
      ['.opencode/plugin/a.js', 'x\n'],
      ['opencode.jsonc', '{}\n'],
      ['.qwen/settings.json', '{}\n'],
      ['.cursor/mcp.json', '{}\n'],
      ['.vscode/mcp.json', '{}\n'],
    ] as const) {
      test.write(path, content);
      test.git('add', '--all');
      test.git('commit', '--quiet', '--message', path);
      expect(await news(test)).toContain(`added ${path}`);
    }
    test.git('config', 'filter.x.clean', 'touch x');
    expect(await news(test)).toContain('added filter.x.clean');
    test.git('config', 'core.hooksPath', '.husky');
    test.write('.husky/pre-push', '#!/bin/sh\ntouch x\n');
    expect(await news(test)).toEqual(
      expect.arrayContaining(['added core.hookspath', 'added hook pre-push']),
    );
  });

  it('takes what the person changes in the app for their own, and nothing beside it', async () => {
    const test = await untrusted();
    test.task('t1');
    const { client, workspaceId } = await page(test);
    const shown = await client.trust.describe({ workspaceId });
    if (!shown.ok) throw new Error(shown.error.message);
    expect(await client.trust.agree({ workspaceId, digest: shown.value.digest })).toMatchObject({
      ok: true,
      value: { state: 'trusted' },
    });
    const changes = [{ path: ['commands', 'test'], value: 'echo mine' }];
    expect(await client.settings.change({ workspaceId, changes })).toMatchObject({ ok: true });
    expect(await news(test)).toEqual([]);
    test.write('.switchyard/prompts/developer.md', 'Foreign.\n');
    const more = [{ path: ['commands', 'lint'], value: 'echo lint' }];
    expect(await client.settings.change({ workspaceId, changes: more })).toMatchObject({
      ok: true,
    });
    expect(await news(test)).toEqual(['added .switchyard/prompts/developer.md']);
    expect(await client.trust.withdraw({ workspaceId })).toMatchObject({
      ok: true,
      value: { state: 'new' },
    });
    expect(await client.runs.start({ workspaceId, scope: { kind: 'all' } })).toMatchObject({
      ok: false,
      error: [{ code: 'not-trusted' }],
    });
  });

  it('lets init write what the person asked for, where all else was agreed to', async () => {
    const test = await untrusted();
    test.remove('.switchyard');
    expect(await test.words('init')).toMatchObject({ code: 0 });
    expect((await describeTrust(test.workspace)).state).toBe('new');
    test.remove('.switchyard');
    await agreeToTrust(test.workspace, null);
    expect(await test.words('init')).toMatchObject({ code: 0 });
    expect((await describeTrust(test.workspace)).state).toBe('trusted');
  });

  it('is needed for scripts of an imported file, not for those that the person adds', async () => {
    const test = await untrusted();
    await agreeToTrust(test.workspace, null);
    await test.words(
      'add',
      'Mine',
      '--epic',
      'e',
      '--epic-title',
      'E',
      '--script',
      'echo 1 > 1.txt',
    );
    expect(await test.words('run')).toMatchObject({ code: 0 });
    const file = join(test.folder, 'tasks.json');
    const task = {
      id: 'e.9',
      epic: 'e',
      title: 'Foreign',
      script: 'touch "$SIGNS/foreign"; echo 9 > 9.txt',
    };
    writeFileSync(file, JSON.stringify({ switchyard: 1, tasks: [task] }));
    expect(await test.words('import', file)).toMatchObject({ code: 0 });
    expect(await news(test)).toEqual(['added e.9']);
    expect(await test.words('run')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('task e.9'),
    });
    expect(existsSync(test.sign('foreign'))).toBe(false);
    expect(await test.words('run', '--trust')).toMatchObject({ code: 0 });
  });
});

const taskFile = (verify: string): string =>
  `---\nid: task-1\ntitle: One\nstatus: To Do\ndependencies: []\nscript: "echo 1 > one.txt"\nverify: [${JSON.stringify(verify)}]\n---\n\n## Description\n\nText.\n`;

describe('a change while a run goes on', () => {
  it('holds the task whose file names another check right before it starts, and only that one', async () => {
    const test = await untrusted();
    test.write('backlog/config.yml', 'project_name: x\nstatuses: [To Do, In Progress, Done]\n');
    const path = 'backlog/tasks/task-1 - One.md';
    test.write(path, taskFile('true'));
    expect(await test.words('import')).toMatchObject({ code: 0 });
    test.task('e.1', {
      script: `touch "$SIGNS/begun"; ${waitFor(test.sign('go'))}; echo 1 > a.txt`,
    });
    test.task('e.2');
    await agreeToTrust(test.workspace, null);
    const fresh = await test.open();
    const started = await startRun(
      fresh,
      { kind: 'selected', taskIds: ['e.1', 'e.2', 'task-1'] },
      { maxParallelTasks: 1 },
    );
    if (!started.ok) throw new Error(started.error[0]?.message);
    await until('the first task to run', () => existsSync(test.sign('begun')));
    test.write(path, taskFile('touch "$SIGNS/planted"'));
    writeFileSync(test.sign('go'), '');
    const { run } = await started.value.finished;
    expect(run.outcome).toBe('incomplete');
    expect(test.get('e.2').status).toBe('closed');
    expect(test.get('task-1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('task task-1'),
    });
    expect(existsSync(test.sign('planted'))).toBe(false);
    // The person looks at the difference, agrees, and it is open again by itself.
    const report = await describeTrust(test.workspace);
    const changed = report.parts.find(({ name }) => name === 'task-1');
    expect(changed?.lines).toContainEqual({ kind: 'removed', text: 'true' });
    expect(await agreeToTrust(test.workspace, report.digest)).toMatchObject({ ok: true });
    expect(test.get('task-1').status).toBe('open');
  });

  it('holds the tasks that would find what an agent has planted for its kind', async () => {
    const test = await untrusted();
    const planted = hooks('touch "$SIGNS/hooked"').trim();
    test.task('e.1', { script: `mkdir -p .claude && echo '${planted}' > .claude/settings.json` });
    test.task('e.2', { dependencies: ['e.1'] });
    test.task('f.1', { epicId: 'f' });
    const run = await test.words('run', '--trust');
    expect(run.code).toBe(1);
    expect(test.get('e.1').status).toBe('closed');
    expect(test.get('f.1').status).toBe('closed');
    expect(test.get('e.2')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('.claude/settings.json'),
    });
    expect(await news(test)).toEqual(['added .claude/settings.json']);
    expect(await test.words('run', '--trust')).toMatchObject({ code: 0 });
    expect(test.get('e.2').status).toBe('closed');
  });

  it('holds the next task also where git ignores what was planted in a worktree that is used again', async () => {
    const test = await untrusted({ files: { '.gitignore': 'settings.local.json\n' } });
    const planted = hooks('touch "$SIGNS/hooked"').trim();
    test.task('e.1', {
      script: `mkdir -p .claude && echo '${planted}' > .claude/settings.local.json; echo 1 > 1.txt`,
    });
    test.task('e.2', { dependencies: ['e.1'] });
    await test.words('run', '--trust', '--parallel', '1');
    const { status, blockedReason } = test.get('e.2');
    // Either the worktree is clean, or the task is held, and the file can be looked at and agreed to.
    if (status === 'closed') return;
    expect(blockedReason).toContain('settings.local.json');
    expect(await news(test)).toEqual(['added .claude/settings.local.json']);
    expect(await test.words('run', '--trust')).toMatchObject({ code: 0 });
  });

  it.each(['.switchyard/prompts/developer.md', '.switchyard/prompts/parts/no-git.md'])(
    'refuses a prompt, or a part of one, that was put there since (%s)',
    async (prompt) => {
      const test = await untrusted();
      test.task('e.1', {
        script: `touch "$SIGNS/begun"; ${waitFor(test.sign('go'))}; echo 1 > a.txt`,
      });
      test.task('e.2', { dependencies: ['e.1'] });
      await agreeToTrust(test.workspace, null);
      const fresh = await test.open();
      const started = await startRun(fresh, { kind: 'all' });
      if (!started.ok) throw new Error(started.error[0]?.message);
      await until('the first task to run', () => existsSync(test.sign('begun')));
      test.write(prompt, 'Do as I say.\n');
      writeFileSync(test.sign('go'), '');
      await started.value.finished;
      expect(test.get('e.2')).toMatchObject({
        status: 'blocked',
        blockedReason: expect.stringContaining(prompt),
      });
    },
  );
});

describe('a person in a terminal', () => {
  /** Runs the command line as they do, and answers its question. */
  async function answering(test: TestWorkspace, answer: string) {
    const terminal = terminalBench();
    const session = terminal.start(process.execPath, [commandFile, 'run'], {
      columns: 120,
      rows: 40,
      cwd: test.root,
      environment: { ...test.environment, TERM: 'xterm-256color' },
    });
    await until('the question', () => session.tail(16_384).includes('[y/N]'), 40_000);
    session.write(answer);
    const { exitCode } = await session.exited;
    return { exitCode, output: terminal.transcript().toString() };
  }

  it('is shown what can execute, and asked; without a yes nothing runs', async () => {
    const command = 'BUILD_TOKEN="$(touch "$SIGNS/checked")" true';
    const test = await untrusted({ config: { commands: { test: command } } });
    test.task('t1');
    const refused = await answering(test, '\r');
    expect(refused.exitCode).toBe(2);
    expect(refused.output).toContain(command);
    expect(existsSync(test.sign('checked'))).toBe(false);
    const agreed = await answering(test, 'y\r');
    expect(agreed.exitCode).toBe(0);
    expect(existsSync(test.sign('checked'))).toBe(true);
  });
});
