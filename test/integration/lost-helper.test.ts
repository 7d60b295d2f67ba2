import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** The small process that starts programs for a run; null when there is none now. */
async function smallStarter(test: TestWorkspace): Promise<number | null> {
  for (const pid of await test.processes()) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0-s\0')) return pid;
    } catch {
      // It has ended.
    }
  }
  return null;
}

/** Kills it once it is there and work has been given to it: as a computer does that is short of memory. */
async function killAtWork(test: TestWorkspace, begins: () => void): Promise<void> {
  let helper: number | null = null;
  await until('it is there', async () => {
    helper = await smallStarter(test);
    return helper !== null;
  });
  process.kill(helper ?? 0, 'SIGSTOP');
  begins();
  // What is asked of it by then is under way when it dies.
  await sleep(300);
  try {
    process.kill(helper ?? 0, 'SIGKILL');
  } catch {
    // Whoever has it start programs ended it, because it was stopped.
  }
}

describe('the death of the process that starts git', () => {
  it('blocks no task: what was under way is done again', async () => {
    const test = await testWorkspace({ config: { commands: { test: 'true' } } });
    for (const id of ['t1', 't2', 't3']) {
      const waits = `while ! test -e '${test.sign('go')}'; do sleep 0.02; done`;
      test.task(id, {
        script: `echo > '${test.sign(`${id}-works`)}'; ${waits}; echo ${id} > ${id}.txt`,
      });
    }
    const command = test.command(['run', '--all', '--parallel', '2']);
    await until('an agent works', () => test.readSign('t1-works') !== '');
    await killAtWork(test, () => writeFileSync(test.sign('go'), ''));
    const { code, stdout, stderr } = await command.finished;
    expect(`${stdout}${stderr}`).not.toMatch(/blocked|failed/);
    expect(code).toBe(0);
    expect(['t1', 't2', 't3'].map((id) => test.get(id).status)).toEqual([
      'closed',
      'closed',
      'closed',
    ]);
    expect(['t1', 't2', 't3'].map((id) => test.attempts(id).length)).toEqual([1, 1, 1]);
    expect(test.fileAt('epic/e', 't1.txt')?.trim()).toBe('t1');
  }, 60_000);
});
