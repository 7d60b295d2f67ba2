import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cancelRun, resumeRun, startRun } from '#main/engine/runs/run-control.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { surroundings, testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** The test's workspace, opened once more with a point of the program at which something is thrown. */
async function openedWith(
  test: TestWorkspace,
  reached: (point: string) => void,
): Promise<Workspace> {
  const opened = await openWorkspace(test.root, {
    ...surroundings(test.environment),
    tracer: { reached },
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function started(workspace: Workspace): Promise<DrivenRun> {
  const run = await startRun(workspace, { kind: 'all' }, { maxParallelTasks: 1 });
  if (!run.ok) throw new Error(run.error.map(({ message }) => message).join(' '));
  return run.value;
}

function systemError(code: string): Error {
  const more = { code, errno: -1, syscall: 'open', path: '/some/file' };
  return Object.assign(new Error(`${code}: in the system's words`), more);
}

/** Throws at the n-th time that a point is reached, once. */
function throwsAt(point: string, time: number, error: Error): (reached: string) => void {
  let times = 0;
  return (reached) => {
    if (reached !== point) return;
    times += 1;
    if (times === time) throw error;
  };
}

const oddFiles: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['a pipe in the place of a tracked file', 'rm README.md; mkfifo README.md', {}],
  [
    'a file in an encoding that it says it has and has not',
    'printf abc > d.rc',
    { '.gitattributes': '*.rc working-tree-encoding=UTF-16\n' },
  ],
  ['a file whose filter fails', 'echo k > d.key', { '.gitattributes': '*.key filter=odd\n' }],
];

describe('the trouble of one task', () => {
  it.each(oddFiles)(
    '%s blocks that task with the path, and no other',
    async (_what, script, files) => {
      const test = await testWorkspace({ files });
      test.git('config', 'filter.odd.clean', 'false');
      test.git('config', 'filter.odd.required', 'true');
      test.task('t1', { script });
      test.task('t2', { script: 'sleep 1; echo two > two.md' });
      expect((await test.run()).outcome).toBe('incomplete');
      expect(test.get('t1').status).toBe('blocked');
      expect(test.get('t1').blockedReason).toMatch(/README\.md|d\.rc|d\.key/);
      expect(test.get('t2').status).toBe('closed');
    },
  );

  it('is a ref of the person that appears in the way of its branch', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `git -C '${test.root}' branch agent/t2/mine; echo 1 > 1.txt` });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { dependencies: ['t1'] });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.get('t2')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('agent/t2/mine'),
    });
    expect(test.get('t3').status).toBe('closed');
    expect(test.git('rev-parse', 'agent/t2/mine')).toBe(test.git('rev-parse', 'main'));
  });

  it.each(['EIO', 'EACCES', 'ENAMETOOLONG', 'ELOOP', 'EBUSY', 'ENOENT', 'ESTALE'])(
    'is an error of the system (%s), told in a sentence',
    async (code) => {
      const test = await testWorkspace();
      test.task('t1');
      test.task('t2');
      const workspace = await openedWith(test, throwsAt('pty.spawn.before', 1, systemError(code)));
      const { run, failure } = await (await started(workspace)).finished;
      await workspace.close();
      expect(failure).toBeNull();
      expect(run.outcome).toBe('incomplete');
      expect(test.get('t1').status).toBe('blocked');
      expect(test.get('t1').blockedReason).toContain('/some/file');
      expect(test.get('t1').blockedReason).not.toMatch(/\n\s+at |in the system's words/);
      expect(test.get('t2').status).toBe('closed');
    },
  );

  it('is an error in the program that only its work meets: what happened where is kept in a file', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2');
    const bug = new TypeError('nothing is no function');
    const workspace = await openedWith(test, throwsAt('pty.spawn.before', 1, bug));
    const { run } = await (await started(workspace)).finished;
    const folder = join(workspace.paths.database, '../errors');
    await workspace.close();
    expect(run.outcome).toBe('incomplete');
    expect(test.get('t1').blockedReason).toContain('nothing is no function');
    expect(test.get('t1').blockedReason).not.toContain('.test.ts');
    const [file = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, file), 'utf8')).toContain('one-tasks-trouble.test.ts');
    expect(test.get('t1').blockedReason).toContain(file);
    expect(test.get('t2').status).toBe('closed');
  });

  it('keeps the worktree in which it happened', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo kept > kept.md' });
    const workspace = await openedWith(
      test,
      throwsAt('git.write-tree.before', 1, systemError('EIO')),
    );
    await (
      await started(workspace)
    ).finished;
    const [slot] = workspace.store.find('worktrees', 'task_id', 't1');
    const folder = workspace.worker.folderOf(slot?.id ?? '');
    await workspace.close();
    expect(readFileSync(join(folder, 'kept.md'), 'utf8')).toBe('kept\n');
  });
});

describe('what every task would meet', () => {
  it.each([
    ['EMFILE', 'too-many-files'],
    ['ENOSPC', 'disk-full'],
    ['ENOMEM', 'out-of-memory'],
  ])(
    '%s halts the run, says what is safe and what to do, and is gone on from',
    async (code, expected) => {
      const test = await testWorkspace();
      test.task('t1');
      test.task('t2');
      const workspace = await openedWith(test, throwsAt('pty.spawn.before', 1, systemError(code)));
      const { run, failure } = await (await started(workspace)).finished;
      await workspace.close();
      expect(run.status).toBe('interrupted');
      expect(failure?.code).toBe(expected);
      expect(test.notices('run_failed').join()).toMatch(/is kept/);
      const resumed = await resumeRun(test.workspace);
      if (!resumed.ok) throw new Error(resumed.error.message);
      expect((await resumed.value.finished).run.outcome).toBe('completed');
    },
  );

  it('is the repository’s own folder: the run halts, and goes on once it is back', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'sleep 2; echo 1 > 1.txt' });
    const { finished } = await test.start();
    await until('t1 runs', () => test.attempts('t1').some(({ phase }) => phase === 'running'));
    renameSync(join(test.root, '.git'), join(test.root, 'git-elsewhere'));
    const { run, failure } = await finished;
    expect(run.status).toBe('interrupted');
    expect(failure?.code).toBe('repository-missing');
    renameSync(join(test.root, 'git-elsewhere'), join(test.root, '.git'));
    const resumed = await resumeRun(test.workspace);
    if (!resumed.ok) throw new Error(resumed.error.message);
    expect((await resumed.value.finished).run.outcome).toBe('completed');
  });
});

describe('the end of a run', () => {
  it('comes also when nothing can be tidied up, and nothing be found out', async () => {
    const test = await testWorkspace();
    test.task('t1');
    let isRefused = false;
    const workspace = await openedWith(test, (point) => {
      if (isRefused && point.startsWith('git.')) throw systemError('EMFILE');
    });
    const { finished } = await started(workspace);
    const closed = workspace.store.onCommit(() => {
      if (test.get('t1').status === 'closed') isRefused = true;
    });
    const { run, failure } = await finished;
    closed.dispose();
    await workspace.close();
    expect(failure).toBeNull();
    expect(run).toMatchObject({ status: 'ended', outcome: 'completed' });
  });
});

describe('cancel', () => {
  it('ends a run whose repository is gone, in the records alone, and says where the work is', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `echo 1 > 1.txt; echo > '${test.sign('works')}'; sleep 2` });
    const { finished } = await test.start();
    await until('t1 works', () => test.readSign('works') !== '');
    renameSync(join(test.root, '.git'), join(test.root, 'git-elsewhere'));
    expect((await finished).run.status).toBe('interrupted');
    const cancelled = await cancelRun(test.workspace, true);
    expect(cancelled).toMatchObject({ value: { status: 'ended', outcome: 'cancelled' } });
    const folder = test.workspace.worker.folderOf(test.attempts('t1')[0]?.worktree ?? '');
    expect(test.attempts('t1')).toMatchObject([{ phase: 'ended', outcome: 'interrupted' }]);
    const { worktrees } = test.workspace.paths;
    const kept = readdirSync(worktrees).filter((name) =>
      existsSync(join(worktrees, name, '1.txt')),
    );
    expect(kept).toHaveLength(1);
    expect(test.attempts('t1')[0]?.problem).toContain(folder);
    renameSync(join(test.root, 'git-elsewhere'), join(test.root, '.git'));
    expect((await test.run()).outcome).toBe('completed');
  });

  it.each(['EMFILE', 'EIO', 'ENOSPC'])(
    'ends a run that nobody drives, though the system refuses all (%s)',
    async (code) => {
      const test = await testWorkspace();
      test.task('t1', { script: 'sleep 30' });
      const { session, finished } = await test.start();
      await until('t1 runs', () => test.attempts('t1').some(({ phase }) => phase === 'running'));
      session.halt();
      await finished;
      let isRefused = false;
      const workspace = await openedWith(test, (point) => {
        if (isRefused && point.startsWith('git.')) throw systemError(code);
      });
      isRefused = true;
      const cancelled = await cancelRun(workspace, true);
      await workspace.close();
      expect(cancelled).toMatchObject({ value: { status: 'ended', outcome: 'cancelled' } });
      expect(test.attempts('t1')).toMatchObject([{ phase: 'ended' }]);
      expect(test.get('t1').status).toBe('open');
      test.edit('t1', { script: 'echo 1 > 1.txt' });
      expect((await test.run()).outcome).toBe('completed');
    },
  );
});
