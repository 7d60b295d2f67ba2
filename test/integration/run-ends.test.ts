import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cancelRun } from '#main/engine/runs/run-control.ts';
import type { Run } from '#shared/model/run.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A script that changes a file of its own and says how many tokens it took. */
function spending(tokens: number): string {
  return `echo x > "$SWITCHYARD_ATTEMPT_ID.txt"\necho '{"s":"s","t":${tokens}}' > "$SWITCHYARD_REPORT"`;
}

/** How each task of a run ended, with the reason where it was not closed. */
function accounts(test: TestWorkspace, run: Run): readonly string[] {
  return run.taskIds.map((id) => {
    const { status, blockedReason } = test.get(id);
    const skip = run.skipped.find(({ taskId }) => taskId === id);
    if (skip !== undefined) return `${id} skipped: ${skip.reason}`;
    return status === 'blocked' ? `${id} blocked: ${blockedReason}` : `${id} ${status}`;
  });
}

describe('a run that reaches a cap of its own', () => {
  it('skips what is open with the reason, also what waits for that, and a later run takes it', async () => {
    const test = await testWorkspace();
    for (const id of ['t1', 't2', 't3']) test.task(id, { script: spending(60) });
    test.task('t4', { dependencies: ['t3'] });
    const one = { maxParallelTasks: 1 };
    const run = await test.run({ kind: 'all' }, { ...one, runTokens: 100 });
    const reason = "The run's token cap is reached: 120 of 100.";
    expect(run).toMatchObject({ outcome: 'failed', problem: reason });
    expect(accounts(test, run)).toEqual([
      't1 closed',
      't2 closed',
      `t3 skipped: ${reason}`,
      `t4 skipped: ${reason}`,
    ]);
    // The inbox is told once, and not once for each task.
    expect(test.notices('task_skipped')).toEqual([]);
    expect(test.notices('run_failed')).toEqual([`Batch run ended with errors: ${reason}`]);
    const later = await test.run({ kind: 'all' }, one);
    expect(accounts(test, later)).toEqual(['t3 closed', 't4 closed']);
  });

  it('ends its batch first, and tells each reason on the command line', async () => {
    const limits = { run_tokens: 50 };
    const workflow = { schedule: 'batch', max_parallel_tasks: 1, limits };
    const test = await testWorkspace({ config: { workflow } });
    test.task('t1', { script: spending(60) });
    test.task('t2');
    const result = await test.words('run');
    const reason = "The run's token cap is reached: 60 of 50.";
    expect(result.code).toBe(1);
    expect(result.stdout).toContain(`Skipped:\n↷ t2: ${reason}\n`);
    expect(result.stdout).toContain(`The run ended early: ${reason}`);
    expect((await test.words('status')).stdout).toContain(
      `1/2 completed, 1 skipped\nProblem: ${reason}\n  ↷ t2: ${reason}\n`,
    );
  });

  it('is completed when its last task reached the cap', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: spending(100) });
    const run = await test.run({ kind: 'all' }, { runTokens: 100 });
    expect(run).toMatchObject({ outcome: 'completed', problem: null, skipped: [] });
  });
});

describe('a task that reaches a cap of its own', () => {
  it('is blocked with the reason; the run goes on, and says it in the status', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: spending(80), verify: ['false'] });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3');
    const run = await test.run({ kind: 'all' }, { taskTokens: 150, redispatchLimit: 9 });
    const reason =
      'The task\'s token cap is reached: 160 of 150. Verification failed: "false" ended with exit code 1.';
    expect(run).toMatchObject({ outcome: 'incomplete', problem: null });
    expect(accounts(test, run)).toEqual([
      `t1 blocked: ${reason}`,
      't3 closed',
      't2 skipped: Unsatisfied dependencies: [t1]',
    ]);
    const status = await test.words('status');
    expect(status.stdout).toContain(`  ⚠ t1: ${reason}\n`);
    const told = JSON.parse((await test.words('status', '--json')).stdout);
    expect(told.blocked).toEqual([{ taskId: 't1', reason }]);
  });

  it('has the rounds of all runs counted until a person opens it again', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: spending(1), verify: ['test -e "$SIGNS/mended"'] });
    const twice = { redispatchLimit: 9, maxCycles: 3 };
    await test.run({ kind: 'all' }, { ...twice, runTokens: 2 });
    expect(test.attempts('t1')).toHaveLength(2);
    expect(test.get('t1').status).toBe('open');
    await test.run({ kind: 'all' }, twice);
    expect(test.attempts('t1')).toHaveLength(3);
    expect(test.get('t1').blockedReason).toMatch(/^It went round 3 times \(max_cycles\)\./);
    await test.reopen('t1');
    test.write('../mended', '');
    expect((await test.run({ kind: 'all' }, twice)).outcome).toBe('completed');
    expect(test.attempts('t1').map(({ life }) => life)).toEqual([1, 1, 1, 2]);
  });
});

describe('a run that is cancelled', () => {
  it('says of each task what became of it, also of one that was cut off', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', {
      dependencies: ['t1'],
      script: `echo half > half.txt\ntouch "$SIGNS/begun"\n${waitFor(test.sign('never'))}`,
    });
    test.task('t3', { dependencies: ['t2'] });
    const { finished } = await test.start();
    await until('the agent', () => existsSync(test.sign('begun')));
    expect((await cancelRun(test.workspace, true)).ok).toBe(true);
    const { run } = await finished;
    expect(run.outcome).toBe('cancelled');
    expect(accounts(test, run)).toEqual([
      't1 closed',
      't2 skipped: The run was cancelled; what was done for it is kept.',
      't3 skipped: The run was cancelled before its turn.',
    ]);
    expect(test.notices('run_cancelled')).toEqual(['Batch run cancelled: 1/3 done, 2 skipped']);
    expect(test.fileAt(test.attempts('t2')[0]?.vaultRef ?? '', 'half.txt')).toBe('half');
  });
});
