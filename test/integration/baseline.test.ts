import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startRun } from '#main/engine/runs/run-control.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

const withBaseline = (test: string, more: Readonly<Record<string, unknown>> = {}) => ({
  commands: { test },
  verify: { baseline: true, ...more },
});

describe('the checks before a run', () => {
  it('pass on the commit that the epic stands on, are kept, and are not run again for it', async () => {
    const test = await testWorkspace();
    const config = withBaseline(`echo x >> "${test.sign('count')}"`);
    test.write(
      '.switchyard/project.yaml',
      JSON.stringify({ ...config, agents: { default: 'script' } }),
    );
    const words = { environment: test.environment };
    test.task('e.1');
    const dry = await test.words(words, 'run', '--all', '--dry-run');
    expect(dry.stdout).toMatch(/Baseline of e \([0-9a-f]{10}\): all checks pass/);
    expect(test.readSign('count')).toBe('x\n');
    expect((await test.words(words, 'run', '--all')).code).toBe(0);
    expect(test.readSign('count')).toBe('x\nx\n');
    const baselines = test.workspace.store
      .all('evidence')
      .filter(({ purpose }) => purpose === 'baseline');
    expect(baselines).toMatchObject([
      { taskId: null, attemptId: null, verdict: 'passed', commit: test.git('rev-parse', 'main') },
    ]);
  });

  it('that fail keep a run from starting, with what fails and what can be done', async () => {
    const test = await testWorkspace({ config: withBaseline('echo it is broken; exit 3') });
    test.task('e.1');
    const dry = await test.words('run', '--all', '--dry-run');
    expect(dry.code).toBe(2);
    expect(dry.stdout).toContain("checks fail without any agent's work");
    expect(dry.stdout).toContain('it is broken');
    const run = await test.words('run', '--all');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(
      '"echo it is broken; exit 3" failed (it is broken); its output is in ',
    );
    expect(run.stderr).toContain('--baseline strict');
    expect(test.attempts('e.1')).toEqual([]);
    expect(test.workspace.store.all('runs')).toEqual([]);
    const started = await startRun(test.workspace, { kind: 'all' });
    expect(started).toMatchObject({ ok: false, error: [{ code: 'baseline-red' }] });
  });

  it('that find no test yet are said and hold nobody: the first work brings them', async () => {
    const test = await testWorkspace({
      config: withBaseline('node --test "tests/*.test.mjs"'),
    });
    test.task('e.1', { script: 'echo 1 > one.txt' });
    test.task('e.2', {
      script:
        "mkdir tests; echo \"import test from 'node:test'; test('one', () => {});\" > tests/a.test.mjs",
    });
    const dry = await test.words('run', '--all', '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('no test is there yet (node --test "tests/*.test.mjs")');
    expect((await test.words('run', 'e.1')).code).toBe(1);
    expect(test.get('e.1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('ran no test'),
    });
    expect((await test.words('run', 'e.2')).code).toBe(0);
  });

  it('that fail may be what the work is to mend, where the person says so', async () => {
    const test = await testWorkspace({ config: withBaseline('test -e mended.txt') });
    test.task('e.1', { script: 'touch mended.txt' });
    expect((await test.words('run', '--all', '--baseline', 'strict')).code).toBe(0);
    expect(test.get('e.1').status).toBe('closed');
    expect((await test.words('run', '--all', '--baseline', 'later')).code).toBe(2);
  });

  it('that could not be run are named before an agent is paid', async () => {
    const test = await testWorkspace({ config: withBaseline('no-such-runner --all') });
    test.task('e.1');
    const run = await test.words('run', '--all');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('could not be run');
    expect(run.stderr).toContain('no program "no-such-runner"');
    expect(run.stderr).toContain('looked for in the clean room, and in your PATH');
    expect(run.stderr).not.toContain('--baseline');
  });

  it('that fail for want of what git does not have name it, the reason and the output', async () => {
    const check =
      'node -e "require(\'./generated/code.js\')" || { echo "npm error Lifecycle script failed"; exit 1; }';
    const test = await testWorkspace({
      files: { '.gitignore': 'generated/\nnode_modules/\n__pycache__/\n*.json.local\n' },
      config: withBaseline(check),
    });
    test.write('generated/code.js', '');
    test.write('settings.json.local', '{}');
    test.write('node_modules/left/index.js', '');
    test.write('__pycache__/a.pyc', '');
    test.task('e.1');
    const run = await test.words('run', '--all');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("failed (Error: Cannot find module './generated/code.js'");
    const output = /its output is in (\/.*\/evidence\/.*\.log)/.exec(run.stderr)?.[1] ?? '';
    expect(readFileSync(output, 'utf8')).toContain('Lifecycle script failed');
    expect(run.stderr).toContain('it does not have generated/, settings.json.local.');
    expect(run.stderr).toContain('worktree.setup');
  });

  it('that have no dependencies name the setup that has to be mended', async () => {
    const test = await testWorkspace({
      config: { ...withBaseline('true'), worktree: { setup: 'echo no network; exit 7' } },
    });
    test.task('e.1');
    const run = await test.words('run', '--all');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('`echo no network; exit 7` ended with exit code 7');
    expect(run.stderr).toContain('Mend worktree.setup');
    expect(run.stderr).not.toContain('--baseline');
  });

  it('are said to be run while a person waits for them', async () => {
    const test = await testWorkspace({ config: withBaseline('true') });
    test.task('e.1');
    const words = 'Checking main as it is, before any agent works: true…';
    expect((await test.words('run', '--all')).stdout).toContain(words);
    test.task('e.2');
    expect((await test.words('run', '--all', '--json')).stdout).not.toContain(words);
  });

  it('are no matter of tasks that have checks of their own, nor when they are switched off', async () => {
    const own = await testWorkspace({ config: withBaseline('false') });
    own.task('e.1', { verify: ['true'] });
    expect((await own.words('run', '--all')).code).toBe(0);
    const off = await testWorkspace({ config: withBaseline('test -e x', { baseline: false }) });
    off.task('e.1', { script: 'touch x' });
    expect((await off.words('run', '--all')).code).toBe(0);
  });

  it('leave rooms and copies as they are for the run itself', async () => {
    const test = await testWorkspace({ config: withBaseline('true') });
    test.task('e.1');
    await test.run();
    expect(test.evidence('e.1')).toMatchObject([{ cwd: expect.stringMatching(/rooms\/r1$/) }]);
  });
});
