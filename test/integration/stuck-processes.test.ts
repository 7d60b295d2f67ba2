import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cancelRun, requestCancel, startRun } from '#main/engine/runs/run-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { listProcesses } from '#main/system/process-table.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Processes of the workspace whose command line has this text. */
async function processesOf(test: TestWorkspace, text: string): Promise<readonly number[]> {
  const ours = new Set(await test.processes());
  const found = await listProcesses();
  return found
    .filter(({ pid, ended }) => !ended && ours.has(pid))
    .map(({ pid }) => pid)
    .filter((pid) => commandLineOf(pid).includes(text));
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The workspace, whose worker does not come to an end with one kind of order, whatever is asked of it. */
function withStuckWorker(
  workspace: Workspace,
  order: 'prepare' | 'run' | 'record' | 'check',
  reached: () => void,
): Workspace {
  return {
    ...workspace,
    async forRun(runId, origin) {
      const parts = await workspace.forRun(runId, origin);
      const worker = new Proxy(parts.worker, {
        get(target, name) {
          if (name === order) {
            return async () => {
              reached();
              return new Promise(() => {});
            };
          }
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      return { ...parts, worker, landing: { ...parts.landing, worker } };
    },
  };
}

describe('a run of which a part does not come to its end', () => {
  it.each(['prepare', 'run', 'record', 'check'] as const)(
    'ends when it is stopped, and says where the work is (%s)',
    async (order) => {
      const test = await testWorkspace();
      test.task('t1');
      test.task('t2', { dependencies: ['t1'] });
      let isStuck = false;
      const workspace = withStuckWorker(test.workspace, order, () => {
        isStuck = true;
      });
      const started = await startRun(workspace, { kind: 'all' });
      if (!started.ok) throw new Error(started.error[0]?.message);
      const { run, session, finished } = started.value;
      session.stuckMs = 300;
      await until('it is there', () => isStuck);
      expect((await cancelRun(workspace, true)).ok).toBe(true);
      expect((await finished).run).toMatchObject({ status: 'ended', outcome: 'cancelled' });
      const [attempt] = test.attempts('t1');
      expect(attempt).toMatchObject({ phase: 'ended', outcome: 'interrupted' });
      expect(attempt?.problem).toContain('did not come to its end within 0.3 seconds');
      expect(attempt?.problem).toContain(test.workspace.worker.folderOf(attempt?.worktree ?? ''));
      expect(test.get('t1').status).toBe('open');
      expect(test.workspace.store.get('runs', run.id)?.skipped).toHaveLength(2);
    },
  );

  it('is left to whoever resumes it when the program is closed', async () => {
    const test = await testWorkspace();
    test.task('t1');
    const workspace = withStuckWorker(test.workspace, 'run', () => {});
    const started = await startRun(workspace, { kind: 'all' });
    if (!started.ok) throw new Error(started.error[0]?.message);
    const { session, finished } = started.value;
    session.stuckMs = 300;
    await until('it runs', () => test.attempts('t1')[0]?.phase === 'running');
    session.halt();
    expect((await finished).run.status).toBe('interrupted');
    expect(test.attempts('t1')).toMatchObject([{ phase: 'running' }]);
  });

  it('ends with the second Ctrl-C although the process that starts git is stopped', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `echo half > half.txt; echo > '${test.sign('works')}'; sleep 300` });
    const command = test.command(['run', '--all']);
    await until('the agent works', () => test.readSign('works') !== '');
    const helpers = await processesOf(test, '\0-s\0');
    expect(helpers.length).toBeGreaterThan(0);
    onTestFinished(() => {
      for (const pid of helpers) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It has ended.
        }
      }
    });
    for (const pid of helpers) process.kill(pid, 'SIGSTOP');
    const begun = performance.now();
    command.kill('SIGINT');
    await until('it ends', () => command.output().includes('Cancelling'));
    command.kill('SIGINT');
    expect((await command.finished).code).toBe(130);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expect(test.workspace.store.all('runs')).toMatchObject([{ status: 'ended' }]);
    expect(test.get('t1').status).toBe('open');
    expect(await test.processes()).toEqual([]);
  }, 90_000);

  it('is taken over by who asks once more to stop it, when its process answers to nothing', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `echo half > half.txt; echo > '${test.sign('works')}'; sleep 300` });
    const command = test.command(['run', '--all']);
    await until('the agent works', () => test.readSign('works') !== '');
    const [run] = test.workspace.store.all('runs');
    process.kill(run?.owner.pid ?? 0, 'SIGSTOP');
    expect(requestCancel(test.workspace, run?.id ?? '', true).ok).toBe(true);
    const before = Date.now();
    // Two minutes pass for who waits, and no time for the test.
    const later = { now: () => Date.now() + (Date.now() - before) * 1_000 };
    const cancelled = await cancelRun({ ...test.workspace, clock: later }, true);
    expect(cancelled).toMatchObject({ value: { status: 'ended', outcome: 'cancelled' } });
    await command.finished;
    expect(test.get('t1').status).toBe('open');
    expect(await test.processes()).toEqual([]);
  }, 60_000);
});
