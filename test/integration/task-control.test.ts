import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resumeRun } from '#main/engine/runs/run-control.ts';
import { undoTask } from '#main/engine/runs/run-report.ts';
import { blockTask, stopTask } from '#main/engine/tasks/task-control.ts';
import { takeBackReopening } from '#main/engine/tasks/undo-reopen.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const reason = 'The plan has changed.';

async function appeared(test: TestWorkspace, name: string): Promise<void> {
  await until(name, () => existsSync(test.sign(name)));
}

function stop(workspace: Workspace, taskId: string): void {
  const stopped = stopTask(workspace, taskId, reason);
  if (!stopped.ok) throw new Error(stopped.error.message);
}

describe('stopping a task', () => {
  it('ends its agent and all it started, keeps its work, blocks it, and the others go on', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: [
        'echo half > half.txt; echo "got this far"',
        '(setsid sleep 300 &) ; touch "$SIGNS/begun"; sleep 300',
      ].join('\n'),
    });
    test.task('t2', { script: `${waitFor(test.sign('go'))}\necho x > t2` });
    test.task('t3', { dependencies: ['t1'] });
    const { finished } = await test.start();
    await appeared(test, 'begun');
    stop(test.workspace, 't1');
    await until('t1 to be blocked', () => test.get('t1').status === 'blocked');
    expect(test.get('t2').status).toBe('in_progress');
    test.write('../go', '');
    const { run } = await finished;
    expect(run.outcome).toBe('incomplete');
    expect(run.skipped).toEqual([{ taskId: 't3', reason: 'Unsatisfied dependencies: [t1]' }]);
    expect(test.get('t1').blockedReason).toBe(reason);
    expect(test.notices('task_blocked')).toEqual(['t1 is blocked: the plan has changed']);
    const [attempt, ...others] = test.attempts('t1');
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({
      outcome: 'interrupted',
      stopReason: reason,
      problem: `The task was stopped: ${reason}`,
    });
    expect(test.fileAt(attempt?.vaultRef ?? '', 'half.txt')).toBe('half');
    expect(await test.processes()).toEqual([]);

    test.edit('t1', { script: 'cat half.txt && echo whole > whole.txt' });
    await test.reopen('t1');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.prompt(test.attempts('t1')[1]!)).toContain('## You continue interrupted work');
    expect(test.fileAt('epic/e', 'half.txt')).toBe('half');
  });

  it('works from another process than the one that drives the run', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'touch "$SIGNS/begun"; sleep 300' });
    const { finished } = await test.start();
    await appeared(test, 'begun');
    stop(await test.open(), 't1');
    expect((await finished).run.outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: reason });
  });

  it('ends a check that runs, and the setup of its worktree', async () => {
    const test = await testWorkspace({
      config: {
        worktree: { setup: '[ ! -e "$SIGNS/slow" ] || { touch "$SIGNS/in-setup"; sleep 300; }' },
      },
    });
    test.task('t1', {
      script: 'echo x > x',
      verify: ['touch "$SIGNS/in-check"; sleep 300'],
    });
    const checking = await test.start();
    await appeared(test, 'in-check');
    stop(test.workspace, 't1');
    expect((await checking.finished).run.outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: reason });
    expect(test.attempts('t1')[0]?.problem).toBe(
      `The task was stopped during verification: ${reason}`,
    );
    expect(test.evidence('t1').map(({ verdict }) => verdict)).toEqual(['interrupted']);
    expect(test.landed()).toEqual([]);

    test.write('../slow', '');
    test.task('t2');
    const inSetup = await test.start({ kind: 'single', taskId: 't2' });
    await appeared(test, 'in-setup');
    stop(test.workspace, 't2');
    expect((await inSetup.finished).run.outcome).toBe('incomplete');
    expect(test.attempts('t2')[0]?.problem).toBe(
      `The task was stopped during the setup of the worktree: ${reason}`,
    );
    expect(await test.processes()).toEqual([]);
  });

  it('ends a merge that waits for a checkout of the epic branch', async () => {
    const test = await testWorkspace();
    test.task('t0');
    expect((await test.run()).outcome).toBe('completed');
    test.git('worktree', 'add', '--quiet', '../checkout', 'epic/e');
    test.write('../checkout/README.md', 'changed by hand');
    test.task('t1');
    const { finished } = await test.start();
    await until('the merge to wait', () => test.notices('review_wanted').length === 1);
    stop(test.workspace, 't1');
    expect((await finished).run.outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: reason });
    expect(test.landed()).toEqual(['t0: Do t0']);
  });

  it('holds when the process goes away before the agent has ended', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'touch "$SIGNS/begun"; sleep 300' });
    const { session, finished } = await test.start();
    await appeared(test, 'begun');
    const [attempt] = test.attempts('t1');
    session.halt();
    // As a stop that was written at the very moment when the process went away.
    stop(test.workspace, 't1');
    await finished;
    const resumed = await resumeRun(test.workspace);
    if (!resumed.ok) throw new Error(resumed.error.message);
    await resumed.value.finished;
    expect(test.attempts('t1').map(({ id }) => id)).toEqual([attempt?.id]);
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: reason });
  });

  it('is refused where no agent works', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'touch "$SIGNS/begun"; sleep 300' });
    expect(stopTask(test.workspace, 'nowhere', reason)).toMatchObject({
      error: { message: 'There is no task nowhere.' },
    });
    expect(stopTask(test.workspace, 't1', reason)).toMatchObject({
      error: {
        message: 'No agent works on t1.',
        action: 'Block it to keep it from being started.',
      },
    });
  });
});

describe('blocking a task', () => {
  it('keeps it from runs until it is reopened', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2');
    const blocked = await blockTask(test.workspace, 't1', 'Waits for the design.');
    expect(blocked).toMatchObject({
      ok: true,
      value: { status: 'blocked', blockedReason: 'Waits for the design.' },
    });
    expect((await test.run()).taskIds).toEqual(['t2']);
    await test.reopen('t1');
    expect((await test.run()).outcome).toBe('completed');
  });

  it('takes an open task out of the run that was going to start it', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `touch "$SIGNS/begun"\n${waitFor(test.sign('go'))}\necho x > t1` });
    test.task('t2', { dependencies: ['t1'] });
    const { finished } = await test.start();
    await appeared(test, 'begun');
    await blockTask(test.workspace, 't2', 'Not now.');
    test.write('../go', '');
    expect((await finished).run.outcome).toBe('incomplete');
    expect(test.attempts('t2')).toEqual([]);
  });

  it('is refused for any but an open task, with what to do instead', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `touch "$SIGNS/begun"\n${waitFor(test.sign('go'))}\necho x > t1` });
    const { finished } = await test.start();
    await appeared(test, 'begun');
    const refusal = async (id: string): Promise<unknown> => blockTask(test.workspace, id, 'x');
    expect(await refusal('t1')).toMatchObject({
      error: {
        message: 'An agent works on t1.',
        action: 'Stop the task instead: its work is kept, and it is blocked then.',
      },
    });
    test.write('../go', '');
    await finished;
    expect(await refusal('t1')).toMatchObject({ error: { message: 'Task t1 is done.' } });
    test.task('t2');
    expect(await refusal('t2')).toMatchObject({ ok: true });
    expect(await refusal('t2')).toMatchObject({
      error: { message: 'Task t2 is blocked already.' },
    });
    expect(await refusal('t3')).toMatchObject({ error: { message: 'There is no task t3.' } });
  });
});

describe('taking back that a task was opened again', () => {
  it('leaves a task that was done exactly as it was', async () => {
    const test = await testWorkspace();
    test.task('t1', { criteria: ['one'] });
    await test.run();
    const before = test.get('t1');
    await test.reopen('t1');
    expect(test.get('t1').completedAt).toBeNull();
    expect(await takeBackReopening(test.workspace, 't1')).toMatchObject({ ok: true });
    const { updatedAt: _, ...after } = test.get('t1');
    expect({ ...after, updatedAt: before.updatedAt }).toEqual(before);
  });

  it('leaves a blocked one blocked for its reason, and its epic with it', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'exit 1' });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    const { blockedReason } = test.get('t1');
    const epicStatus = () => test.workspace.store.get('epics', 'e')?.status;
    expect(epicStatus()).toBe('blocked');
    await test.reopen('t1');
    expect(epicStatus()).toBe('in_progress');
    await takeBackReopening(test.workspace, 't1');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason });
    expect(epicStatus()).toBe('blocked');
  });

  it('is refused when something has happened since, or its merge was taken back', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2');
    await test.run();
    const refused = { ok: false, error: { code: 'nothing-to-undo' } };
    expect(await takeBackReopening(test.workspace, 't1')).toMatchObject(refused);
    await test.reopen('t1');
    test.edit('t1', { title: 'Another' });
    expect(await takeBackReopening(test.workspace, 't1')).toMatchObject(refused);
    await undoTask(test.workspace, 't2');
    expect(await takeBackReopening(test.workspace, 't2')).toMatchObject(refused);
    expect(await takeBackReopening(test.workspace, 'no')).toMatchObject(refused);
    expect([test.get('t1').status, test.get('t2').status]).toEqual(['open', 'open']);
  });
});
