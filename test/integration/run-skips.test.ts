import { describe, expect, it } from 'vitest';
import { addToRun } from '#main/engine/runs/steer-run.ts';
import { write } from '../helpers/stores.ts';
import { testWorkspace, waitFor } from '../helpers/workspaces.ts';

const block = { kind: 'block', reason: 'no access', at: '2026-01-01T00:00:00.000Z' } as const;

describe('a task that waits for what no run would close', () => {
  it('says of a task that cannot start why, and starts no run of it alone', async () => {
    const test = await testWorkspace();
    test.task('t1');
    write(test.workspace.store, { to: 'tasks', id: 't1', command: block });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { dependencies: ['t2'] });
    test.task('t4');
    const dry = await test.words('run', 't2', '--dry-run');
    expect(dry.code).toBe(2);
    expect(dry.stdout).toContain('0 task(s) in 0 layer(s); nothing was started.');
    expect(dry.stdout).toContain('↷ t2 would be skipped: t1 is blocked.');
    expect(dry.stdout).toContain('if you reopen t1, and run t1, t2 together.');
    const alone = await test.words('run', 't2');
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain('✖ t2 would be skipped: t1 is blocked.');
    expect(alone.stderr).toContain('`switchyard reopen t1`');
    expect(test.workspace.store.all('runs')).toEqual([]);

    // With others the run goes on, and the dry run tells of it all the same.
    const some = await test.words('run', 't2', 't3', 't4', '--dry-run', '--json');
    expect(some.code).toBe(0);
    expect(JSON.parse(some.stdout)).toMatchObject({
      taskIds: ['t2', 't4', 't3'],
      skips: [
        { taskId: 't2', waitsFor: ['t1'] },
        { taskId: 't3', reason: 't3 would be skipped: t2 would be skipped too.' },
      ],
      include: { taskIds: ['t1', 't2', 't4', 't3'], reopen: ['t1'] },
      layers: [['t4']],
    });
  });

  it('is not added alone to a run that would skip it at once', async () => {
    const test = await testWorkspace();
    test.task('t1');
    write(test.workspace.store, { to: 'tasks', id: 't1', command: block });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { script: `${waitFor(test.sign('go'))}\necho x > t3` });
    const { finished } = await test.start({ kind: 'single', taskId: 't3' });
    expect(await addToRun(test.workspace, ['t2'])).toMatchObject({
      ok: false,
      error: [{ code: 'nothing-can-start', message: 't2 would be skipped: t1 is blocked.' }],
    });
    test.write('../go', '');
    expect((await finished).run.skipped).toEqual([]);
  });
});
