import { describe, expect, it } from 'vitest';
import { undoTask } from '#main/engine/runs/run-report.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

async function undo(
  test: TestWorkspace,
  taskId: string,
  direction?: UndoDirection,
): Promise<Receipt> {
  const undone = await undoTask(test.workspace, taskId, direction);
  if (!undone.ok) throw new Error(undone.error.message);
  return undone.value;
}

const treeAt = (test: TestWorkspace, revision: string): string =>
  test.git('rev-parse', `${revision}^{tree}`);

describe('the receipt of an undo', () => {
  it('names no check where none has seen the tree, and how the tree came to be', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', { dependencies: ['t1'] });
    await test.run();
    const receipt = await undo(test, 't1');
    expect(receipt).toMatchObject({ kind: 'revert', proof: 'three_way_merge', evidenceIds: [] });
    expect(treeAt(test, 'epic/e')).toBe(receipt.tree);
    const shown = (await test.words('show', 't1')).stdout;
    expect(shown).toContain('No check was run when the merge was taken back.');
    expect(shown).not.toContain('combined tree was checked. (No');
  });

  it('names the checks by which an earlier merge came to exactly this tree', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', { dependencies: ['t1'] });
    await test.run();
    const [merge] = test.receipts('t1');
    const receipt = await undo(test, 't2');
    expect(receipt).toMatchObject({ proof: 'tree_equality', tree: merge?.tree });
    expect(receipt.evidenceIds).toEqual(merge?.evidenceIds);
    expect(receipt.evidenceIds).toHaveLength(1);
  });

  it('of bringing back names checks of that tree, which need not be those of the task', async () => {
    const test = await testWorkspace();
    test.task('t1', { verify: ['test -e t1.txt'] });
    test.task('t2', { dependencies: ['t1'], verify: ['test -e t2.txt'] });
    await test.run();
    const [merge] = test.receipts('t2');
    await undo(test, 't1');
    // The branch stood at this tree before, by the checked merge of t2.
    const receipt = await undo(test, 't1');
    expect(receipt).toMatchObject({ kind: 'restore', tree: merge?.tree });
    expect(receipt.evidenceIds).toEqual(merge?.evidenceIds);
    expect(test.get('t1').status).toBe('closed');
  });

  it('is not there for a tree that no check has seen, until the steps are undone in reverse order', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2');
    await test.run({ kind: 'single', taskId: 't2' });
    await test.run({ kind: 'single', taskId: 't1' });
    await undo(test, 't1');
    await undo(test, 't2');
    // It would lead to t1 without t2.
    const refused = await undoTask(test.workspace, 't1', 'bring_back');
    expect(refused).toMatchObject({ ok: false, error: { code: 'undo-unverified' } });
    expect(test.get('t1').status).toBe('open');
    await undo(test, 't2');
    expect(await undo(test, 't1')).toMatchObject({ kind: 'restore' });
  });
});

describe('a task that was opened again', () => {
  it('can still be taken back, and brought back', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    const merged = treeAt(test, 'epic/e');
    await test.reopen('t1');
    expect(await undo(test, 't1')).toMatchObject({ kind: 'revert' });
    expect(test.fileAt('epic/e', 't1.txt')).toBeNull();
    expect(test.get('t1').status).toBe('open');
    expect(await undo(test, 't1')).toMatchObject({ kind: 'restore', tree: merged });
    expect(test.get('t1').status).toBe('closed');
  });

  it('and was merged once more gives back both merges, one after the other', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo more >> t1.txt' });
    await test.run();
    await test.reopen('t1');
    await test.run();
    expect(test.receipts('t1').map(({ kind }) => kind)).toEqual(['merge', 'merge']);
    await undo(test, 't1', 'take_back');
    expect(test.fileAt('epic/e', 't1.txt')).toBe('more');
    const earlier = await test.words('undo', 't1', '--earlier');
    expect(earlier).toMatchObject({ code: 0 });
    expect(test.fileAt('epic/e', 't1.txt')).toBeNull();
    await undo(test, 't1', 'bring_back');
    await undo(test, 't1', 'bring_back');
    expect(test.fileAt('epic/e', 't1.txt')).toBe('more\nmore');
    expect(test.get('t1').status).toBe('closed');
    expect(await undoTask(test.workspace, 't1', 'bring_back')).toMatchObject({
      error: { code: 'nothing-to-undo' },
    });
  });

  it('and is blocked since can be brought back too', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    await undo(test, 't1');
    test.edit('t1', { script: 'exit 1' });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('t1').status).toBe('blocked');
    expect(await undo(test, 't1')).toMatchObject({ kind: 'restore' });
    expect(test.get('t1').status).toBe('closed');
  });
});

describe('an undo', () => {
  it('asked for twice at once takes back once', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    const both = await Promise.all([
      undoTask(test.workspace, 't1', 'take_back'),
      undoTask(test.workspace, 't1', 'take_back'),
    ]);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    expect(both[1]).toMatchObject({ error: { code: 'nothing-to-undo' } });
    expect(test.receipts('t1').map(({ kind }) => kind)).toEqual(['merge', 'revert']);
    expect(test.landed()).toHaveLength(2);
  });

  it('of a merge that is no longer on the branch is refused, and says why', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    const landed = test.git('rev-parse', 'epic/e');
    test.git('update-ref', 'refs/heads/epic/e', 'main');
    const refused = await undoTask(test.workspace, 't1');
    expect(refused).toMatchObject({
      error: {
        code: 'merge-not-on-branch',
        message: `epic/e no longer holds ${landed.slice(0, 12)}, which would be reverted.`,
      },
    });
    expect(test.git('rev-parse', 'epic/e')).toBe(test.git('rev-parse', 'main'));
  });
});
