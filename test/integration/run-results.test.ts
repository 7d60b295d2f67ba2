import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Everything about the user's checkout that a run must not change. */
function checkoutOf(test: TestWorkspace) {
  const file = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(test.root, path)))
      .digest('hex');
  const names = readdirSync(test.root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('.git/') && name !== '.git',
  );
  return {
    head: readFileSync(join(test.root, '.git/HEAD'), 'utf8'),
    index: file('.git/index'),
    main: test.git('rev-parse', 'main'),
    files: names
      .filter((name) => statSync(join(test.root, name)).isFile())
      .map((name) => [name, file(name)]),
    stash: test.git('stash', 'list'),
    config: file('.git/config'),
  };
}

/** What must be gone when a run has ended and nothing of it is left undone. */
async function leftovers(test: TestWorkspace) {
  const { paths } = test.workspace;
  return {
    pins: test.git('for-each-ref', 'refs/switchyard/pins'),
    notes: readdirSync(paths.trees).filter((name) => name.startsWith('w')),
    folders: readdirSync(paths.worktrees),
    branches: test.git('for-each-ref', '--format=%(refname)', 'refs/heads/agent/'),
    temporary: readdirSync(paths.temporary),
    locks: readdirSync(join(test.root, '.git'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.lock'),
    ),
    processes: await test.processes(),
  };
}

const nothing = {
  pins: '',
  notes: [],
  folders: [],
  branches: '',
  temporary: [],
  locks: [],
  processes: [],
};

describe('what a run leaves behind', () => {
  it('one commit per task with a receipt, evidence on its tree, an archive and telemetry', async () => {
    const test = await testWorkspace({ files: { 'list.txt': 'one\n' } });
    const report = '{"s":"s","t":1200,"m":["list.txt","ghost.txt"],"c":[],"sum":"Append   a line"}';
    test.task('t1', {
      title: 'Add a line',
      script: `echo two >> list.txt\necho n > new.txt\necho '${report}' > "$SWITCHYARD_REPORT"`,
      verify: ['grep two list.txt', 'echo "all  good"'],
      criteria: ['The line is there'],
    });
    test.task('t2', { title: 'Remove it', script: 'rm new.txt', dependencies: ['t1'] });
    const run = await test.run();
    expect(run.outcome).toBe('completed');

    const commits = test.git('rev-list', '--reverse', 'main..epic/e').split('\n');
    const messages = commits.map((commit) => test.git('log', '-1', '--format=%B', commit));
    expect(messages).toEqual([
      't1: Add a line\n\nAppend a line\n\nVerified: grep two list.txt; echo "all good"\nCloses: t1\n',
      't2: Remove it\n\nVerified: true\nCloses: t2\n',
    ]);
    expect(test.git('log', '-1', '--format=%an <%ae>', 'epic/e')).toBe(
      'Test <test@example.invalid>',
    );

    const receipts = ['t1', 't2'].map((id) => test.receipts(id));
    expect(receipts.map((list) => list.length)).toEqual([1, 1]);
    const [first, second] = receipts.flat();
    expect(first).toMatchObject({
      kind: 'merge',
      branchRef: 'refs/heads/epic/e',
      headBefore: test.git('rev-parse', 'main'),
      headAfter: commits[0],
      tree: test.git('rev-parse', `${commits[0]}^{tree}`),
      proof: 'tree_equality',
      archiveRef: 'refs/switchyard/archive/t1',
    });
    expect(second).toMatchObject({ headBefore: first?.headAfter, headAfter: commits[1] });

    const [attempt] = test.attempts('t1');
    expect(test.git('rev-parse', 'refs/switchyard/archive/t1')).toBe(attempt?.commit);
    expect(test.git('rev-parse', 'refs/switchyard/vault/t1/1')).toBe(attempt?.commit);
    const evidence = test.evidence('t1');
    expect(first?.evidenceIds).toEqual(evidence.map(({ id }) => id));
    expect(evidence).toMatchObject([
      { command: 'grep two list.txt', verdict: 'passed', exitCode: 0, tree: first?.tree },
      { command: 'echo "all  good"', verdict: 'passed', outputTail: 'all  good\n' },
    ]);
    const output = join(test.workspace.paths.evidence, evidence[0]?.outputFile ?? '');
    expect(readFileSync(output, 'utf8')).toBe('two\n');

    expect(test.telemetry('t1')).toMatchObject([
      {
        attemptId: attempt?.id,
        agent: 'script',
        role: 'developer',
        status: 'PASS',
        usage: { tokens: 1200, tokenSource: 'estimated', costUsd: null },
        filesModified: ['list.txt'],
        filesCreated: ['new.txt'],
        reportedOnly: ['ghost.txt'],
        unreported: ['new.txt'],
        errorType: null,
      },
    ]);
    expect(test.telemetry('t2')).toHaveLength(1);
    expect(test.get('t1')).toMatchObject({
      status: 'closed',
      dispatches: 1,
      finalSummary: 'Append a line',
      acceptanceCriteria: [{ text: 'The line is there', checked: true }],
    });
    expect(test.get('t1').implementationNotes).toContain(`Merged as ${commits[0]?.slice(0, 12)}`);
    expect(await leftovers(test)).toEqual(nothing);
  });

  it('is in the vault every three minutes while the agent works', async () => {
    const real = globalThis.setInterval;
    const faster = (ms = 0): number => (ms === 3 * 60_000 ? 100 : ms);
    const intervals = vi
      .spyOn(globalThis, 'setInterval')
      .mockImplementation((call, ms) => real(call, faster(ms)));
    onTestFinished(() => intervals.mockRestore());
    const test = await testWorkspace();
    const sign = test.sign('go-on');
    test.task('t1', {
      script: `echo half > half.txt; ${waitFor(sign)}; rm half.txt; echo whole > whole.txt`,
    });
    const { finished } = await test.start();
    const half = await until('a snapshot of the half', () =>
      test
        .git('for-each-ref', '--format=%(refname)', 'refs/switchyard/vault/t1')
        .split('\n')
        .find((ref) => ref !== '' && test.fileAt(ref, 'half.txt') === 'half'),
    );
    writeFileSync(sign, '');
    await finished;
    expect(test.fileAt('epic/e', 'half.txt')).toBeNull();
    expect(test.fileAt(half, 'half.txt')).toBe('half');
  });

  it('notifies the inbox of the start, the tally and the end', async () => {
    const test = await testWorkspace();
    test.task('AUTH-42', { title: 'Add caching layer' });
    test.task('AUTH-43', { title: 'Use it', script: 'exit 3', dependencies: ['AUTH-42'] });
    test.task('AUTH-44', { title: 'Tell of it', dependencies: ['AUTH-43'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.notices()).toEqual([
      'Starting batch run of 3 task(s)',
      'Task 1/3 started: AUTH-42: Add caching layer',
      'Task AUTH-42 completed: Add caching layer',
      'Task 2/3 started: AUTH-43: Use it',
      'AUTH-43 is blocked: the agent reports failure: exit code 3',
      'Task AUTH-44: Tell of it skipped: Unsatisfied dependencies: [AUTH-43]',
      'Batch run complete: 1/3 tasks done',
    ]);
  });

  it("leaves the user's checkout as it is, with uncommitted changes and hooks in it", async () => {
    const test = await testWorkspace({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
    for (const hook of ['pre-commit', 'post-checkout', 'reference-transaction', 'post-commit']) {
      test.write(`.git/hooks/${hook}`, '#!/bin/sh\necho hook >> "$SIGNS/hooks"\nexit 1\n');
      test.git('config', 'core.fileMode', 'true');
    }
    test.write('staged.txt', 'staged\n');
    test.git('add', 'staged.txt');
    test.write('a.txt', 'edited\n');
    test.write('untracked.txt', 'untracked\n');
    for (const hook of readdirSync(join(test.root, '.git/hooks'))) {
      if (!hook.endsWith('.sample')) test.makeExecutable(`.git/hooks/${hook}`);
    }
    const before = checkoutOf(test);
    test.task('t1', { script: 'echo agent > a.txt\ntest ! -e untracked.txt' });
    test.task('t2', { script: 'echo agent > b.txt', verify: ['test ! -e staged.txt'] });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(checkoutOf(test)).toEqual(before);
    expect(test.fileAt('epic/e', 'a.txt')).toBe('agent');
    expect(existsSync(test.sign('hooks'))).toBe(false);
    expect(await leftovers(test)).toEqual(nothing);
  });

  it('keeps the worktree and branch of a blocked task until it has landed after all', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: 'echo half > half.txt\ntest -e "$SIGNS/mended"',
      verify: ['test -e half.txt'],
    });
    test.task('t2');
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('t1').status).toBe('blocked');
    expect(test.workspace.store.get('epics', 'e')?.status).toBe('blocked');
    const slot = test.attempts('t1')[0]?.worktree ?? '';
    const { worktrees } = test.workspace.paths;
    expect(readdirSync(worktrees)).toEqual([slot]);
    expect(readFileSync(join(worktrees, slot, 'half.txt'), 'utf8')).toBe('half\n');
    expect(test.git('branch', '--list', 'agent/*', '--format=%(refname)')).toBe(
      'refs/heads/agent/t1',
    );
    test.write('../mended', '');
    await test.reopen('t1');
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.attempts('t1').map((one) => one.worktree)).toEqual([slot, slot]);
    expect(test.workspace.store.get('epics', 'e')?.status).toBe('in_progress');
    expect(await leftovers(test)).toEqual(nothing);
  });

  it('works in a data folder behind a symbolic link, and in one that the config names', async () => {
    const test = await testWorkspace({ config: { git: { worktrees_dir: '../elsewhere' } } });
    test.task('t1', { script: 'pwd > where.txt' });
    await test.run();
    expect(test.fileAt('epic/e', 'where.txt')).toContain(join(test.folder, 'elsewhere'));
    expect(await leftovers(test)).toEqual(nothing);

    const linked = await testWorkspace({ linkedData: true });
    linked.task('t1');
    await linked.run();
    expect(await leftovers(linked)).toEqual(nothing);
  });
});
