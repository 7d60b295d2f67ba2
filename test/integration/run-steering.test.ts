import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cancelRun, resumeRun } from '#main/engine/runs/run-control.ts';
import { addToRun, pauseRun } from '#main/engine/runs/steer-run.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

async function appeared(test: TestWorkspace, name: string): Promise<void> {
  await until(name, () => existsSync(test.sign(name)));
}

async function add(test: TestWorkspace, ...ids: readonly string[]): Promise<readonly string[]> {
  const added = await addToRun(test.workspace, ids);
  if (!added.ok) throw new Error(added.error.map(({ message }) => message).join(' '));
  return added.value;
}

async function refusals(test: TestWorkspace, ...ids: readonly string[]): Promise<string[]> {
  const added = await addToRun(test.workspace, ids);
  return added.ok ? [] : added.error.map(({ message }: Failure) => message);
}

function pause(test: TestWorkspace, paused: boolean): void {
  const result = pauseRun(test.workspace, paused);
  if (!result.ok) throw new Error(result.error.message);
}

/** A script that tells when it has begun, and waits for a sign. */
function held(test: TestWorkspace, name: string): string {
  return `touch "$SIGNS/${name}-begun"\n${waitFor(test.sign(`${name}-go`))}\necho x > ${name}`;
}

describe('adding tasks to a run under way', () => {
  it('starts them when a slot is free, in the order of their dependencies', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: held(test, 't1') });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    await appeared(test, 't1-begun');
    test.task('t2', { dependencies: ['t3'] });
    test.task('t3', { dependencies: ['t1'] });
    expect(await add(test, 't2', 't3')).toEqual(['t3', 't2']);
    test.write('../t1-go', '');
    const { run } = await finished;
    expect(run).toMatchObject({ outcome: 'completed', taskIds: ['t1', 't3', 't2'] });
    expect(test.landed()).toEqual(['t1: Do t1', 't3: Do t3', 't2: Do t2']);
    expect(test.notices('run_completed')).toEqual(['Batch run complete: 3/3 tasks done']);
  });

  it('fills a free slot at once, also when another process asks for it', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: held(test, 't1') });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 2 });
    await appeared(test, 't1-begun');
    test.task('t2');
    const other = await test.open();
    expect(await addToRun(other, ['t2'])).toEqual({ ok: true, value: ['t2'] });
    await until('t2 to be closed', () => test.get('t2').status === 'closed');
    expect(test.get('t1').status).toBe('in_progress');
    test.write('../t1-go', '');
    expect((await finished).run.outcome).toBe('completed');
  });

  it('takes a skipped task up again', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'exit 1' });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { script: held(test, 't3') });
    const { finished } = await test.start({ kind: 'all' }, { redispatchLimit: 0 });
    await until('t2 to be skipped', () => test.notices('task_skipped').length === 1);
    const unblocked = test.workspace.store.get('tasks', 't1');
    expect(unblocked?.status).toBe('blocked');
    test.edit('t1', { script: 'echo x > t1' });
    await test.reopen('t1');
    expect(await add(test, 't2')).toEqual(['t2']);
    test.write('../t3-go', '');
    expect((await finished).run).toMatchObject({ outcome: 'completed', skipped: [] });
  });

  it('is refused with every reason there is, and then adds none', async () => {
    const ghost = { command: ['no-such-program'] };
    const test = await testWorkspace({
      config: { agents: { default: 'script', custom: { ghost } } },
    });
    test.task('t1', { script: held(test, 't1') });
    expect(await refusals(test, 't1')).toEqual(['No run is active.']);
    const { run, finished } = await test.start();
    await appeared(test, 't1-begun');
    expect(await refusals(test, 't1')).toEqual([
      'None of the chosen tasks is open: they are done, blocked or under way.',
    ]);
    expect(await refusals(test, 'nowhere')).toEqual(['There is no task nowhere.']);
    test.task('t2', { labels: ['agent:ghost', 'skip_worktree'] });
    test.task('t3', { dependencies: ['t4'] });
    test.task('t4', { dependencies: ['t3'] });
    const reasons = await refusals(test, 't2', 't3', 't4');
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toContain('This version cannot run t2');
    expect(reasons[1]).toContain('no-such-program');
    expect(reasons[2]).toBe('Circular dependency: t3 -> t4 -> t3.');
    expect(test.workspace.store.get('runs', run.id)?.taskIds).toEqual(['t1']);
    pause(test, true);
    test.task('t5');
    expect(await add(test, 't5')).toEqual(['t5']);
    expect(await refusals(test, 't5')).toEqual([
      't5 is in the active run: it starts when the run goes on.',
    ]);
    const cancelled = await cancelRun(test.workspace, false);
    expect(cancelled.ok).toBe(true);
    test.task('t6');
    for (const id of ['t5', 't6']) {
      expect(await refusals(test, id)).toEqual([
        'The run is being cancelled: start a new one when it has ended.',
      ]);
    }
    test.write('../t1-go', '');
    await finished;
  });
});

describe('a paused run', () => {
  it('starts nothing until it goes on; what runs goes on', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: held(test, 't1') });
    test.task('t2', { dependencies: ['t1'] });
    const { run, finished } = await test.start();
    await appeared(test, 't1-begun');
    pause(test, true);
    pause(test, true);
    test.write('../t1-go', '');
    await until('t1 to be closed', () => test.get('t1').status === 'closed');
    test.task('t3');
    await add(test, 't3');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(test.attempts('t2')).toEqual([]);
    expect(test.attempts('t3')).toEqual([]);
    expect(test.workspace.store.get('runs', run.id)).toMatchObject({
      status: 'active',
      paused: true,
    });
    pause(test, false);
    expect((await finished).run).toMatchObject({ outcome: 'completed', paused: false });
  });

  it('can be cancelled', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: held(test, 't1') });
    test.task('t2', { dependencies: ['t1'] });
    const { finished } = await test.start();
    await appeared(test, 't1-begun');
    pause(test, true);
    test.write('../t1-go', '');
    await until('t1 to be closed', () => test.get('t1').status === 'closed');
    await cancelRun(test.workspace, false);
    expect((await finished).run.outcome).toBe('cancelled');
    expect(test.get('t2').status).toBe('open');
    expect(pauseRun(test.workspace, true)).toMatchObject({
      error: { code: 'run-not-active', message: 'No run is active.' },
    });
  });

  it('goes on when somebody resumes it after its process went away', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: held(test, 't1') });
    test.task('t2', { dependencies: ['t1'] });
    const { run, session, finished } = await test.start();
    await appeared(test, 't1-begun');
    pause(test, true);
    session.halt();
    expect((await finished).run.status).toBe('interrupted');
    expect(pauseRun(test.workspace, false)).toMatchObject({
      error: { message: `Run ${run.id} was interrupted; its work is kept.` },
    });
    test.write('../t1-go', '');
    const resumed = await resumeRun(test.workspace);
    if (!resumed.ok) throw new Error(resumed.error.message);
    expect((await resumed.value.finished).run).toMatchObject({
      outcome: 'completed',
      paused: false,
    });
  });
});
