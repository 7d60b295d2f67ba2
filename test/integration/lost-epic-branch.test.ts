import { describe, expect, it } from 'vitest';
import { cancelRun, resumeRun, startRun } from '#main/engine/runs/run-control.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A run whose task t1 waits for a checkout of its epic that is not clean. */
async function waitingRun(): Promise<
  { readonly test: TestWorkspace } & Awaited<ReturnType<TestWorkspace['start']>>
> {
  const test = await testWorkspace();
  test.git('branch', 'epic/e');
  test.git('worktree', 'add', '--quiet', '../look', 'epic/e');
  test.write('../look/README.md', 'my own edit\n');
  test.task('t1');
  test.task('t2');
  test.task('z1', { epicId: 'f', script: 'sleep 2; echo 1 > z1.txt' });
  const started = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
  await until('t1 waits', () => test.attempts('t1').some(({ phase }) => phase === 'waiting'));
  return { test, ...started };
}

/** Deletes the epic branch as a person does; where it stood. */
function deleteBranch(test: TestWorkspace): string {
  const tip = test.git('rev-parse', 'epic/e').trim();
  test.git('worktree', 'remove', '--force', '../look');
  test.git('branch', '--quiet', '-D', 'epic/e');
  return tip;
}

const whatToDo = (tip: string): unknown =>
  expect.stringContaining(`Bring it back with \`git branch epic/e ${tip}\``);
const epicBranch = (test: TestWorkspace): string => test.git('branch', '--list', 'epic/e').trim();

describe('an epic branch that is deleted under a run', () => {
  it('blocks the tasks of its epic while a merge waits, and no other', async () => {
    const { test, finished } = await waitingRun();
    const tip = deleteBranch(test);
    expect((await finished).run.outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: whatToDo(tip) });
    expect(test.get('z1').status).toBe('closed');
    // Made anew for the next task, it would be without what it held.
    expect(test.get('t2')).toMatchObject({ status: 'blocked', blockedReason: whatToDo(tip) });
    expect(epicBranch(test)).toBe('');

    test.git('branch', 'epic/e', tip);
    await test.reopen('t1');
    await test.reopen('t2');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed().toSorted()).toEqual(['t1: Do t1', 't2: Do t2']);
  });

  it('blocks the task whose work is being checked', async () => {
    const test = await testWorkspace();
    test.git('branch', 'epic/e');
    const tip = test.git('rev-parse', 'epic/e').trim();
    // By the path of the repository: a check has a git directory of its own. Not where it checks the base.
    const deletes = `[ ! -e t1.txt ] || git -C '${test.root}' update-ref -d refs/heads/epic/e`;
    test.task('t1', { verify: [deletes] });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: whatToDo(tip) });
  });

  it('lets the run be resumed', async () => {
    const { test, session, finished } = await waitingRun();
    session.halt();
    await finished;
    const tip = deleteBranch(test);
    const resumed = await resumeRun(test.workspace);
    if (!resumed.ok) throw new Error(resumed.error.message);
    expect((await resumed.value.finished).run.outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: whatToDo(tip) });
    expect(test.get('z1').status).toBe('closed');
  });

  it('is not made again without what landed on it, between two runs', async () => {
    const test = await testWorkspace();
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    const tip = test.git('rev-parse', 'epic/e').trim();
    test.git('branch', '--quiet', '-D', 'epic/e');
    test.task('t2', { dependencies: ['t1'] });
    expect(await startRun(test.workspace, { kind: 'all' })).toMatchObject({
      error: [{ code: 'epic-branch-gone', action: whatToDo(tip) }],
    });
    expect(test.attempts('t2')).toEqual([]);
    expect(epicBranch(test)).toBe('');

    test.git('branch', 'epic/e', tip);
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed().toSorted()).toEqual(['t1: Do t1', 't2: Do t2']);
  });

  it.each(['--no-ff', '--squash'])(
    'begins again from a base that has all of it (%s)',
    async (how) => {
      const test = await testWorkspace();
      test.task('t1');
      expect((await test.run()).outcome).toBe('completed');
      test.git('merge', '--quiet', how, 'epic/e');
      if (how === '--squash') test.git('commit', '--quiet', '-m', 'All of e');
      test.git('branch', '--quiet', '-D', 'epic/e');
      test.task('t2', { dependencies: ['t1'] });
      expect((await test.run()).outcome).toBe('completed');
      expect(test.git('rev-parse', 'epic/e^')).toBe(test.git('rev-parse', 'HEAD'));
    },
  );

  it.each([true, false])('lets the run be cancelled (at once: %s)', async (now) => {
    const { test, session, finished } = await waitingRun();
    session.halt();
    await finished;
    deleteBranch(test);
    expect(await cancelRun(test.workspace, now)).toMatchObject({
      value: { status: 'ended', outcome: 'cancelled' },
    });
    expect(test.attempts('t1')).toMatchObject([{ phase: 'ended' }]);
  });
});
