import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closeByHand } from '#main/engine/tasks/close-task.ts';
import { takeBackReopening } from '#main/engine/tasks/undo-reopen.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';

describe('closing a task by hand', () => {
  it('is recorded with its reason, shown as such, and lets dependents go on', async () => {
    const test = await testWorkspace();
    test.task('t1', { criteria: ['It works'] });
    test.task('t2', { dependencies: ['t1'] });
    expect(await test.words('close', 't1', '--reason', ' Made elsewhere. ')).toEqual({
      code: 0,
      stdout: 't1 is closed by hand: Made elsewhere.\n',
      stderr: '',
    });
    expect(test.get('t1')).toMatchObject({
      status: 'closed',
      closedByHand: { reason: 'Made elsewhere.', by: 'person' },
      acceptanceCriteria: [{ text: 'It works', checked: false }],
    });
    expect(test.workspace.store.logOf('tasks', ['t1']).at(-1)?.entry).toMatchObject({
      event: { kind: 'closed_by_hand', reason: 'Made elsewhere.', by: 'person' },
    });
    expect((await test.words('list')).stdout).toContain('☐ t1  Do t1  (closed by hand)');
    expect((await test.words('show', 't1')).stdout).toMatch(
      /Closed by hand, not verified \(.*\): Made elsewhere\./,
    );
    expect((await test.words('ready')).stdout).toContain('t2');
    expect(await test.run({ kind: 'all' })).toMatchObject({ outcome: 'completed' });
    expect(test.receipts('t1')).toEqual([]);
    expect(test.evidence('t1')).toEqual([]);
  });

  it('needs a reason, and a task that is not closed', async () => {
    const test = await testWorkspace();
    test.task('t1');
    for (const words of [
      ['close', 't1'],
      ['close', 't1', '--reason', '  '],
    ]) {
      const refused = await test.words(...words);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('needs a reason');
    }
    expect((await test.words('close', 'no', '--reason', 'x')).stderr).toContain('no such task');
    await test.run({ kind: 'all' });
    expect((await test.words('close', 't1', '--reason', 'x')).stderr).toContain(
      'Task t1 is closed',
    );
    expect(test.get('t1').closedByHand).toBeNull();
  });

  it('is taken back by reopening, and that by undoing it', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await closeByHand(test.workspace, 't1', { reason: 'Made elsewhere.' });
    const before = test.get('t1');
    await test.reopen('t1');
    expect(test.get('t1')).toMatchObject({ status: 'open', closedByHand: null });
    await takeBackReopening(test.workspace, 't1');
    expect(test.get('t1').closedByHand).toEqual(before.closedByHand);
  });

  it('is refused while an agent works, unless that is stopped first; then its work is named and kept', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: `echo half > half.txt; touch "$SIGNS/began"; ${waitFor('$SIGNS/never')}`,
    });
    const { finished } = await test.start({ kind: 'all' });
    await until('the agent', () => test.get('t1').status === 'in_progress');
    await until('its work', () => test.attempts('t1')[0]?.phase === 'running');
    expect(await closeByHand(test.workspace, 't1', { reason: 'No.' })).toMatchObject({
      ok: false,
      error: { code: 'illegal-task-status' },
    });
    const closed = await closeByHand(test.workspace, 't1', { reason: 'Not needed.', stop: true });
    expect(closed).toMatchObject({
      ok: true,
      value: { kept: expect.stringMatching(/kept on the branch agent\/t1 and in \d+ snapshot/) },
    });
    await finished;
    expect(test.get('t1').closedByHand).toMatchObject({ reason: 'Not needed.', by: 'person' });
  });

  it('of a task whose agent is stopped for it lets what waits for it run', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: waitFor('$SIGNS/never') });
    test.task('t2', { dependencies: ['t1'] });
    const { finished } = await test.start({ kind: 'all' });
    await until('its work', () => test.attempts('t1')[0]?.phase === 'running');
    const closed = await closeByHand(test.workspace, 't1', { reason: 'Not needed.', stop: true });
    expect(closed).toMatchObject({ ok: true, value: { task: { status: 'closed' } } });
    expect((await finished).run).toMatchObject({ outcome: 'completed', skipped: [] });
    expect(test.get('t1').closedByHand).toMatchObject({ reason: 'Not needed.', by: 'person' });
    expect(test.get('t2').status).toBe('closed');
  });

  it('of a task whose checks are stopped for it lets what waits for it run', async () => {
    const test = await testWorkspace();
    test.task('t1', { verify: [`touch "$SIGNS/checks"; ${waitFor('$SIGNS/never')}`] });
    test.task('t2', { dependencies: ['t1'] });
    const { finished } = await test.start({ kind: 'all' });
    await until('its checks', () => existsSync(test.sign('checks')));
    const closed = await closeByHand(test.workspace, 't1', { reason: 'Not needed.', stop: true });
    expect(closed).toMatchObject({ ok: true, value: { task: { status: 'closed' } } });
    expect((await finished).run).toMatchObject({ outcome: 'completed', skipped: [] });
    expect(test.receipts('t1')).toEqual([]);
    expect(test.get('t2').status).toBe('closed');
  });

  it('goes with the task through an export and an import', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await closeByHand(test.workspace, 't1', { reason: 'Made elsewhere.' });
    const exported = test.sign('export.json');
    await test.words('export', '--to', exported);
    expect(readFileSync(exported, 'utf8')).toContain('"reason": "Made elsewhere."');
    const other = await testWorkspace();
    await other.words('import', exported);
    expect(other.get('t1').closedByHand).toEqual(test.get('t1').closedByHand);
  });
});
