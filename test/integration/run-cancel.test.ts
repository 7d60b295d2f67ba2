import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { cancelRun } from '#main/engine/runs/run-control.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

async function cancel(test: TestWorkspace, now: boolean): Promise<void> {
  const cancelled = await cancelRun(test.workspace, now);
  if (!cancelled.ok) throw new Error(cancelled.error.message);
}

async function appeared(test: TestWorkspace, name: string): Promise<void> {
  await until(name, () => existsSync(test.sign(name)));
}

describe('cancelling gracefully', () => {
  it('lets what runs finish and starts nothing new', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: `touch "$SIGNS/begun"\n${waitFor(test.sign('go'))}\necho x > x`,
    });
    test.task('t2');
    test.task('t3', { dependencies: ['t1'] });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    await appeared(test, 'begun');
    await cancel(test, false);
    await cancel(test, false);
    expect(test.workspace.store.all('runs')[0]?.status).toBe('cancelling');
    test.write('../go', '');
    const { run } = await finished;
    expect(run).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    expect(['t1', 't2', 't3'].map((id) => test.get(id).status)).toEqual(['closed', 'open', 'open']);
    expect(test.attempts('t2')).toEqual([]);
    const reason = 'The run was cancelled before its turn.';
    expect(run.skipped).toEqual(['t2', 't3'].map((taskId) => ({ taskId, reason })));
    expect(test.notices('run_cancelled')).toEqual(['Batch run cancelled: 1/3 done, 2 skipped']);
    const none = await cancelRun(test.workspace, false);
    expect(none).toMatchObject({ ok: false, error: { message: 'No run is active.' } });
  });

  it('does not try again what fails meanwhile', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: `touch "$SIGNS/begun"\n${waitFor(test.sign('go'))}\nexit 1`,
    });
    const { finished } = await test.start();
    await appeared(test, 'begun');
    await cancel(test, false);
    test.write('../go', '');
    const { run } = await finished;
    expect(run.outcome).toBe('cancelled');
    const reason = 'The run was cancelled; what was done for it is kept.';
    expect(run.skipped).toEqual([{ taskId: 't1', reason }]);
    expect(test.attempts('t1')).toHaveLength(1);
    expect(test.get('t1').status).toBe('open');
  });
});

describe('stopping now', () => {
  it('ends the agents and all they started, keeps their work, and a later run continues it', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: [
        '[ ! -e half.txt ] || { echo whole > whole.txt; exit 0; }',
        'echo half > half.txt; echo "got this far"',
        '(setsid sleep 300 &) ; sleep 300 &',
        'touch "$SIGNS/begun"; sleep 300',
      ].join('\n'),
    });
    test.task('t2', { dependencies: ['t1'] });
    const { finished } = await test.start();
    await appeared(test, 'begun');
    await cancel(test, false);
    await cancel(test, true);
    const { run } = await finished;
    expect(run.outcome).toBe('cancelled');
    expect(await test.processes()).toEqual([]);
    const [first] = test.attempts('t1');
    expect(first).toMatchObject({ outcome: 'interrupted', interrupted: true, phase: 'ended' });
    expect(test.fileAt(first?.vaultRef ?? '', 'half.txt')).toBe('half');
    expect(test.get('t1')).toMatchObject({ status: 'open', dispatches: 0 });
    expect(test.telemetry('t1')).toHaveLength(1);
    const { worktrees } = test.workspace.paths;
    expect(readFileSync(join(worktrees, first?.worktree ?? '', 'half.txt'), 'utf8')).toBe('half\n');

    const later = await test.run();
    expect(later.outcome).toBe('completed');
    const [, second] = test.attempts('t1');
    expect(second).toMatchObject({ outcome: 'merged', worktree: first?.worktree });
    const prompt = test.prompt(second!);
    expect(prompt).toContain('## You continue interrupted work');
    expect(prompt).toContain('- half.txt (created)');
    expect(prompt).toContain('got this far');
    expect(test.fileAt('epic/e', 'half.txt')).toBe('half');
    expect(test.landed()).toEqual(['t1: Do t1', 't2: Do t2']);
    expect(test.git('branch', '--list', 'agent/*')).toBe('');
  });

  it('ends a check that runs, and the setup command of a worktree', async () => {
    const test = await testWorkspace({
      config: {
        worktree: { setup: '[ ! -e "$SIGNS/slow" ] || { touch "$SIGNS/in-setup"; sleep 300; }' },
      },
    });
    test.task('t1', {
      script: '[ -e x ] || echo x > x\necho "$SWITCHYARD_ATTEMPT" >> "$SIGNS/attempts"',
      verify: ['[ -e "$SIGNS/quick" ] || { touch "$SIGNS/in-check"; sleep 300; }'],
    });
    const inCheck = await test.start();
    await appeared(test, 'in-check');
    await cancel(test, true);
    expect((await inCheck.finished).run.outcome).toBe('cancelled');
    expect(test.attempts('t1')[0]).toMatchObject({
      outcome: 'interrupted',
      problem: 'The run was stopped during verification.',
    });
    expect(test.evidence('t1').map((one) => one.verdict)).toEqual(['interrupted']);

    test.write('../slow', '');
    const inSetup = await test.start();
    await appeared(test, 'in-setup');
    await cancel(test, true);
    expect((await inSetup.finished).run.outcome).toBe('cancelled');
    expect(test.attempts('t1')[1]).toMatchObject({ outcome: 'interrupted' });
    expect(test.get('t1').status).toBe('open');
    expect(await test.processes()).toEqual([]);

    test.remove('../slow');
    test.write('../quick', '');
    expect((await test.run()).outcome).toBe('completed');
    const third = test.attempts('t1')[2]!;
    expect(test.prompt(third)).toContain('## You continue interrupted work');
    expect(test.prompt(third)).toContain('- x (created)');
  });

  it('is refused in plain words while nothing can be written down, and done when it can', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `echo > '${test.sign('works')}'; sleep 300` });
    const { finished } = await test.start();
    await until('it works', () => test.readSign('works') !== '');
    const full = failure('disk-full', 'No space is left for it.', 'Free some space on that disk.');
    const store = new Proxy(test.workspace.store, {
      get(target, name) {
        if (name === 'transact') {
          return () => {
            throw new FailureError(full);
          };
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    expect(await cancelRun({ ...test.workspace, store }, true)).toMatchObject({
      error: {
        code: 'disk-full',
        message:
          'The run was not cancelled, because that cannot be written down. No space is left for it.',
        action: expect.stringMatching(/^Free some space on that disk. Then cancel it once more/),
      },
    });
    expect((await cancelRun(test.workspace, true)).ok).toBe(true);
    expect((await finished).run).toMatchObject({ status: 'ended', outcome: 'cancelled' });
  });
});
