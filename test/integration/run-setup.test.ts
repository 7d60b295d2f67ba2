import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cancelRun } from '#main/engine/runs/run-control.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';

describe("a worktree's setup", () => {
  it('copies ignored files, clones folders, and runs the setup command before the agent', async () => {
    const test = await testWorkspace({
      files: { '.gitignore': '.env*\nnode_modules\n*.cache\n', '.envrc.sample': 'tracked\n' },
      config: {
        commands: { test: 'cat .env.local && cat node_modules/tool/index.js && cat setup.cache' },
        worktree: {
          copy: ['.env*', 'conf/*.cache', 'README.md'],
          clone: ['node_modules', 'absent'],
          setup: 'echo "set up $SWITCHYARD_WORKTREE" > setup.cache',
        },
      },
    });
    test.write('.env.local', 'secret=1\n');
    test.write('conf/a.cache', 'a\n');
    test.write('node_modules/tool/index.js', 'tool\n');
    test.write('README.md', 'edited by the user\n');
    test.task('t1', {
      script:
        'test -e .env.local; cat conf/a.cache README.md node_modules/tool/index.js > seen.txt',
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    // What git tracks is as the epic has it, not as the user's checkout.
    expect(test.fileAt('epic/e', 'seen.txt')).toBe('a\n# Test\ntool');
    expect(test.git('diff', '--name-only', 'main', 'epic/e')).toBe('seen.txt');
  });

  it('blocks a task whose setup fails, with the output, and the other tasks go on after it', async () => {
    const test = await testWorkspace({
      config: { worktree: { setup: 'echo "no such registry"; [ -e "$SIGNS/mended" ]' } },
    });
    test.task('t1');
    const run = await test.run();
    expect(run.outcome).toBe('incomplete');
    expect(test.get('t1').blockedReason).toBe(
      'The setup command "echo "no such registry"; [ -e "$SIGNS/mended" ]" failed (failed). Its output: no such registry\n',
    );
    expect(test.evidence('t1')).toEqual([]);
    test.write('../mended', '');
    await test.reopen('t1');
    expect((await test.run()).outcome).toBe('completed');
    expect(readdirSync(test.workspace.paths.worktrees)).toEqual([]);
  });
});

describe('checks', () => {
  it('that are not there, or never end, are evidence; the task is blocked, nothing runs on', async () => {
    const test = await testWorkspace({ config: { commands: { test: '', timeout_minutes: 0.01 } } });
    test.task('t1', { verify: ['no-such-command --at-all'] });
    test.task('t2', { verify: ['echo begun; sleep 300 & sleep 300'] });
    await test.run();
    expect(test.evidence('t1')).toMatchObject([{ verdict: 'could_not_run', exitCode: 127 }]);
    expect(test.get('t1').blockedReason).toBe(
      'Verification failed: "no-such-command --at-all" could not be run (there is no program "no-such-command" to be run here).',
    );
    expect(test.evidence('t2')).toMatchObject([
      { verdict: 'timeout', exitCode: null, outputTail: 'begun\n' },
    ]);
    expect(test.get('t2').blockedReason).toMatch(
      /^Verification failed: "echo begun; sleep 300 & sleep 300" did not end within \d s \(timeout\)\.$/,
    );
    expect(test.attempts('t2')).toHaveLength(1);
    expect(await test.processes()).toEqual([]);
  });

  it('that change files do not change what lands, nor what the next check sees', async () => {
    const test = await testWorkspace({ files: { 'list.txt': 'one\n' } });
    test.task('t1', {
      script: 'echo mine > a.txt',
      verify: [
        'echo two >> list.txt; echo forged > a.txt; rm README.md; echo built > built.txt',
        'test "$(cat list.txt a.txt README.md)" = "$(printf "one\\nmine\\n# Test")" && test -e built.txt',
        'grep mine a.txt; echo three >> list.txt',
      ],
    });
    test.task('t2', {
      dependencies: ['t1'],
      script: 'cat list.txt > seen.txt; test ! -e built.txt',
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.git('diff', '--name-only', 'main', 'epic/e')).toBe('a.txt\nseen.txt');
    expect(test.fileAt('epic/e', 'a.txt')).toBe('mine');
    const [receipt] = test.receipts('t1');
    expect(test.evidence('t1').map((one) => one.tree)).toEqual(
      Array.from({ length: 3 }, () => receipt?.tree),
    );
  });
});

describe('a checkout of the epic branch', () => {
  it('that is clean is brought along', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    test.git('checkout', '--quiet', 'epic/e');
    const second = test.sign('second');
    test.git('branch', 'epic/other', 'main');
    test.git('worktree', 'add', '--quiet', second, 'epic/other');
    test.task('t2', { script: 'echo two > t1.txt; echo new > new.txt' });
    test.task('o1', { epicId: 'other' });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(readFileSync(join(test.root, 't1.txt'), 'utf8')).toBe('two\n');
    expect(existsSync(join(test.root, 'new.txt'))).toBe(true);
    expect(test.git('status', '--porcelain')).toBe('');
    expect(test.git('rev-parse', 'HEAD')).toBe(test.receipts('t2')[0]?.headAfter);
    expect(readdirSync(second)).toContain('o1.txt');
    expect(test.git('-C', second, 'status', '--porcelain')).toBe('');
  });

  it('with uncommitted changes makes the merge wait, told once, until it is clean', async () => {
    const test = await testWorkspace();
    test.git('branch', 'epic/e');
    test.git('checkout', '--quiet', 'epic/e');
    test.write('README.md', 'my own edit\n');
    test.task('t1');
    const { finished } = await test.start();
    await until('the notice', () => test.notices('review_wanted')[0]);
    expect(test.notices('review_wanted')).toEqual([
      `The merge of t1 waits: ${test.root} has the epic branch checked out with uncommitted changes.`,
    ]);
    expect(test.get('t1').status).toBe('in_review');
    expect(test.git('rev-parse', 'epic/e')).toBe(test.git('rev-parse', 'main'));
    test.git('checkout', '--', 'README.md');
    expect((await finished).run.outcome).toBe('completed');
    expect(existsSync(join(test.root, 't1.txt'))).toBe(true);

    test.write('README.md', 'once more\n');
    test.task('t2');
    const second = await test.start();
    await until('the second notice', () => test.notices('review_wanted')[1]);
    await cancelRun(test.workspace, false);
    expect((await second.finished).run.outcome).toBe('cancelled');
    expect(test.get('t2').status).toBe('open');
    expect(readFileSync(join(test.root, 'README.md'), 'utf8')).toBe('once more\n');
    test.git('checkout', '--', 'README.md');
    expect((await test.run()).outcome).toBe('completed');
  });
});
