import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

/** A script that does another thing at each attempt; the last one goes on for ever. */
function byAttempt(...scripts: readonly string[]): string {
  const cases = scripts.map(
    (script, index) => `${index + 1 === scripts.length ? '*' : index + 1}) ${script};;`,
  );
  return `case "$SWITCHYARD_ATTEMPT" in\n${cases.join('\n')}\nesac`;
}

const report = (json: string): string => `echo '${json}' > "$SWITCHYARD_REPORT"`;

describe('another try', () => {
  it('tells the second attempt how verification failed, and lands what that one mends', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: byAttempt('echo wrong > answer.txt', 'echo 42 > answer.txt'),
      verify: ['cat answer.txt; echo "expected 42 here"; grep 42 answer.txt'],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    const [first, second] = test.attempts('t1');
    expect(first).toMatchObject({
      outcome: 'failed',
      problem:
        'Verification failed: "cat answer.txt; echo "expected 42 here"; grep 42 answer.txt" ended with exit code 1.',
    });
    expect(second).toMatchObject({ outcome: 'merged', worktree: first?.worktree });
    const prompt = test.prompt(second!);
    expect(prompt).toContain('Attempt 1 was not accepted: Verification failed');
    expect(prompt).toContain('wrong\nexpected 42 here');
    expect(prompt).toContain('- answer.txt (created)');
    expect(test.get('t1').dispatches).toBe(2);
    expect(test.telemetry('t1').map((one) => one.attemptId)).toEqual([first?.id, second?.id]);
    expect(test.landed()).toEqual(['t1: Do t1']);
    expect(test.evidence('t1').map((one) => one.verdict)).toEqual(['failed', 'passed']);
    expect(test.notices('task_started')).toHaveLength(1);
  });

  it('sends back an attempt without a change, three times at most, then calls it stuck', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'true' });
    const run = await test.run({ kind: 'all' }, { noProgressLimit: 9 });
    expect(run.outcome).toBe('incomplete');
    expect(test.attempts('t1').map((one) => one.outcome)).toEqual(
      Array.from({ length: 4 }, () => 'rejected'),
    );
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason: 'Stuck after 4 attempts: The attempt changed no file.',
    });
    expect(test.prompt(test.attempts('t1')[1]!)).toContain('The attempt changed no file.');
    expect(test.evidence('t1')).toEqual([]);
    expect(test.telemetry('t1')).toHaveLength(4);
  });

  it('stops as soon as the same failure stands on the same tree three times', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo same > same.txt', verify: ['echo "took $$ ms"; exit 5'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 9 });
    expect(test.attempts('t1')).toHaveLength(3);
    expect(test.get('t1').blockedReason).toBe(
      'No progress: the same failure on the same tree 3 times. Verification failed: "echo "took $$ ms"; exit 5" ended with exit code 5.',
    );
  });

  it('gives a reopened task all its tries again', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo same > same.txt', verify: ['test -e "$SIGNS/mended"'] });
    await test.run();
    expect(test.get('t1').blockedReason).toMatch(/^No progress/);
    expect(test.attempts('t1')).toHaveLength(3);
    await test.reopen('t1');
    await test.run();
    expect(test.attempts('t1')).toHaveLength(6);
    await test.reopen('t1');
    test.write('../mended', '');
    expect((await test.run()).outcome).toBe('completed');
  });

  it('blocks a task that goes round max_cycles times, and goes on with the others', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo "$SWITCHYARD_ATTEMPT" > n.txt', verify: ['false'] });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3');
    const run = await test.run({ kind: 'all' }, { redispatchLimit: 99, maxCycles: 2 });
    expect(run).toMatchObject({ outcome: 'incomplete', problem: null });
    expect(test.get('t1')).toMatchObject({
      status: 'blocked',
      blockedReason:
        'It went round 2 times (max_cycles). Verification failed: "false" ended with exit code 1.',
    });
    expect(run.skipped.map(({ taskId }) => taskId)).toEqual(['t2']);
    expect(test.get('t3').status).toBe('closed');
  });
});

describe('what an agent says and leaves', () => {
  it('blocks a task whose agent says that it is blocked, or that the plan is wrong', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: report('{"s":"b","x":"no access to the service"}') });
    test.task('t2', {
      script: `echo x > x\n${report('{"s":"s","blocker_discovered":true,"x":"the API is gone"}')}`,
    });
    await test.run();
    expect(test.get('t1').blockedReason).toBe('The agent is blocked: no access to the service');
    expect(test.get('t2').blockedReason).toBe('The plan is wrong: the API is gone');
    expect(test.attempts('t2')).toHaveLength(1);
    expect(test.telemetry('t1')[0]?.status).toBe('BLOCKED');
    expect(test.notices('task_blocked')).toContain(
      't2 is blocked: the plan is wrong: the API is gone',
    );
  });

  it('believes a report of failure, whatever the tree looks like', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: byAttempt(
        `echo x > x; ${report('{"s":"f","e":"t","x":"two tests fail"}')}`,
        'echo y > x',
      ),
    });
    await test.run();
    expect(test.attempts('t1')[0]).toMatchObject({
      outcome: 'failed',
      problem: 'The agent reports failure: two tests fail',
    });
    expect(test.telemetry('t1')[0]).toMatchObject({
      status: 'FAIL',
      errorType: 'test',
      errorSummary: 'two tests fail',
    });
    expect(test.get('t1').status).toBe('closed');
  });

  it('refuses criteria that the agent itself says are not met, and missing test files', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: byAttempt(
        `echo x > x; ${report('{"s":"s","a":[1]}')}`,
        `echo y > x; ${report('{"s":"s","a":[1,2]}')}`,
      ),
      criteria: ['one', 'two'],
    });
    test.task('t2', {
      script: byAttempt('echo x > code.ts', 'echo x > code.test.ts'),
      testFiles: ['code.test.ts'],
      filesToModify: ['code.ts'],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.attempts('t1')[0]).toMatchObject({
      outcome: 'rejected',
      problem: 'The agent reports acceptance criteria as not met: #2.',
    });
    expect(test.attempts('t2')[0]).toMatchObject({
      outcome: 'rejected',
      problem: 'Missing test files: code.test.ts.',
    });
    expect(test.prompt(test.attempts('t2')[1]!)).toContain('Missing test files: code.test.ts.');
  });

  it('rejects changes outside of the named files with three lists, and keeps the work', async () => {
    const test = await testWorkspace({ files: { 'a.ts': 'a\n', 'b.ts': 'b\n' } });
    test.task('t1', {
      filesToModify: ['a.ts', 'lib/'],
      script: byAttempt(
        'echo x > a.ts; echo x > b.ts; mkdir lib docs; echo x > lib/c.ts; echo n > docs/n.md',
        'echo b > b.ts',
      ),
    });
    await test.run();
    const [first] = test.attempts('t1');
    expect(first).toMatchObject({
      outcome: 'rejected',
      problem:
        "Files outside the task's scope were changed. Allowed: a.ts, lib/. Modified: a.ts, b.ts, docs/n.md, lib/c.ts. Unauthorised: b.ts.",
    });
    expect(test.fileAt(first?.vaultRef ?? '', 'b.ts')).toBe('x');
    expect(test.get('t1').status).toBe('closed');
    expect(test.fileAt('epic/e', 'b.ts')).toBe('b');
    expect(test.fileAt('epic/e', 'lib/c.ts')).toBe('x');
  });

  it("keeps what a check leaves in the worktree out of the agent's next attempt", async () => {
    const test = await testWorkspace({ files: { 'list.txt': 'one\n' } });
    test.task('t1', {
      filesToModify: ['a.ts'],
      script: byAttempt('echo wrong > a.ts', 'test ! -e coverage.js; echo right > a.ts'),
      verify: ['echo 1 > coverage.js; echo two >> list.txt; grep right a.ts'],
    });
    const run = await test.run();
    expect(test.attempts('t1').map((one) => one.problem)).toEqual([
      expect.stringMatching(/^Verification failed/),
      null,
    ]);
    expect(run.outcome).toBe('completed');
    expect(test.git('diff', '--name-only', 'main', 'epic/e')).toBe('a.ts');
  });
});
