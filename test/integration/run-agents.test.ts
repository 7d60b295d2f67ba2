import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '#shared/model/attempt.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const fakeClaude = (mode: string, more: Readonly<Record<string, string>> = {}) => ({
  command: ['claude', '-p', '--output-format', 'stream-json', '--verbose'],
  prompt: 'stdin',
  output: 'claude',
  env: { FAKE_MODE: mode, ...more },
});

const config = {
  agents: {
    default: 'worker',
    custom: {
      worker: { command: ['worker'], version: ['--version'], prompt: 'file' },
      liar: fakeClaude('fake_report'),
      painter: fakeClaude('escapes'),
      flooder: fakeClaude('flood', { FAKE_FLOOD_MB: '30' }),
      crasher: fakeClaude('crash'),
    },
  },
};

function transcript(test: TestWorkspace, attempt: Pick<Attempt, 'id'> | undefined): string {
  return join(test.workspace.paths.transcripts, `${attempt?.id ?? ''}.log`);
}

describe('reports', () => {
  it('takes them from the file, from the last line, or does without', async () => {
    const test = await testWorkspace({ config });
    test.task('file', { description: 'WRITE file.txt: one' });
    test.task('line', { description: 'WRITE line.txt: one', labels: ['agent:claude'] });
    test.task('stream', { description: 'WRITE stream.txt: one', labels: ['agent:codex'] });
    test.task('none', { description: 'WRITE none.txt: one\nNOREPORT' });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    const origins = ['file', 'line', 'stream', 'none'].map((id) => ({
      origin: test.attempts(id)[0]?.report?.origin,
      status: test.telemetry(id)[0]?.status,
      usage: test.telemetry(id)[0]?.usage,
    }));
    expect(origins).toEqual([
      {
        origin: 'report_file',
        status: 'PASS',
        usage: { tokens: 100, tokenSource: 'estimated', costUsd: null },
      },
      {
        origin: 'last_line',
        status: 'PASS',
        usage: { tokens: 110, tokenSource: 'reported', costUsd: 0.00164 },
      },
      {
        origin: 'last_line',
        status: 'PASS',
        usage: { tokens: 110, tokenSource: 'reported', costUsd: null },
      },
      {
        origin: 'none',
        status: 'UNKNOWN',
        usage: { tokens: null, tokenSource: 'none', costUsd: null },
      },
    ]);
    expect(test.git('log', '-1', '--format=%b', '--grep=^file: ', 'epic/e')).toBe(
      'do what was asked\n\nVerified: true\nCloses: file\n',
    );
  });

  it('is not taken in by reports that an agent only quotes', async () => {
    const test = await testWorkspace({ config });
    test.task('t1', { labels: ['agent:liar'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.attempts('t1')[0]?.report).toMatchObject({ status: 'fail', modified: [] });
    expect(test.get('t1').blockedReason).toBe(
      'Stuck after 1 attempt: The agent reports failure: 2 tests fail',
    );
  });
});

describe('agents that misbehave', () => {
  it('contains exit codes, crashes and signals: each is recorded and the run goes on', async () => {
    const test = await testWorkspace({ config });
    test.task('code', { description: 'WRITE half.txt: one\nSAY about to give up\nEXIT 7' });
    test.task('crash', { labels: ['agent:crasher'] });
    test.task('signal', { script: 'echo x > x; kill -9 $$', labels: ['agent:script'] });
    test.task('fine', { description: 'WRITE fine.txt: one' });
    const run = await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(run.outcome).toBe('incomplete');
    const problems = ['code', 'crash', 'signal'].map((id) => test.attempts(id)[0]);
    expect(problems).toMatchObject([
      { exitCode: 7, problem: 'The agent ended with exit code 7 and no report: about to give up' },
      { exitCode: 7, problem: expect.stringMatching(/^The agent ended with exit code 7/) },
      { exitCode: null, problem: 'The agent was ended by SIGKILL.' },
    ]);
    expect(test.telemetry('signal')).toMatchObject([
      { status: 'UNKNOWN', errorSummary: 'The agent was ended by SIGKILL.' },
    ]);
    expect(test.fileAt(test.attempts('code')[0]?.vaultRef ?? '', 'half.txt')).toBe('one');
    expect(test.landed()).toEqual(['fine: Do fine']);
  });

  it('blocks the tasks of an agent that is gone in the middle of the run, and says where it looked', async () => {
    const test = await testWorkspace({ config });
    test.task('t1', {
      labels: ['agent:script'],
      script: 'echo x > x; rm "$SIGNS/bin/worker"',
    });
    test.task('t2', { description: 'WRITE y: y', dependencies: ['t1'] });
    test.task('t3', { labels: ['agent:script'], dependencies: ['t1'] });
    await test.run();
    expect(test.get('t2')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringMatching(
        /^worker was not found: "worker" is in no folder of PATH\. Install it, or correct agents\.custom\.worker\.command/,
      ),
    });
    expect(test.get('t3').status).toBe('closed');
    expect(test.landed()).toHaveLength(2);
  });

  it('keeps terminal escapes in the transcript and out of the records', async () => {
    const test = await testWorkspace({ config });
    test.task('t1', { description: 'WRITE a.txt: one', labels: ['agent:painter'] });
    test.task('t2', {
      labels: ['agent:script'],
      script:
        'printf "\\033[31mred\\033[0m\\033]0;title\\007 end\\n"; echo \'{"s":"f","x":"\\u001b[31mno\\u0007"}\'',
    });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('t1').status).toBe('closed');
    expect(readFileSync(transcript(test, test.attempts('t1')[0]), 'utf8')).toContain('\u001b[2J');
    const [attempt] = test.attempts('t2');
    expect(attempt?.carryForward).not.toContain('\u001b');
    expect(attempt?.carryForward).not.toContain('\u0007');
    expect(attempt?.problem).toBe('The agent reports failure: no');
  });

  it('takes thirty megabytes of output, all of it in the transcript', async () => {
    const test = await testWorkspace({ config });
    test.task('t1', { description: 'WRITE a.txt: one', labels: ['agent:flooder'] });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    const [attempt] = test.attempts('t1');
    expect(statSync(transcript(test, attempt)).size).toBeGreaterThan(30 * 1024 * 1024);
    expect(attempt?.usage?.tokens).toBe(110);
  });

  it('makes one commit of the work of an agent that used git itself', async () => {
    const test = await testWorkspace({ config });
    test.task('commits', { description: 'WRITE a.txt: one\nCOMMIT mine\nWRITE b.txt: two' });
    test.task('moves', {
      labels: ['agent:script'],
      script: [
        'echo c > c.txt; git checkout --quiet -b elsewhere; git add c.txt',
        'git commit --quiet -m "on another branch"; echo d > d.txt',
      ].join('\n'),
      dependencies: ['commits'],
    });
    test.task('after', { description: 'WRITE z.txt: z', dependencies: ['moves'] });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.landed()).toEqual(['commits: Do commits', 'moves: Do moves', 'after: Do after']);
    expect(test.git('ls-tree', '-r', '--name-only', 'epic/e').split('\n')).toEqual([
      '.switchyard/project.yaml',
      'README.md',
      'a.txt',
      'b.txt',
      'c.txt',
      'd.txt',
      'z.txt',
    ]);
    const kept = test.git('log', '--format=%s', 'main..refs/switchyard/archive/commits');
    expect(kept).toContain('mine');
    expect(test.git('branch', '--list', 'agent/*')).toBe('');
  });

  it('is not held up by the lock that a killed git of an agent or a check left', async () => {
    const test = await testWorkspace({ config });
    const lock = 'touch "$(git rev-parse --git-dir)/index.lock"';
    test.task('t1', {
      labels: ['agent:script'],
      script: `${lock}; echo "$SWITCHYARD_ATTEMPT" > n.txt`,
      verify: ['true', 'true && grep 2 n.txt', lock],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.attempts('t1')).toHaveLength(2);
  });

  it('ends what an agent leaves running in the background', async () => {
    const test = await testWorkspace({ config });
    test.task('t1', {
      labels: ['agent:script'],
      script: [
        'sleep 300 &',
        '(setsid sleep 300 >/dev/null 2>&1 &)',
        '(setsid sh -c "trap \'\' TERM; sleep 300" &)',
        'nohup sleep 300 >/dev/null 2>&1 &',
        'echo x > x',
      ].join('\n'),
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(await test.processes()).toEqual([]);
  });

  it('refuses a worktree that another repository was put into, and names it', async () => {
    const test = await testWorkspace({ config });
    test.task('t1', {
      labels: ['agent:script'],
      script:
        'git init --quiet inner; cd inner; echo x > x; git add x; git -c user.name=a -c user.email=a@b commit --quiet -m x',
    });
    await test.run();
    expect(test.get('t1').blockedReason).toBe(
      'The work contains another git repository, which git cannot keep: inner.',
    );
    const slot = test.attempts('t1')[0]?.worktree ?? '';
    expect(readFileSync(join(test.workspace.paths.worktrees, slot, 'inner/x'), 'utf8')).toBe('x\n');
    rmSync(join(test.workspace.paths.worktrees, slot, 'inner'), { recursive: true });
  });
});
