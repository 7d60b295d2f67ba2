import { describe, expect, it } from 'vitest';
import { cancelRun, resumeRun } from '#main/engine/runs/run-control.ts';
import { pauseRun } from '#main/engine/runs/steer-run.ts';
import { closeByHand } from '#main/engine/tasks/close-task.ts';
import { inspectRun } from '#main/engine/runs/run-report.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A workspace whose epic e is checked out beside the repository, with a change of the person in it. */
async function dirtyWorkspace(): Promise<TestWorkspace> {
  const test = await testWorkspace();
  test.git('branch', 'epic/e');
  test.git('worktree', 'add', '--quiet', '../look', 'epic/e');
  test.write('../look/README.md', 'my own edit\n');
  return test;
}

const clean = (test: TestWorkspace): string => test.git('-C', '../look', 'checkout', '--', '.');
const phasesOf = (test: TestWorkspace, id: string): readonly string[] =>
  test.attempts(id).map(({ phase }) => phase);

async function waits(test: TestWorkspace, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await until(`${id} waits`, () => phasesOf(test, id).includes('waiting'));
  }
}

describe('a merge that waits for a checkout', () => {
  it('holds no slot of another epic: with one at a time, that is done beside it', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    test.task('t2');
    test.task('z1', { epicId: 'f' });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    await waits(test, 't1');
    await until('the other epic', () => test.get('z1').status === 'closed');
    // What would start from the tip that t1 is to move has not begun.
    expect(test.get('t2').status).toBe('open');
    expect(test.landed()).toEqual([]);
    clean(test);
    expect((await finished).run.outcome).toBe('completed');
    expect(test.evidence('t1')).toHaveLength(1);
    expect(test.landed().toSorted()).toEqual(['t1: Do t1', 't2: Do t2']);
    expect(test.git('-C', '../look', 'status', '--porcelain')).toBe('');
  });

  it('lets the tasks of its epic follow one by one, so that none stands against another', async () => {
    const test = await dirtyWorkspace();
    for (const id of ['t1', 't2', 't3']) test.task(id, { script: `echo ${id} >> list.txt` });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    await waits(test, 't1');
    clean(test);
    expect((await finished).run.outcome).toBe('completed');
    expect(test.fileAt('epic/e', 'list.txt')).toBe('t1\nt2\nt3');
    expect(['t1', 't2', 't3'].map((id) => test.attempts(id).length)).toEqual([1, 1, 1]);
  });

  it('lands as soon as it can, though an agent holds the only slot', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    test.task('z1', { epicId: 'f', script: 'sleep 60' });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    await waits(test, 't1');
    await until('the agent', () => phasesOf(test, 'z1').includes('running'));
    clean(test);
    await until('t1 has landed', () => test.get('t1').status === 'closed');
    expect(phasesOf(test, 'z1')).toEqual(['running']);
    await cancelRun(test.workspace, true);
    await finished;
  });

  it('ends when its task is stopped, though an agent holds the only slot', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    test.task('z1', { epicId: 'f', script: 'sleep 60' });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    await waits(test, 't1');
    await until('the agent', () => phasesOf(test, 'z1').includes('running'));
    const before = Date.now();
    const closed = await closeByHand(test.workspace, 't1', { reason: 'By hand.', stop: true });
    expect(closed.ok).toBe(true);
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(phasesOf(test, 'z1')).toEqual(['running']);
    await cancelRun(test.workspace, true);
    await finished;
  });

  it('is checked no second time when it goes on where it stood', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    const { finished } = await test.start();
    await waits(test, 't1');
    clean(test);
    await finished;
    expect(test.evidence('t1')).toHaveLength(1);
    expect(test.receipts('t1')[0]?.evidenceIds).toEqual(test.evidence('t1').map(({ id }) => id));
    expect(test.landings('t1')[0]).toMatchObject({ phase: 'ended', outcome: 'landed' });
  });

  it('goes on when the person commits there, on what the branch is then', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    const { finished } = await test.start();
    await waits(test, 't1');
    test.git('-C', '../look', 'commit', '--quiet', '--all', '--message', 'Mine');
    expect((await finished).run.outcome).toBe('completed');
    expect(test.landed()).toEqual(['Mine', 't1: Do t1']);
  });

  it('is what the status of the run says it waits for', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    const { finished } = await test.start();
    await waits(test, 't1');
    const { attempts } = inspectRun(test.workspace);
    const reason = /look has the epic branch checked out with uncommitted changes\.$/;
    expect(attempts).toMatchObject([
      { phase: 'waiting', landing: { waitsFor: { reason: expect.stringMatching(reason) } } },
    ]);
    expect((await test.words('status')).stdout).toMatch(/t1 attempt 1: waiting: .*uncommitted/);
    clean(test);
    await finished;
  });

  it('is kept when the app is closed, and goes on when the run is resumed', async () => {
    const test = await dirtyWorkspace();
    test.task('t1', { script: 'echo "$SWITCHYARD_ATTEMPT" > t1.txt' });
    const { session, finished } = await test.start();
    await waits(test, 't1');
    session.halt();
    expect((await finished).failure?.code).toBe('program-closed');
    expect(phasesOf(test, 't1')).toEqual(['waiting']);
    const resumed = await resumeRun(test.workspace);
    if (!resumed.ok) throw new Error(resumed.error.message);
    clean(test);
    expect((await resumed.value.finished).run.outcome).toBe('completed');
    expect(test.fileAt('epic/e', 't1.txt')).toBe('1');
  });

  it('lets its run be paused, and goes on in a paused run', async () => {
    const test = await dirtyWorkspace();
    test.task('t1');
    test.task('t2', { dependencies: ['t1'] });
    const { finished } = await test.start();
    await waits(test, 't1');
    expect(pauseRun(test.workspace, true).ok).toBe(true);
    clean(test);
    await until('t1 has landed', () => test.get('t1').status === 'closed');
    expect(test.get('t2').status).toBe('open');
    expect(pauseRun(test.workspace, false).ok).toBe(true);
    expect((await finished).run.outcome).toBe('completed');
  });

  it.each([true, false])('ends with its run when that is cancelled (at once: %s)', async (now) => {
    const test = await dirtyWorkspace();
    test.task('t1');
    const { finished } = await test.start();
    await waits(test, 't1');
    await cancelRun(test.workspace, now);
    expect((await finished).run.outcome).toBe('cancelled');
    expect(test.get('t1').status).toBe('open');
    expect(test.attempts('t1')).toMatchObject([
      { phase: 'ended', outcome: 'interrupted', problem: expect.stringContaining('waited for') },
    ]);
    // Its work is there for the next run.
    clean(test);
    expect((await test.run()).outcome).toBe('completed');
  });
});
