import { describe, expect, it } from 'vitest';
import { startRun } from '#main/engine/runs/run-control.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const tip = (test: TestWorkspace, ref: string): string => test.git('rev-parse', ref);

/** Why a run of all does not start, each with what to do. */
async function refusal(test: TestWorkspace): Promise<string> {
  const started = await startRun(test.workspace, { kind: 'all' });
  if (started.ok) throw new Error('It has started.');
  return started.error.map(({ message, action }) => `${message} ${action}`).join('\n');
}

describe('a ref of the person that leaves no room for those of a run', () => {
  it.each([
    ['heads/epic', 'epic'],
    ['heads/agent', 'agent'],
    ['heads/epic/e/old', 'epic/e/old'],
    ['heads/agent/t1/old', 'agent/t1/old'],
    ['switchyard', 'refs/switchyard'],
    ['switchyard/archive', 'refs/switchyard/archive'],
    ['switchyard/archive/t1/x', 'refs/switchyard/archive/t1/x'],
    ['switchyard/vault/t1', 'refs/switchyard/vault/t1'],
  ])('%s is found before anything runs, and what to do about it works', async (ref, named) => {
    const test = await testWorkspace();
    test.task('t1');
    test.git('update-ref', `refs/${ref}`, 'main');
    const told = await refusal(test);
    expect(told).toContain(named);
    expect(test.attempts('t1')).toEqual([]);
    const command = /(?:Rename it|Give it another name): (git .*)$/m.exec(told)?.[1] ?? 'false';
    for (const one of command.split(' && ')) test.git(...one.split(' ').slice(1));
    expect((await test.run()).outcome).toBe('completed');
  });

  it('is no branch of another epic or task', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.git('branch', 'epic/other/old');
    test.git('branch', 'agent/t11/old');
    expect((await test.run()).outcome).toBe('completed');
  });
});

describe('an epic branch', () => {
  it('that is only another name for a branch of the person is refused, and that branch stays', async () => {
    const test = await testWorkspace();
    test.task('t1');
    const before = tip(test, 'main');
    test.git('symbolic-ref', 'refs/heads/epic/e', 'refs/heads/main');
    expect(await refusal(test)).toContain('epic/e is only another name for main');
    expect(tip(test, 'main')).toBe(before);
  });

  it('that was there before, with commits of its own, is told before a run', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.git('switch', '--quiet', '--create', 'epic/e');
    test.git('commit', '--quiet', '--allow-empty', '--message', 'Mine');
    test.git('switch', '--quiet', 'main');
    const { stdout } = await test.words('run', '--dry-run', '--all');
    expect(stdout).toContain('with 1 commit(s) that Switchyard has not made');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed()).toEqual(['Mine', 't1: Do t1']);
  });

  it('that was deleted with what landed on it is found before a run, and comes back by one command', async () => {
    const test = await testWorkspace();
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    const landed = tip(test, 'epic/e');
    test.git('branch', '--quiet', '-D', 'epic/e');
    // Nothing but our own refs holds it any more.
    test.git('reflog', 'expire', '--expire=now', '--all');
    test.git('gc', '--quiet', '--prune=now');
    test.task('t2', { dependencies: ['t1'] });
    expect(await refusal(test)).toContain('The branch epic/e is gone');
    const repaired = await test.words('repair');
    expect(repaired).toMatchObject({ code: 0, stdout: expect.stringContaining('epic/e') });
    expect(tip(test, 'epic/e')).toBe(landed);
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed()).toEqual(['t1: Do t1', 't2: Do t2']);
    expect((await test.words('repair')).stdout).toContain('Nothing');
  });
});
