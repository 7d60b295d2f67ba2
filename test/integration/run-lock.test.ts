import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cancelRun, resumeRun } from '#main/engine/runs/run-control.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { commit } from '#main/store/ledger.ts';
import { isRunLocked, RunLock } from '#main/store/run-lock.ts';
import { isElsewhere, ownIdentity } from '#main/system/process-identity.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Another process that holds the lock of a folder until it is killed. */
async function holder(folder: string): Promise<{ kill(): Promise<void> }> {
  const module = join(import.meta.dirname, '../../src/main/store/run-lock.ts');
  const script = `
    const { RunLock } = await import(${JSON.stringify(module)});
    globalThis.held = RunLock.take(${JSON.stringify(folder)});
    process.stdout.write(globalThis.held === null ? 'no' : 'held');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('held');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** A run whose process is one that this one cannot see, as in a container: its numbers are others. */
async function runElsewhere(test: TestWorkspace): Promise<void> {
  test.task('t1', { script: 'echo 1 > 1.txt' });
  test.task('t2', { script: 'sleep 60' });
  const { run, session, finished } = await test.start();
  await until('t1 is closed', () => test.get('t1').status === 'closed');
  session.halt();
  await finished;
  const owner = { ...ownIdentity(), pid: 1, namespace: 'pid:[1]' };
  const at = new Date().toISOString();
  const resumed = commit(test.workspace.store, [
    { to: 'runs', id: run.id, command: { kind: 'resume', owner, at } },
  ]);
  expect(resumed.ok).toBe(true);
}

describe('the lock of a run', () => {
  it('is held by one process, and free when that has ended, however it ended', async () => {
    const { workspace } = await testWorkspace();
    const { folder } = workspace.store;
    expect(isRunLocked(folder)).toBe(false);
    const other = await holder(folder);
    expect(isRunLocked(folder)).toBe(true);
    expect(RunLock.take(folder)).toBeNull();
    await other.kill();
    expect(isRunLocked(folder)).toBe(false);
  });

  it('is held while a run is driven', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'sleep 1; echo 1 > 1.txt' });
    const { finished } = await test.start();
    expect(RunLock.take(test.workspace.store.folder)).toBeNull();
    await finished;
    const free = RunLock.take(test.workspace.store.folder);
    expect(free).not.toBeNull();
    free?.release();
  });
});

describe('a run in a container on the same folder', () => {
  it('goes on while its process lives, though nobody here sees that', async () => {
    const test = await testWorkspace();
    await runElsewhere(test);
    const other = await holder(test.workspace.store.folder);
    expect(unfinishedRun(test.workspace.store)?.alive).toBe(true);
    expect(await resumeRun(test.workspace)).toMatchObject({ error: { code: 'run-active' } });
    await other.kill();
    expect(unfinishedRun(test.workspace.store)?.alive).toBe(false);
    expect(await cancelRun(test.workspace, true)).toMatchObject({
      value: { status: 'ended', outcome: 'cancelled' },
    });
  });

  it('is not one of before the last start of the computer', () => {
    const own = ownIdentity();
    const namespace = 'pid:[1]';
    expect(isElsewhere({ ...own, namespace })).toBe(own.namespace !== undefined);
    expect(isElsewhere({ ...own, namespace, startTime: 'another-boot:1' })).toBe(false);
    expect(isElsewhere(own)).toBe(false);
    expect(isElsewhere({ pid: own.pid, startTime: own.startTime })).toBe(false);
  });
});
