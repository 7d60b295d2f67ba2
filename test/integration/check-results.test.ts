import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerChecks } from '#main/engine/tasks/answer-checks.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Mark } from '#shared/model/mark.ts';
import { manifest, testedProject } from '../helpers/tested-project.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const kinds = (marks: readonly Mark[]): readonly string[] => marks.map(({ kind }) => kind);
const texts = (marks: readonly Mark[]): string => marks.map(({ text }) => text).join('\n');
const addsSubtract = "echo 'exports.subtract = (a, b) => a - b;' >> add.js";

describe('what a check says', () => {
  it('is counted and kept by name beside its output', async () => {
    const test = await testedProject();
    test.task('t1', { script: addsSubtract });
    await test.run();
    const [evidence] = test.evidence('t1');
    expect(evidence).toMatchObject({
      verdict: 'passed',
      tests: { passed: 3, failed: 0, skipped: 0, isComplete: true },
      marks: [],
    });
    const file = join(test.workspace.paths.evidence, `${evidence?.id}.tests.json`);
    const kept: { readonly tests: readonly object[] } = JSON.parse(readFileSync(file, 'utf8'));
    expect(kept.tests).toContainEqual({ id: 'subtracts', status: 'passed' });
    expect(test.receipts('t1')).toMatchObject([{ marks: [] }]);
    const shown = await test.words('show', 't1');
    expect(shown.stdout).toContain('| 0 | passed | 3 passed | clean |');
  });

  it('is that nothing ran, where no test was collected', async () => {
    const test = await testedProject();
    test.task('t1', { script: 'rm add.test.js' });
    await test.run();
    expect(test.evidence('t1')).toMatchObject([{ verdict: 'nothing_collected', exitCode: 0 }]);
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('ran no test'),
    });
  });

  it('is that nothing ran, where a check that told of tests at the base tells of none', async () => {
    const test = await testedProject({}, { 'run.js': "require('./add.test.js');\n" });
    test.write('package.json', JSON.stringify({ ...manifest, scripts: { test: 'node run.js' } }));
    test.git('commit', '--quiet', '--all', '--message', 'Run the tests by a file');
    test.task('t1', { script: "sed -i '1i process.exit(0);' add.js" });
    await test.run();
    expect(test.evidence('t1')).toMatchObject([{ verdict: 'nothing_collected' }]);
    expect(test.get('t1').status).toBe('blocked');
  });

  it('is read from the report that the check writes, and from none that was there before', async () => {
    const junit = 'node --test --test-reporter=junit --test-reporter-destination=report.xml';
    const test = await testedProject(
      { report: 'report.xml' },
      {
        'package.json': JSON.stringify({ ...manifest, scripts: { test: junit } }),
        'report.xml': '<testsuites><testcase name="forged"/></testsuites>',
      },
    );
    test.task('t1', { script: addsSubtract });
    await test.run();
    expect(test.evidence('t1')).toMatchObject([{ verdict: 'passed', tests: { passed: 3 } }]);
    const silent = await testedProject(
      { report: 'report.xml' },
      {
        'package.json': JSON.stringify({ ...manifest, scripts: { test: 'true' } }),
        'report.xml': '<testsuites><testcase name="forged"/></testsuites>',
      },
    );
    silent.task('t1', { script: addsSubtract });
    await silent.run();
    expect(silent.evidence('t1')).toMatchObject([{ verdict: 'passed', tests: null }]);
  });
});

describe('tests that ran at the base', () => {
  const without = `sed -i "/subtracts/d" add.test.js`;

  it('are shown as gone or left out on evidence, landing, receipt and command line', async () => {
    const test = await testedProject();
    test.task('gone', { script: without });
    test.task('left', {
      script: `sed -i "s/test('adds nothing'/test.skip('adds nothing'/" add.test.js`,
      dependencies: ['gone'],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    const [receipt] = test.receipts('gone');
    expect(texts(receipt?.marks ?? [])).toContain('1 test ran at the base and is gone: subtracts');
    expect(kinds(test.evidence('gone')[0]?.marks ?? [])).toContain('tests_missing');
    expect(kinds(test.landings('gone')[0]?.marks ?? [])).toContain('tests_missing');
    // What is gone from its own base is not missed.
    expect(kinds(test.receipts('left')[0]?.marks ?? [])).toEqual(['tests_skipped']);
    const shown = await test.words('show', 'gone');
    expect(shown.stdout).toContain('! 1 test ran at the base and is gone: subtracts');
  });

  it('may go where the task names them', async () => {
    const test = await testedProject();
    test.task('t1', {
      script: without,
      title: 'Remove the test "subtracts"',
      filesToModify: ['add.test.js'],
    });
    await test.run();
    expect(kinds(test.receipts('t1')[0]?.marks ?? [])).not.toContain('tests_missing');
  });

  it('send the work back with protect: strict', async () => {
    const test = await testedProject({ protect: 'strict' });
    test.task('t1', { script: without });
    await test.run();
    expect(test.receipts('t1')).toEqual([]);
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('add.test.js (2 of 3 expectations)'),
    });
    const skip = await testedProject({ protect: 'strict' });
    skip.task('t1', { script: `sed -i "s/test('sub/test.skip('sub/" add.test.js` });
    await skip.run();
    expect(skip.get('t1').blockedReason).toContain('was left out now: subtracts');
  });
});

describe('a command of a task’s own', () => {
  const baselines = (test: TestWorkspace): readonly Evidence[] =>
    test.workspace.store.all('evidence').filter(({ purpose }) => purpose === 'baseline');

  it('runs on the commit that its work began from too, so that what is gone or left out is shown', async () => {
    const test = await testedProject();
    const skip = `sed -i "s/test('adds nothing'/test.skip('adds nothing'/" add.test.js`;
    // The first of them cannot pass there: that keeps nobody from looking at the tests behind it.
    const verify = ['sh made.sh', 'node --test add.test.js'];
    test.task('t1', { script: `echo true > made.sh; sed -i "/subtracts/d" add.test.js`, verify });
    test.task('t2', { script: skip, verify: ['node --test'], dependencies: ['t1'] });
    await test.run();
    expect(texts(test.receipts('t1')[0]?.marks ?? [])).toContain(
      '1 test ran at the base and is gone: subtracts',
    );
    expect(baselines(test)).toMatchObject([
      { command: 'sh made.sh', verdict: 'failed', commit: test.git('rev-parse', 'main') },
      { command: 'node --test add.test.js', verdict: 'passed', taskId: null },
      { command: 'node --test', commit: test.receipts('t1')[0]?.headAfter },
    ]);
    expect(kinds(test.receipts('t2')[0]?.marks ?? [])).toEqual(['tests_skipped']);
  });

  it('may fail there: tests that did are missed as well, and a run begins all the same', async () => {
    const test = await testedProject(
      {},
      { 'more.test.js': "require('node:test').test('multiplies', () => { throw 1; });\n" },
    );
    test.task('t1', { script: 'rm more.test.js', verify: ['node --test'] });
    test.task('t2', {
      script: "sed -i 's/throw 1/return 1/' more.test.js",
      epicId: 'other',
      verify: ['node --test'],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(texts(test.receipts('t1')[0]?.marks ?? [])).toContain(
      '1 test ran at the base and is gone: multiplies',
    );
    expect(test.receipts('t2')).toMatchObject([{ marks: [] }]);
    // Both began from the same commit.
    expect(baselines(test)).toMatchObject([{ verdict: 'failed' }]);
  });

  it('has collected nothing, where it told of tests there and tells of none', async () => {
    const test = await testedProject({}, { 'run.js': "require('./add.test.js');\n" });
    const script = "sed -i '1i process.exit(0);' add.js";
    test.task('t1', { script, verify: ['node run.js'] });
    await test.run();
    expect(test.evidence('t1')).toMatchObject([{ verdict: 'nothing_collected' }]);
    expect(test.get('t1').status).toBe('blocked');
  });

  it('runs there no more than it can say: never a plain look, and not again what has no tests', async () => {
    const test = await testedProject({}, { 'check.sh': 'echo x >> "$1"\n' });
    const verify = [`sh check.sh ${test.sign('count')}`, 'test -e add.js'];
    test.task('t1', { verify });
    test.task('t2', { verify, dependencies: ['t1'] });
    test.task('t3', { verify: ['test -s t3.txt'], dependencies: ['t1'] });
    expect((await test.run()).outcome).toBe('completed');
    expect(test.readSign('count')).toBe('x\nx\nx\n');
    expect(baselines(test)).toHaveLength(1);
    const off = await testedProject({ baseline: false });
    off.task('t1', { script: addsSubtract, verify: ['node --test'] });
    await off.run();
    expect(baselines(off)).toEqual([]);
  });
});

describe('a change of what the check means', () => {
  const script = `sed -i 's/node --test/node --test --test-concurrency=1/' package.json; echo x > .npmrc`;
  const seen = 'The check was changed by this work: .npmrc, package.json (scripts.test)';

  it('lands with its mark on evidence, landing, receipt, commit and command line', async () => {
    const test = await testedProject();
    test.task('t1', { script });
    const command = await test.words('run');
    expect(command.stdout).toContain(`! ${seen}`);
    const mark = { kind: 'check_changed', text: seen, paths: ['.npmrc', 'package.json'] };
    expect(test.receipts('t1')[0]?.marks).toContainEqual(mark);
    expect(test.landings('t1')[0]?.marks).toContainEqual(mark);
    expect(test.evidence('t1')[0]?.marks).toContainEqual(mark);
    expect(test.git('log', '-1', '--format=%B', 'epic/e')).toContain(`Marked: ${seen}`);
    expect((await test.words('show', 't1')).stdout).toContain(`! ${seen}`);
  });

  it('is sent back with protect: strict before anything is checked, unless the task names the files', async () => {
    const test = await testedProject({ protect: 'strict' });
    test.task('t1', { script });
    test.task('t2', { script, filesToModify: ['package.json', '.npmrc'] });
    await test.run();
    expect(test.evidence('t1')).toEqual([]);
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining(`${seen}. The task did not ask for that`),
    });
    expect(kinds(test.receipts('t2')[0]?.marks ?? [])).toContain('check_changed');
  });

  it('is not looked at with protect: off', async () => {
    const test = await testedProject({ protect: 'off' });
    test.task('t1', { script });
    await test.run();
    expect(test.receipts('t1')).toMatchObject([{ marks: [] }]);
  });
});

describe('a check that passes and fails on the same tree', () => {
  /** Fails the first time that it sees a tree with a.txt, and passes from then on. */
  async function flaky(): Promise<TestWorkspace> {
    const test = await testedProject({ flaky_retries: 1, baseline: false });
    const sign = test.sign('tries');
    test.task('t1', {
      script: 'echo a > a.txt',
      verify: [`echo x >> ${sign}; test $(wc -l < ${sign}) -gt 1`],
    });
    return test;
  }
  const waits = async (test: TestWorkspace): Promise<void> =>
    expect.poll(() => test.landings('t1').at(-1)?.phase, { timeout: 20_000 }).toBe('waiting');

  it('waits for a person, with all of its tries, and lands with the mark', async () => {
    const test = await flaky();
    const { finished } = await test.start();
    await waits(test);
    expect(test.evidence('t1')).toMatchObject([{ verdict: 'failed' }, { verdict: 'flaky' }]);
    const reason = expect.stringContaining(
      'passed and failed on the same tree: 1 of 2 tries passed',
    );
    expect(test.landings('t1')).toMatchObject([{ waitsFor: { gate: 'checks', reason } }]);
    expect(test.notices('review_wanted')).toEqual([reason]);
    expect(answerChecks(test.workspace, 't1', 'land')).toMatchObject({ ok: true });
    expect((await finished).run.outcome).toBe('completed');
    const [receipt] = test.receipts('t1');
    expect(kinds(receipt?.marks ?? [])).toEqual(['flaky']);
    expect(test.landings('t1')[0]?.gates[0]).toMatchObject({ state: 'passed', by: 'person' });
    // It was not run again for that.
    expect(test.evidence('t1')).toHaveLength(2);
  });

  it('stays flaky however often it is repeated', async () => {
    const test = await flaky();
    const { finished } = await test.start();
    await waits(test);
    answerChecks(test.workspace, 't1', 'repeat');
    await expect.poll(() => test.evidence('t1').length, { timeout: 20_000 }).toBe(3);
    await waits(test);
    expect(test.evidence('t1')[2]?.marks[0]?.text).toContain('2 of 3 tries passed');
    expect((await test.words('answer', 't1', '--send-back')).code).toBe(0);
    await finished;
    expect(test.receipts('t1')).toEqual([]);
    expect(test.get('t1').blockedReason).toContain('a person sent it back');
  });

  it('is blocked where nobody can be asked, so that the run ends', async () => {
    const test = await flaky();
    const command = await test.words('run');
    expect(command.code).toBe(1);
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('Nobody can be asked now'),
    });
  });

  it('holds nobody where the same test was flaky before an agent had worked', async () => {
    const test = await testedProject({ flaky_retries: 1 });
    const sign = test.sign('tries');
    test.write(
      'flaky.test.js',
      `const { test } = require('node:test');
const { appendFileSync, readFileSync } = require('node:fs');
test('depends on the weather', () => {
  appendFileSync('${sign}', 'x');
  if (readFileSync('${sign}', 'utf8').length % 2 === 1) throw new Error('rain');
});
`,
    );
    test.git('add', 'flaky.test.js');
    test.git('commit', '--quiet', '--message', 'A flaky test');
    test.task('t1', { script: addsSubtract });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(kinds(test.receipts('t1')[0]?.marks ?? [])).toEqual(['flaky']);
  });
});
