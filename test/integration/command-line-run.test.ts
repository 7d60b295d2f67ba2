import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

function json(result: { readonly stdout: string }) {
  return JSON.parse(result.stdout);
}

/** A PATH on which there are only these programs. */
function onlyPrograms(test: TestWorkspace, names: readonly string[]): string {
  const folder = test.sign(`only-${names.join('-')}`);
  mkdirSync(folder);
  for (const name of names) {
    const found = (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((place) => join(place, name))
      .find((file) => existsSync(file));
    if (found === undefined) throw new Error(`There is no ${name} here.`);
    symlinkSync(found, join(folder, name));
  }
  return folder;
}

describe('run', () => {
  it('prints each step and the summary, and exits with 0 when all is done', async () => {
    const test = await testWorkspace();
    test.task('t1', { title: 'Add a layer' });
    test.task('t2', { title: 'Use it', dependencies: ['t1'] });
    const result = await test.cli('run', '--epic', 'e');
    expect(result).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        '▶ Running task 1/2: t1: Add a layer',
        '✔ Task t1 completed: Add a layer',
        '▶ Running task 2/2: t2: Use it',
        '✔ Task t2 completed: Use it',
        '✔ Batch run complete: 2/2 tasks done',
        'Finished: 2/2 completed',
        '',
        '## Execution Complete',
        '',
        'Epic: e - Epic e',
        '',
        'Completed:',
        '✅ t1: Add a layer',
        '✅ t2: Use it',
        '',
        'All tasks closed. Feature ready for review.',
        '',
      ].join('\n'),
    });
    const nothing = await test.words('run');
    expect(nothing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('✖ None of the chosen tasks is open'),
    });
  });

  it('exits with 1 when something is blocked or skipped, and says what and why', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `echo '{"s":"b","x":"no access"}' > "$SWITCHYARD_REPORT"` });
    test.task('t2', { dependencies: ['t1'] });
    const human = await test.words('run');
    expect(human.code).toBe(1);
    expect(human.stdout).toContain('⚠ t1: Do t1 - The agent is blocked: no access');
    expect(human.stdout).toContain('↷ t2: Unsatisfied dependencies: [t1]');
    expect((await test.words('reopen', 't1')).stdout).toBe('t1 is open again.\n');
    const program = await test.words('run', 't1', 't2', '--json');
    expect(program).toMatchObject({ code: 1, stderr: '' });
    expect(json(program)).toMatchObject({
      run: { outcome: 'incomplete', skipped: [{ taskId: 't2' }] },
      tasks: [{ id: 't1', status: 'blocked' }, { id: 't2' }],
    });
  });

  it('prints a log entry per batch, and the TDD form of the summary', async () => {
    const test = await testWorkspace();
    test.task('t1', { labels: ['agent:test'] });
    test.task('t2', { script: 'exit 3', testTaskId: 't1' });
    test.task('t3', { dependencies: ['t1'] });
    const result = await test.words('run', '--schedule', 'batch', '--parallel', '1', '--tdd');
    expect(result.code).toBe(1);
    expect(result.stdout).toContain(
      '## Batch 1 Complete\n✅ t1: Do t1 - PASS (closed)\nNewly unblocked:\n- t2: Do t2\n- t3: Do t3\n',
    );
    expect(result.stdout).toContain('## Batch 2 Complete\n⚠ t2: Do t2 - blocked\n');
    expect(result.stdout).toContain('## Batch 3 Complete\n✅ t3: Do t3 - PASS (closed)\n');
    expect(result.stdout).toContain('## Execution Complete (TDD Mode)');
    expect(result.stdout).toContain('Test Phase (RED):\n✅ t1: Do t1\n');
  });

  it('refuses what makes no sense with exit code 2, in both forms', async () => {
    const test = await testWorkspace();
    test.task('t1');
    const wrong: readonly (readonly [string[], string])[] = [
      [['run', '--parallel', 'many'], 'An option of run has a value it cannot have.'],
      [['run', '--schedule', 'never'], 'An option of run has a value it cannot have.'],
      [['run', 't1', '--epic', 'e'], 'tasks and --epic do not go together.'],
      [['run', '--epic', 'no'], 'There is no epic no.'],
      [['run', 'no'], 'There is no task no.'],
      [['run', '--resume'], 'There is no interrupted run.'],
      [['cancel'], 'No run is active.'],
    ];
    for (const [words, message] of wrong) {
      expect(await test.words(...words)).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`✖ ${message}`),
      });
      const program = await test.words(...words, '--json');
      expect(program).toMatchObject({ code: 2, stderr: '' });
      expect(json(program).errors[0].message).toBe(message);
    }
    expect(test.workspace.store.all('runs')).toEqual([]);
  });

  it('tells in a dry run what it would do, without doing or writing anything', async () => {
    const test = await testWorkspace();
    for (const id of ['t1', 't2', 't3']) test.task(id);
    test.task('t4', { dependencies: ['t2'] });
    const log = test.workspace.store.log().length;
    const refs = test.git('for-each-ref');
    const first = await test.words('run', '--dry-run', '--parallel', '2');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout.split('\n').slice(0, 6)).toEqual([
      '4 task(s) in 2 layer(s); nothing was started.',
      '  Layer 1: t1, t2, t3',
      '  Layer 2: t4',
      'Critical path: t2 -> t4',
      'Agents: script',
      'Estimate: minutes: no history, tokens: no history, USD: no history (no history, 0 attempt(s))',
    ]);
    const inBatches = ['--schedule', 'batch', '--parallel', '2'];
    const batches = await test.words('run', '--dry-run', ...inBatches);
    expect(batches.stdout.split('\n').slice(0, 3)).toEqual([
      '4 task(s) in 2 batch(es); nothing was started.',
      '  Batch 1: t1, t2',
      '  Batch 2: t3, t4',
    ]);
    expect(test.workspace.store.log()).toHaveLength(log);
    expect(test.git('for-each-ref')).toBe(refs);
    expect(readdirSync(test.workspace.paths.worktrees)).toEqual([]);

    await test.run({ kind: 'single', taskId: 't1' });
    const second = json(await test.words('run', '--dry-run', '--json'));
    expect(second).toMatchObject({
      problems: [],
      taskIds: ['t2', 't3', 't4'],
      estimate: {
        minutes: expect.any(Number),
        tokens: null,
        source: 'median of past attempts in this workspace',
        sampleSize: 1,
      },
    });
  });

  it('lists everything that stands in the way, and exits with 2', async () => {
    const test = await testWorkspace({ config: { commands: { test: '' } } });
    test.task('t1', { labels: ['agent:claude'], verify: ['true'] });
    test.task('t2', { script: null });
    test.task('t3', { dependencies: ['t9'], verify: ['true'] });
    const environment = { PATH: onlyPrograms(test, ['git', 'sh']) };
    const result = await test.words({ environment }, 'run', '--dry-run', '--json');
    expect(result.code).toBe(2);
    expect(
      json(result)
        .problems.map((one: { code: string }) => one.code)
        .toSorted(),
    ).toEqual(['agent-missing', 'no-verification', 'script-missing', 'unknown-dependency']);
    const started = await test.words({ environment }, 'run');
    expect(started.code).toBe(2);
    expect(started.stderr).toContain(
      '✖ Claude Code was not found: "claude" is in no folder of PATH.',
    );
    expect(test.workspace.store.all('runs')).toEqual([]);
  });

  it('tells that the default check cannot pass, where nobody has chosen it', async () => {
    const test = await testWorkspace();
    test.task('t1', { labels: ['agent:script'], verify: ['true'] });
    test.task('t2', { labels: ['agent:script'] });
    const codes = async (): Promise<string[]> =>
      json(await test.words('run', '--dry-run', '--json')).problems.map(
        (one: { code: string }) => one.code,
      );
    expect(await codes()).toEqual([]);
    test.remove('.switchyard/project.yaml');
    expect(await codes()).toEqual(['default-check-useless']);
    test.write('package.json', '{}');
    expect(await codes()).toEqual([]);
  });
});

describe('a run in another process', () => {
  const patient = (test: TestWorkspace): string =>
    `touch "$SIGNS/begun"\n${waitFor(test.sign('go'))}\necho x > x`;
  const begun = async (test: TestWorkspace): Promise<void> => {
    await until('the agent', () => existsSync(test.sign('begun')));
  };

  it('is seen, refuses a second one, and is cancelled from outside; exit code 130', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: patient(test) });
    test.task('t2', { dependencies: ['t1'] });
    expect((await test.words('status')).stdout).toBe(
      'No run yet. Start one with: switchyard run\n',
    );
    const running = test.command(['run']);
    await begun(test);
    const status = json(await test.words('status', '--json'));
    expect(status).toMatchObject({
      alive: true,
      run: { status: 'active' },
      tally: { completed: 0, total: 2 },
      attempts: [{ taskId: 't1', phase: 'running' }],
    });
    const { id } = status.run;
    expect((await test.words('status')).stdout).toBe(
      `Run ${id}: active\n0/2 completed\n  t1 attempt 1: running\n`,
    );
    const second = await test.words('run', 't2');
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`✖ A run is already active: ${id}, started `);
    expect((await test.words('undo', 't1')).stderr).toContain('A run is already active');
    expect((await test.words('cancel')).stdout).toBe(`Run ${id}: cancelling.\n`);
    writeFileSync(test.sign('go'), '');
    const ended = await running.finished;
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('Batch run cancelled: 1/2 done, 1 skipped');
    expect((await test.words('status')).stdout).toBe(
      `Run ${id}: ended (cancelled)\n1/2 completed, 1 skipped\n` +
        '  ↷ t2: The run was cancelled before its turn.\n',
    );
    expect(test.get('t1').status).toBe('closed');
  });

  it('is stopped from outside with all it started; its work is kept', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `echo half > half.txt\nsleep 300 &\n${patient(test)}` });
    const running = test.command(['run', '--json']);
    await begun(test);
    expect(json(await test.words('cancel', '--now', '--json'))).toMatchObject({
      status: 'stopping',
    });
    const ended = await running.finished;
    expect(ended.code).toBe(130);
    expect(json(ended).run.outcome).toBe('cancelled');
    expect(test.attempts('t1')[0]?.outcome).toBe('interrupted');
    expect(test.fileAt(test.attempts('t1')[0]?.vaultRef ?? '', 'half.txt')).toBe('half');
    expect(await test.processes()).toEqual([]);
  });

  it('ends gracefully at the first Ctrl-C, and at once at the second', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: patient(test) });
    test.task('t2', { dependencies: ['t1'] });
    const first = test.command(['run']);
    await begun(test);
    first.kill('SIGINT');
    await until('the notice', () => first.output().includes('Cancelling: running tasks finish.'));
    writeFileSync(test.sign('go'), '');
    expect((await first.finished).code).toBe(130);
    expect(test.landed()).toEqual(['t1: Do t1']);

    const test2 = await testWorkspace();
    test2.task('t1', { script: patient(test2) });
    const second = test2.command(['run']);
    await begun(test2);
    second.kill('SIGINT');
    await until('the notice', () => second.output().includes('Cancelling'));
    second.kill('SIGINT');
    const ended = await second.finished;
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('Stopping now; the work of the running agents is kept.');
    expect(test2.get('t1').status).toBe('open');
    expect(await test2.processes()).toEqual([]);
  });
});

describe('undo', () => {
  it("takes a task's merge back, keeps later ones, and brings it back", async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', { dependencies: ['t1'] });
    await test.run();
    const before = test.git('rev-parse', 'epic/e^{tree}');
    const undone = await test.words('undo', 't1');
    expect(undone.code).toBe(0);
    expect(undone.stdout).toMatch(/^Took back t1 with [0-9a-f]{10}; it is open again\./);
    expect(test.git('ls-tree', '--name-only', 'epic/e')).not.toContain('t1.txt');
    expect(test.fileAt('epic/e', 't2.txt')).toBe('t2');
    expect(test.landed().at(-1)).toBe('Revert "t1: Do t1"');
    expect(test.get('t1')).toMatchObject({ status: 'open', completedAt: null });
    expect(test.receipts('t1').map((one) => one.kind)).toEqual(['merge', 'revert']);
    expect(undone.stdout).toContain('No check was run; the next merge into the branch is checked.');
    // That the branch stood at this tree was checked, by the merge of t2 on top of t1.
    const redone = await test.words('undo', 't1', '--json');
    expect(json(redone)).toMatchObject({ kind: 'restore', tree: before });
    await test.words('undo', 't1');
    await test.words('undo', 't2');
    // No check ever saw t2 without t1.
    const alone = await test.words('undo', 't2', '--json');
    expect(alone.code).toBe(2);
    expect(json(alone).errors[0].code).toBe('undo-unverified');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.git('rev-parse', 'epic/e^{tree}')).toBe(before);
  });

  it('is itself undone while the tree is one that was checked', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    const before = test.git('rev-parse', 'epic/e^{tree}');
    await test.words('undo', 't1');
    const redone = await test.words('undo', 't1');
    expect(redone.stdout).toMatch(/^Brought t1 back with [0-9a-f]{10}; it is closed again\.\n$/);
    expect(test.git('rev-parse', 'epic/e^{tree}')).toBe(before);
    expect(test.get('t1').status).toBe('closed');
    expect((await test.words('show', 't1')).stdout).toContain('restore ');
  });
});

describe('doctor', () => {
  it('finds all that is needed, or says what is missing', async () => {
    const test = await testWorkspace();
    const sound = await test.words('doctor');
    expect(sound).toMatchObject({ code: 0, stderr: '' });
    expect(sound.stdout).toMatch(/^✔ git: \d+\.\d+/m);
    expect(sound.stdout).toContain(`✔ repository: ${test.root}\n`);
    expect(sound.stdout).toMatch(/^[✔–] processes: /m);
    expect(sound.stdout).toContain('✔ agent claude: 2.1.197');
    expect(sound.stdout.endsWith('\nReady to run.\n')).toBe(true);

    const PATH = onlyPrograms(test, ['git']);
    const lacking = await test.words({ environment: { PATH } }, 'doctor');
    expect(lacking.code).toBe(1);
    expect(lacking.stdout).toContain('– agent claude: Claude Code was not found');
    expect(lacking.stdout).toContain(
      '✖ agent script: Script was not found: "sh" is in no folder of PATH. Folders of PATH: ',
    );
    expect(lacking.stdout).toContain('Something has to be mended first (✖).');
  });

  it('refuses a git that is too old, and none at all', async () => {
    const test = await testWorkspace();
    const folder = test.sign('old-git');
    mkdirSync(folder);
    writeFileSync(join(folder, 'git'), '#!/bin/sh\necho git version 2.30.2\n', { mode: 0o755 });
    const old = await test.words({ environment: { PATH: folder } }, 'doctor', '--json');
    expect(old.code).toBe(1);
    expect(json(old).findings).toContainEqual({
      name: 'git',
      state: 'problem',
      detail: 'git 2.30.2 is too old: Switchyard merges without a checkout, which needs 2.38.',
      action: 'Install git 2.38 or newer.',
    });
    const PATH = test.sign('home');
    const none = await test.words({ environment: { PATH } }, 'doctor');
    expect(none.code).toBe(1);
    expect(none.stdout).toContain('Install git 2.38 or newer and make sure that it is on PATH.');
  });

  it('tells outside of a repository what is wrong there', async () => {
    const test = await testWorkspace();
    const outside = await test.words({ cwd: test.sign('home') }, 'doctor');
    expect(outside.code).toBe(1);
    expect(outside.stdout).toContain(
      `✖ workspace: ${test.sign('home')} is not inside a git repository.`,
    );
    expect(outside.stdout).toContain('✔ agent codex');
    expect(readFileSync(test.sign('home/.gitconfig'), 'utf8')).toContain('Test');
  });
});
