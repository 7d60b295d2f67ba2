import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '#shared/lib/result.ts';
import { createHost } from '#main/engine/host/host.ts';
import { startRun } from '#main/engine/runs/run-control.ts';
import { createRouter } from '#main/ipc/create-router.ts';
import { surroundings, testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace, TestWorkspaceOptions } from '../helpers/workspaces.ts';

/** A host on a test's workspace, called as a page calls it: every input and output is checked. */
async function hosted(options: TestWorkspaceOptions = {}) {
  const test = await testWorkspace(options);
  const host = await createHost(surroundings(test.environment), {
    kind: 'serve',
    version: '0.0.0',
    startFolder: test.root,
    pickFolder: null,
  });
  onTestFinished(async () => host.dispose());
  const workspaceId = host.describe().startWorkspaceId;
  if (workspaceId === null) throw new Error(host.startProblem?.message ?? 'no workspace');
  return { test, host, workspaceId, client: createRouterClient(createRouter(host)) };
}

async function ended(test: TestWorkspace, runId: string): Promise<unknown> {
  return until('the run to end', () => {
    const run = test.workspace.store.get('runs', runId);
    return run?.status === 'ended' ? run : null;
  });
}

function held(test: TestWorkspace, name: string): string {
  return `touch "$SIGNS/${name}-begun"\n${waitFor(test.sign(`${name}-go`))}\necho x > ${name}`;
}

describe('a repository that is moved away', () => {
  const reason = {
    code: 'repository-missing',
    message: expect.stringContaining('moved or deleted'),
  };

  it('refuses all that needs it, for one reason, until it is back', async () => {
    const { test, client, workspaceId } = await hosted();
    test.task('t1');
    const scope = { kind: 'all' } as const;
    test.rename('repository', 'elsewhere');
    const { problems } = await client.runs.preflight({ workspaceId, scope });
    expect(problems).toEqual([expect.objectContaining(reason)]);
    const refused = { ok: false, error: reason };
    expect(await client.runs.start({ workspaceId, scope })).toMatchObject({ error: [reason] });
    expect(await client.runs.enqueue({ workspaceId, taskIds: ['t1'] })).toMatchObject(refused);
    expect(await client.runs.resume({ workspaceId })).toMatchObject(refused);
    const changes = [{ path: ['base_branch'], value: 'other' }];
    expect(await client.settings.change({ workspaceId, changes })).toMatchObject(refused);
    expect(existsSync(test.root)).toBe(false);
    expect(test.get('t1')).toMatchObject({ status: 'open', dispatches: 0 });
    test.rename('elsewhere', 'repository');
    const started = await client.runs.start({ workspaceId, scope });
    if (!started.ok) throw new Error(started.error[0]?.message);
    expect(await ended(test, started.value.runId)).toMatchObject({ outcome: 'completed' });
  });

  it('stops a run under way without blaming a task, and the run goes on when it is back', async () => {
    const { test, host, client, workspaceId } = await hosted();
    test.task('t1', { script: held(test, 't1') });
    const started = await client.runs.start({ workspaceId, scope: { kind: 'all' } });
    if (!started.ok) throw new Error(started.error[0]?.message);
    await until('t1 to begin', () => existsSync(test.sign('t1-begun')));
    test.rename('repository', 'elsewhere');
    test.write('../t1-go', '');
    const [open] = host.openWorkspaces;
    await until('the run to stop', () => open?.drivenRun === null);
    expect(test.get('t1').status).not.toBe('blocked');
    expect(await client.runs.resume({ workspaceId })).toMatchObject({ error: reason });
    test.rename('elsewhere', 'repository');
    expect(await client.runs.resume({ workspaceId })).toMatchObject({ ok: true });
    expect(await ended(test, started.value.runId)).toMatchObject({ outcome: 'completed' });
    expect(test.landed()).toEqual(['t1: Do t1']);
  });
});

describe('runs as a page starts and steers them', () => {
  it('are looked at, started, paused, given more and ended', async () => {
    const { test, client, workspaceId } = await hosted();
    test.task('t1', { script: held(test, 't1') });
    const scope = { kind: 'all' } as const;
    expect(await client.runs.preflight({ workspaceId, scope })).toMatchObject({
      problems: [],
      taskIds: ['t1'],
      agents: [{ type: 'script' }],
    });
    const overrides = { maxParallelTasks: 1 };
    const started = await client.runs.start({ workspaceId, scope, overrides });
    if (!started.ok) throw new Error(started.error[0]?.message);
    const { runId } = started.value;
    expect(await client.runs.start({ workspaceId, scope })).toMatchObject({
      ok: false,
      error: [{ code: 'run-active' }],
    });
    await until('t1 to begin', () => existsSync(test.sign('t1-begun')));
    const done = { ok: true, value: null };
    expect(await client.runs.pause({ workspaceId, paused: true })).toEqual(done);
    test.task('t2');
    expect(await client.runs.enqueue({ workspaceId, taskIds: ['t2'] })).toEqual(done);
    expect(await client.runs.enqueue({ workspaceId, taskIds: ['t2'] })).toMatchObject({
      error: { message: 't2 is in the active run: it starts when the run goes on.' },
    });
    test.task('t3', { labels: ['skip_worktree'], dependencies: ['t4'] });
    test.task('t4', { dependencies: ['t3'] });
    expect(await client.runs.enqueue({ workspaceId, taskIds: ['t3', 't4'] })).toMatchObject({
      error: {
        message:
          'This version cannot run t3: no label skip_worktree, and one repository per task. ' +
          'Circular dependency: t3 -> t4 -> t3.',
      },
    });
    test.write('../t1-go', '');
    await until('t1 to be closed', () => test.get('t1').status === 'closed');
    expect(await client.runs.pause({ workspaceId, paused: false })).toEqual(done);
    expect(await ended(test, runId)).toMatchObject({
      outcome: 'completed',
      settings: { maxParallelTasks: 1 },
    });
    expect(await client.runs.cancel({ workspaceId, now: false })).toMatchObject({
      error: { message: 'No run is active.' },
    });
  });

  it('stop and block tasks, open them again and take merges back', async () => {
    const { test, client, workspaceId } = await hosted();
    test.task('t1', { script: 'touch "$SIGNS/begun"; sleep 300' });
    test.task('t2');
    const taskIds = ['t1', 't2'];
    const scope = { kind: 'selected', taskIds } as const;
    const started = await client.runs.start({ workspaceId, scope });
    if (!started.ok) throw new Error(started.error[0]?.message);
    await until('t1 to begin', () => existsSync(test.sign('begun')));
    const done = { ok: true, value: null };
    const stopped = { workspaceId, taskId: 't1', reason: ' Wrong plan. ' };
    expect(await client.tasks.stop(stopped)).toEqual(done);
    await ended(test, started.value.runId);
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: 'Wrong plan.' });
    expect(await client.tasks.reopen({ workspaceId, taskId: 't1' })).toEqual(done);
    expect(await client.tasks.block({ workspaceId, taskId: 't1', reason: 'Later.' })).toEqual(done);
    expect(await client.tasks.undo({ workspaceId, taskId: 't2' })).toMatchObject({
      ok: true,
      value: { kind: 'revert', taskId: 't2' },
    });
    expect(test.get('t2').status).toBe('open');
    expect(await client.tasks.undo({ workspaceId, taskId: 't1' })).toMatchObject({
      error: { message: 'Task t1 has no merge to undo.' },
    });
    await expect(
      client.tasks.block({ workspaceId, taskId: 't1', reason: '  ' }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('say why where the workspace is not known', async () => {
    const { client } = await hosted();
    const scope = { kind: 'all' } as const;
    const message = 'There is no workspace nowhere among those opened before.';
    const workspaceId = 'nowhere';
    expect(await client.runs.preflight({ workspaceId, scope })).toMatchObject({
      problems: [{ message }],
    });
    expect(await client.runs.start({ workspaceId, scope })).toMatchObject({ error: [{ message }] });
    expect(await client.settings.read({ workspaceId })).toMatchObject({ error: { message } });
  });
});

describe('work as a page looks at it', () => {
  it('shows files, sides, snapshots, outputs and history', async () => {
    const { test, client, workspaceId } = await hosted();
    test.task('t1', { verify: ['echo checked'] });
    await test.run();
    const [receipt] = test.receipts('t1');
    const pair = { workspaceId, from: receipt!.headBefore, to: receipt!.headAfter };
    expect(await client.reviews.files(pair)).toMatchObject({
      value: [{ path: 't1.txt', kind: 'added', additions: 1 }],
    });
    expect(
      await client.reviews.sides({ ...pair, path: 't1.txt', previousPath: null }),
    ).toMatchObject({ value: { before: { kind: 'absent' }, after: { text: 't1\n' } } });
    const snapshots = await client.reviews.snapshots({ workspaceId, taskId: 't1' });
    const ref = snapshots.ok ? (snapshots.value[0]?.ref ?? '') : '';
    expect(await client.reviews.restoreSnapshot({ workspaceId, taskId: 't1', ref })).toEqual({
      ok: true,
      value: { branch: 'restored/t1-1' },
    });
    const evidenceId = test.evidence('t1')[0]?.id ?? '';
    expect(await client.reviews.evidenceOutput({ workspaceId, evidenceId })).toMatchObject({
      value: { text: 'checked\n' },
    });
    expect(await client.reviews.history({ workspaceId, taskId: 't1' })).toMatchObject({ ok: true });
  });
});

describe('settings as a page changes them', () => {
  it('apply to new runs at once, and an active run keeps its own', async () => {
    const { test, client, workspaceId } = await hosted();
    test.task('t1', { script: held(test, 't1') });
    const scope = { kind: 'all' } as const;
    const first = await client.runs.start({ workspaceId, scope });
    if (!first.ok) throw new Error(first.error[0]?.message);
    const changes = [
      { path: ['workflow', 'max_parallel_tasks'], value: 9 },
      { path: ['commands', 'test'], value: 'echo new check' },
    ];
    const changed = await client.settings.change({ workspaceId, changes });
    expect(changed).toMatchObject({
      ok: true,
      value: { exists: true, problems: [], config: { workflow: { max_parallel_tasks: 9 } } },
    });
    test.write('../t1-go', '');
    expect(await ended(test, first.value.runId)).toMatchObject({
      settings: { maxParallelTasks: 3 },
    });
    expect(test.evidence('t1').map(({ command }) => command)).toEqual(['true']);
    test.task('t2');
    const second = await client.runs.start({ workspaceId, scope });
    if (!second.ok) throw new Error(second.error[0]?.message);
    expect(await ended(test, second.value.runId)).toMatchObject({
      settings: { maxParallelTasks: 9 },
    });
    expect(test.evidence('t2').map(({ command }) => command)).toEqual(['echo new check']);
  });

  it('are refused with what was expected, and then nothing is written', async () => {
    const { test, client, workspaceId } = await hosted();
    const file = join(test.root, '.switchyard/project.yaml');
    const before = readFileSync(file, 'utf8');
    const refused = await client.settings.change({
      workspaceId,
      changes: [
        { path: ['workflow', 'tdd_enabled'], value: true },
        { path: ['workflow', 'schedule'], value: 'quickly' },
      ],
    });
    expect(refused).toEqual({
      ok: false,
      error: {
        code: 'config-wrong-value',
        message: 'workflow.schedule is "quickly"; expected one of: continuous, batch.',
        action: 'Nothing was changed.',
      },
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await client.settings.read({ workspaceId })).toMatchObject({ value: { text: before } });
  });

  it('refuse a base branch that is not there, and name those that are', async () => {
    const { test, client, workspaceId } = await hosted();
    test.git('branch', 'develop');
    test.git('branch', 'epic/e');
    test.git('update-ref', 'refs/remotes/origin/release', 'HEAD');
    const to = (value: string) =>
      client.settings.change({ workspaceId, changes: [{ path: ['base_branch'], value }] });
    expect(await to('nosuchbranch')).toEqual({
      ok: false,
      error: {
        code: 'branch-missing',
        message: 'There is no branch nosuchbranch.',
        action: 'Choose one of develop, main, release. Nothing was changed.',
      },
    });
    expect(await to('develop')).toMatchObject({
      ok: true,
      value: { config: { base_branch: 'develop' } },
    });
    expect(await to('release')).toMatchObject({ ok: true });
  });

  it('make the file when it is missing, and epics still start from the same branch', async () => {
    const { test, client, workspaceId } = await hosted();
    rmSync(join(test.root, '.switchyard'), { recursive: true });
    expect(await client.settings.read({ workspaceId })).toMatchObject({
      value: { exists: false, text: '' },
    });
    test.git('branch', '--move', 'trunk');
    const changes = [{ path: ['workflow', 'tdd_enabled'], value: true }];
    const changed = await client.settings.change({ workspaceId, changes });
    expect(changed.ok && changed.value.text).toBe(
      [
        '# Settings of this repository for Switchyard. What is left out has its default.',
        'version: 1',
        'base_branch: main',
        'workflow:',
        '  tdd_enabled: true',
        '',
      ].join('\n'),
    );
    expect(await client.workspaces.describe({ workspaceId })).toMatchObject({
      value: { configExists: true, baseBranch: 'main' },
    });
  });

  it('list the agents with their version, or why they cannot be used', async () => {
    const ghost = { command: ['no-such-program'] };
    const config = { agents: { default: 'script', custom: { ghost } } };
    const { client, workspaceId } = await hosted({ config });
    const listed = await client.settings.agents({ workspaceId });
    if (!listed.ok) throw new Error(listed.error.message);
    const agents = new Map(listed.value.map((one) => [one.type, one]));
    expect([...agents.keys()]).toEqual([
      'claude',
      'codex',
      'gemini',
      'ghost',
      'opencode',
      'script',
    ]);
    expect(agents.get('claude')).toMatchObject({ problem: null });
    expect(agents.get('claude')?.version).toMatch(/^\d+\./);
    expect(agents.get('ghost')).toMatchObject({
      program: null,
      version: null,
      problem: { code: 'agent-missing' },
    });
  });
});

describe('a host that closes', () => {
  it('finishes the calls under way before it closes the store, and refuses others', async () => {
    const { host, workspaceId } = await hosted();
    const opened = await host.workspace(workspaceId);
    if (!opened.ok) throw new Error(opened.error.message);
    const answer = Promise.withResolvers<void>();
    const call = opened.value.use(async ({ workspace }) => {
      await answer.promise;
      return ok(workspace.store.lastSequence());
    });
    const closed = host.dispose();
    await expect
      .poll(async () => opened.value.use(async () => ok(null)))
      .toMatchObject({ error: { code: 'host-closed' } });
    answer.resolve();
    expect(await call).toMatchObject({ ok: true });
    await closed;
  });

  it('halts a run that a call under way still starts', async () => {
    const { test, host, workspaceId } = await hosted();
    test.task('t1', { script: held(test, 't1') });
    const opened = await host.workspace(workspaceId);
    if (!opened.ok) throw new Error(opened.error.message);
    const answer = Promise.withResolvers<void>();
    const call = opened.value.use(async (open) => {
      await answer.promise;
      const started = await startRun(open.workspace, { kind: 'all' });
      if (!started.ok) throw new Error(started.error[0]?.message);
      open.adopt(started.value);
      return ok(started.value);
    });
    const closed = host.dispose();
    answer.resolve();
    await closed;
    const driven = await call;
    expect(driven.ok && (await driven.value.finished)).toMatchObject({ run: { endedAt: null } });
  });
});
