import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { undoTask } from '#main/engine/runs/run-report.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const branch = 'refs/heads/epic/e';

/** Moves the epic to a commit with the tree of `tree`, and writes no receipt. */
function move(test: TestWorkspace, tree: string, message: string): string {
  const tip = test.git('rev-parse', branch);
  const made = test.git('commit-tree', '-p', tip, '-m', message, `${tree}^{tree}`);
  test.git('update-ref', branch, made, tip);
  return made;
}

/** What an undo of `commit` wrote before there were intents, up to its kill. */
function takeBackUnrecorded(test: TestWorkspace, taskId: string, commit: string): string {
  const message = `Revert "${taskId}: ${taskId}"\n\nThis reverts commit ${commit}.\nReopens: ${taskId}\n`;
  return move(test, `${commit}^`, message);
}

function bringBackUnrecorded(test: TestWorkspace, taskId: string, commit: string): string {
  const message = `Reapply "${taskId}: ${taskId}"\n\nThis reverts commit ${commit}.\nCloses: ${taskId}\n`;
  return move(test, `${commit}^`, message);
}

async function merged(): Promise<{ readonly test: TestWorkspace; readonly commit: string }> {
  const test = await testWorkspace();
  test.task('t1');
  await test.run();
  return { test, commit: test.git('rev-parse', branch) };
}

describe('an undo of an earlier version that was killed before its receipt', () => {
  it('is recorded when the workspace is opened, once, and can be taken back', async () => {
    const { test, commit } = await merged();
    const reverting = takeBackUnrecorded(test, 't1', commit);
    await Promise.all([test.open(), test.open()]);
    await test.open();
    expect(test.get('t1').status).toBe('open');
    const [merge, revert, ...more] = test.receipts('t1');
    expect(more).toEqual([]);
    expect(revert).toMatchObject({
      kind: 'revert',
      headBefore: commit,
      headAfter: reverting,
      tree: test.git('rev-parse', 'main^{tree}'),
      proof: 'tree_equality',
    });
    expect(test.git('rev-parse', branch)).toBe(reverting);
    const restored = await undoTask(test.workspace, 't1');
    expect(restored).toMatchObject({ value: { kind: 'restore', tree: merge?.tree } });
    expect(test.get('t1').status).toBe('closed');
  });

  it('of a merge that was taken back before closes the task again', async () => {
    const { test } = await merged();
    const undone = await undoTask(test.workspace, 't1');
    if (!undone.ok) throw new Error(undone.error.message);
    const again = bringBackUnrecorded(test, 't1', undone.value.headAfter);
    await test.open();
    expect(test.get('t1').status).toBe('closed');
    const [merge, , restore] = test.receipts('t1');
    expect(restore).toMatchObject({ kind: 'restore', headAfter: again, tree: merge?.tree });
    expect(restore?.evidenceIds).toEqual(merge?.evidenceIds);
  });

  it('brings along the checkout that still shows the branch as it was', async () => {
    const { test, commit } = await merged();
    test.git('checkout', '--quiet', 'epic/e');
    takeBackUnrecorded(test, 't1', commit);
    expect(test.git('status', '--porcelain')).toBe('A  t1.txt');
    await test.open();
    expect(test.git('status', '--porcelain')).toBe('');
  });

  it('is recorded by the next one where the branch has gone on, without an empty commit', async () => {
    const { test, commit } = await merged();
    const reverting = takeBackUnrecorded(test, 't1', commit);
    test.task('t2');
    await test.run({ kind: 'single', taskId: 't2' });
    const tip = test.git('rev-parse', branch);
    await test.open();
    expect(test.get('t1').status).toBe('closed');
    const undone = await undoTask(test.workspace, 't1');
    expect(undone).toMatchObject({ value: { kind: 'revert', headAfter: reverting } });
    expect(test.get('t1').status).toBe('open');
    expect(test.git('rev-parse', branch)).toBe(tip);
  });

  it('is left alone while another process drives a run', async () => {
    const { test, commit } = await merged();
    const at = test.sign('at');
    test.task('t2', {
      script: `touch ${at}; until [ -e ${test.sign('go')} ]; do sleep 0.05; done`,
    });
    const driven = await test.start();
    await until('t2 is at work', () => existsSync(at));
    takeBackUnrecorded(test, 't1', commit);
    await test.open();
    expect(test.receipts('t1').map(({ kind }) => kind)).toEqual(['merge']);
    test.write('../go', '');
    await driven.finished;
  });
});

describe('a merge that a person has taken back by hand', () => {
  it('stays as it is when the workspace is opened, and is recorded when they ask for the undo', async () => {
    const { test, commit } = await merged();
    const byHand = move(test, `${commit}^`, `Revert "t1"\n\nThis reverts commit ${commit}.\n`);
    await test.open();
    expect(test.get('t1').status).toBe('closed');
    const undone = await undoTask(test.workspace, 't1');
    expect(undone).toMatchObject({ value: { kind: 'revert', headAfter: byHand } });
    expect(test.git('rev-parse', branch)).toBe(byHand);
    expect(test.get('t1').status).toBe('open');
  });

  it('with a commit that does not say so is no undo: nothing is changed, and the way on is named', async () => {
    const { test, commit } = await merged();
    const byHand = move(test, `${commit}^`, 'Other');
    const refused = await undoTask(test.workspace, 't1');
    expect(refused).toMatchObject({
      error: {
        code: 'already-taken-back',
        message: 'epic/e has nothing left of what t1 merged.',
      },
    });
    expect(test.git('rev-parse', branch)).toBe(byHand);
    expect(test.receipts('t1')).toHaveLength(1);
  });
});
