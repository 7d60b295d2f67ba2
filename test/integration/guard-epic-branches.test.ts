import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { value, withAgent } from '../helpers/guard.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';

describe('an epic branch that stands where no merge has put it', () => {
  /** The agent commits on main and on its epic, both of which nobody has seen. */
  const unseen = [
    'C=$(git -C "$R" commit-tree -p main -m unseen "main^{tree}")',
    'git -C "$R" update-ref refs/heads/main "$C"',
    'git -C "$R" update-ref refs/heads/epic/e "$C"',
  ].join('\n');

  it('has nothing merged on it until the person says so', async () => {
    const test = await withAgent(unseen);
    test.task('t2', { dependencies: ['t1'] });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('moved by something other than Switchyard'),
    });
    expect(test.receipts('t1')).toEqual([]);
    const moved = value(test, 'rev-parse', 'epic/e');

    // Starting again is no answer.
    await test.reopen('t1');
    expect((await test.run()).outcome).toBe('incomplete');
    expect(value(test, 'rev-parse', 'epic/e')).toBe(moved);

    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(test.get('t1').status).toBe('open');
    expect(value(test, 'rev-parse', 'epic/e')).not.toBe(moved);
  });

  it('is merged on when the person agrees to it', async () => {
    const test = await testWorkspace();
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    const go = join(test.folder, 'go');
    test.task('t2', { script: `touch '${go}.at'; ${waitFor(go)}; echo 2 > t2.txt` });
    const { finished } = await test.start();
    await until('t2 is at work', () => existsSync(`${go}.at`));
    const mine = value(test, 'commit-tree', '-p', 'epic/e', '-m', 'mine', 'epic/e^{tree}');
    test.git('update-ref', 'refs/heads/epic/e', mine);
    writeFileSync(go, '');
    expect((await finished).run.outcome).toBe('incomplete');
    expect(test.get('t2').status).toBe('blocked');
    expect((await test.words('guard', '--leave')).code).toBe(0);
    expect(test.get('t2').status).toBe('open');
    expect((await test.run()).outcome).toBe('completed');
    expect(value(test, 'rev-parse', 'epic/e^')).toBe(mine);
  });

  it('comes back with its tasks when an agent has deleted it', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', {
      dependencies: ['t1'],
      script: `[ -e t2.txt ] || git -C '${test.root}' branch -D epic/e; echo 2 > t2.txt`,
    });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.get('t2').blockedReason).toContain('epic/e is gone');
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(test.get('t2').status).toBe('open');
    test.edit('t2', { script: 'echo 2 > t2.txt' });
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed()).toEqual(['t1: Do t1', 't2: Do t2']);
  });

  /** A run in which the second task's agent has deleted the branch, and the third is not there yet. */
  async function withoutBranch(): Promise<{
    readonly test: Awaited<ReturnType<typeof testWorkspace>>;
    readonly tip: string;
  }> {
    const test = await testWorkspace();
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    const tip = value(test, 'rev-parse', 'epic/e');
    test.task('t2', { script: `git -C '${test.root}' branch -D epic/e; echo 2 > t2.txt` });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.get('t2').blockedReason).toContain('epic/e is gone');
    expect((await test.words('guard')).code).toBe(1);
    return { test, tip };
  }

  it('waits for nobody once it was repaired, and its tasks are open again', async () => {
    const { test, tip } = await withoutBranch();
    await test.reopen('t2');
    const { stdout, stderr } = await test.words('run', '--dry-run');
    expect(stdout + stderr).toContain('switchyard repair');
    expect((await test.words('repair')).stdout).toContain('epic/e');
    expect(value(test, 'rev-parse', 'epic/e')).toBe(tip);
    expect(test.get('t2').status).toBe('open');
    expect(await test.words('guard')).toMatchObject({ code: 0 });
  });

  it('waits for nobody once the person has put it back with plain git', async () => {
    const { test, tip } = await withoutBranch();
    test.git('branch', 'epic/e', tip);
    test.edit('t2', { script: 'echo 2 > t2.txt' });
    expect((await test.run()).outcome).toBe('completed');
    expect(await test.words('guard')).toMatchObject({ code: 0 });
  });

  it('is put back although an earlier change of it was mended by somebody else', async () => {
    const { test, tip } = await withoutBranch();
    test.git('branch', 'epic/e', tip);
    test.task('t3', { script: `git -C '${test.root}' branch -f epic/e main; echo 3 > t3.txt` });
    test.edit('t2', { script: 'true', dependencies: ['t3'] });
    await test.run();
    expect(value(test, 'rev-parse', 'epic/e')).toBe(value(test, 'rev-parse', 'main'));
    const words = await test.words('guard', '--put-back');
    expect(words).toMatchObject({ code: 0, stderr: '' });
    expect(value(test, 'rev-parse', 'epic/e')).toBe(tip);
    expect(await test.words('guard')).toMatchObject({ code: 0 });
  });

  it('is built on when it moved between two runs, and preflight says so', async () => {
    const test = await testWorkspace();
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    const mine = value(test, 'commit-tree', '-p', 'epic/e', '-m', 'mine', 'epic/e^{tree}');
    test.git('update-ref', 'refs/heads/epic/e', mine);
    test.task('t2');
    const dry = await test.words('run', '--epic', 'e', '--dry-run');
    expect(dry.stdout + dry.stderr).toContain('where Switchyard did not put it');
    expect((await test.run()).outcome).toBe('completed');
    expect(value(test, 'rev-parse', 'epic/e^')).toBe(mine);
  });

  it('is not taken for the beginning of its epic when an agent of another one has made it', async () => {
    const test = await withAgent(
      'C=$(git -C "$R" commit-tree -p main -m evil "main^{tree}"); git -C "$R" update-ref refs/heads/epic/f "$C"',
    );
    test.task('z1', { epicId: 'f', dependencies: ['t1'] });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.get('z1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('moved by something other than Switchyard'),
    });
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed('f')).toEqual(['z1: Do z1']);
  });

  it.each([
    ['by an agent of its own', 'e', 'epic/e~1'],
    ['by an agent of another epic', 'f', 'main'],
  ])('is no merge of ours where it stood before, thrown back %s', async (_who, epicId, to) => {
    const test = await withAgent('true');
    test.task('t2', { dependencies: ['t1'] });
    const git = `git --git-dir='${test.root}/.git'`;
    test.task('x3', {
      epicId,
      dependencies: ['t2'],
      script: `[ -e '${test.sign('once')}' ] || ${git} update-ref refs/heads/epic/e ${to}; touch '${test.sign('once')}'; echo 3 > x3.txt`,
    });
    test.task('t4', { dependencies: ['x3'] });
    expect((await test.run({ kind: 'all' }, { maxParallelTasks: 1 })).outcome).toBe('incomplete');
    const blocked = epicId === 'e' ? 'x3' : 't4';
    expect(test.get(blocked)).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('moved by something other than Switchyard'),
    });
    expect(test.notices('repository_changed').join()).toContain('epic/e');
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect((await test.run()).outcome).toBe('completed');
    expect(test.fileAt('epic/e', 't2.txt')).toBe('t2');
  });

  it('has not what landed, when it was thrown back last of all: the run ends incomplete and says so', async () => {
    const test = await withAgent('true');
    test.task('f1', {
      epicId: 'f',
      dependencies: ['t1'],
      script: `git --git-dir='${test.root}/.git' update-ref refs/heads/epic/e main; echo f > f.txt`,
    });
    const ran = await test.words('run', '--all');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(
      /All tasks closed, but: Task t1 landed on epic\/e as [0-9a-f]+, but/,
    );
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(test.fileAt('epic/e', 't1.txt')).toBe('1');
  });
});
