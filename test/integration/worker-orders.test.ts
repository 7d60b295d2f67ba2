import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startRun } from '#main/engine/runs/run-control.ts';
import type { AgentRun, CheckOrder, Place, RecordedWorks, WorkSignal } from '#main/work/orders.ts';
import { withSentWorker } from '../helpers/sent-worker.ts';
import type { SentMessages } from '../helpers/sent-worker.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const noStop = new AbortController().signal;
const provision = { copy: [], clone: [], setup: '', setupInputs: [] };

/** A worker and an attempt of a task that no record knows. */
async function atWork(config: Readonly<Record<string, unknown>> = {}) {
  const test = await testWorkspace({ config });
  const { worker, git } = await test.workspace.forRun('run-1');
  const base = test.git('rev-parse', 'HEAD');
  const place: Place = {
    runId: 'run-1',
    attemptId: 'attempt-1',
    taskId: 'x.1',
    number: 1,
    worktree: 'w1',
    branch: 'agent/x.1',
    base,
  };
  const signals: WorkSignal[] = [];
  const watch = (signal: WorkSignal): void => {
    signals.push(signal);
  };
  const executes = { id: 'x.1', script: null, verify: [], source: null };
  const prepare = async (more: { readonly setup?: string; readonly continues?: boolean } = {}) =>
    worker.prepare(
      {
        ...place,
        continues: more.continues ?? false,
        executes,
        provision: { ...provision, setup: more.setup ?? '', teardown: '' },
        branches: ['main'],
      },
      watch,
      noStop,
    );
  const run = async (script: string, stop = noStop): Promise<AgentRun> =>
    worker.run(
      {
        ...place,
        agent: 'script',
        prompt: 'Do x.1.',
        script,
        silentMinutes: 10,
        killSilentMinutes: null,
      },
      watch,
      stop,
    );
  const record = async (): Promise<RecordedWorks> =>
    worker.record({ ...place, message: 'x.1: Do it\n', testFiles: ['x.test.js', 'README.md'] });
  return { test, worker, git, place, signals, watch, prepare, run, record };
}

function candidateOf(test: TestWorkspace, place: Place, { work }: RecordedWorks): CheckOrder {
  const commit = test.git('commit-tree', work.tree, '-p', place.base, '-m', 'x.1: candidate');
  return {
    id: place.attemptId,
    runId: place.runId,
    tree: work.tree,
    onto: place.base,
    commit,
    room: { ...provision, keep: [], report: '', network: 'on' },
    variables: {},
    worktree: null,
    of: null,
    commands: [],
    timeoutMs: 60_000,
  };
}

describe('a worker', () => {
  it('carries out orders for a task that no record knows, from its worktree to its checks', async () => {
    const { test, worker, place, signals, watch, prepare, run, record } = await atWork();
    expect(await prepare()).toEqual({ ok: true, value: { baseCommit: place.base } });
    const ran = await run('echo hello; echo 1 > x.txt');
    expect(ran).toMatchObject({ kind: 'exited', exit: { exitCode: 0, problem: null } });
    expect(signals).toEqual([
      { kind: 'started', process: expect.objectContaining({ pid: expect.any(Number) }) },
    ]);
    const recorded = await record();
    expect(recorded).toMatchObject({
      work: { baseCommit: place.base, changes: { created: ['x.txt'] } },
      isDirect: true,
      presentFiles: ['README.md'],
      lastOutput: expect.stringContaining('hello'),
    });
    const results = await worker.check(
      {
        ...candidateOf(test, place, recorded),
        commands: [
          { command: 'cat x.txt', outputFile: 'one.log' },
          { command: 'exit 3', outputFile: 'two.log' },
          { command: 'true', outputFile: 'three.log' },
        ],
      },
      watch,
      noStop,
    );
    expect(results).toMatchObject([
      { command: 'cat x.txt', verdict: 'passed', outputTail: expect.stringContaining('1') },
      { command: 'exit 3', verdict: 'failed', exitCode: 3, outputFile: 'two.log' },
    ]);
    expect(signals.slice(1).map(({ kind }) => kind)).toEqual([
      'check_started',
      'check_ended',
      'check_started',
      'check_ended',
    ]);
    expect(await worker.tidy({ keep: ['w1'], owners: {} })).toEqual([]);
    expect(await worker.tidy({ keep: [], owners: { w1: 'x.1' } })).toEqual(['w1']);
    expect(test.git('show', 'agent/x.1:x.txt')).toBe('1');
    expect(test.workspace.store.all('attempts')).toEqual([]);
  });

  it('does an order again as if for the first time, as after a crash', async () => {
    const { test, worker, place, watch, prepare, run, record } = await atWork();
    await prepare();
    await prepare();
    await run('echo 1 > x.txt');
    const recorded = await record();
    const { work, presentFiles } = await record();
    expect({ work, presentFiles }).toEqual({
      work: recorded.work,
      presentFiles: recorded.presentFiles,
    });
    const order = {
      ...candidateOf(test, place, recorded),
      commands: [{ command: 'test "$(cat x.txt)" = 1', outputFile: 'one.log' }],
    };
    await worker.stage(order);
    expect(await worker.check(order, watch, noStop)).toMatchObject([{ verdict: 'passed' }]);
    expect(await worker.check(order, watch, noStop)).toMatchObject([{ verdict: 'passed' }]);
  });

  it('goes on with the work that the worktree shows only where the order says so', async () => {
    const { worker, prepare, run, place } = await atWork();
    const file = join(worker.folderOf(place.worktree), 'half.txt');
    await prepare();
    await run('echo half > half.txt');
    await prepare({ continues: true });
    expect(readFileSync(file, 'utf8')).toBe('half\n');
    await prepare();
    expect(() => readFileSync(file, 'utf8')).toThrow(/ENOENT/);
  });

  it('checks exactly the tree of the order, and leaves the worktree as it is', async () => {
    const { test, worker, place, watch, prepare, run, record } = await atWork();
    await prepare();
    await run('echo 1 > x.txt');
    const recorded = await record();
    // Something that the agent left running writes after its end.
    writeFileSync(join(worker.folderOf('w1'), 'late.txt'), 'late');
    const results = await worker.check(
      {
        ...candidateOf(test, place, recorded),
        commands: [{ command: 'ls', outputFile: 'one.log' }],
      },
      watch,
      noStop,
    );
    expect(results[0]?.outputTail).not.toContain('late.txt');
    expect(readFileSync(join(worker.folderOf('w1'), 'late.txt'), 'utf8')).toBe('late');
  });

  it('checks exactly the tree of the order also where a room was made ready for another one before', async () => {
    const { test, worker, place, watch, prepare, run, record } = await atWork();
    await prepare();
    await run('echo 1 > x.txt; mkdir new; echo n > new/n.txt');
    const recorded = await record();
    const commands = [{ command: 'ls; ls new; cat x.txt; git status -sb', outputFile: 'one.log' }];
    const early = { ...candidateOf(test, place, recorded), commands };
    await worker.stageEarly(early);
    await run('echo 2 > x.txt; rm -r new; echo o > other.txt');
    const { work } = await record();
    const commit = test.git('commit-tree', work.tree, '-p', place.base, '-m', 'x.1: candidate');
    const order = { ...early, tree: work.tree, commit };
    await worker.stage(order);
    const [result] = await worker.check(order, watch, noStop);
    expect(result?.outputTail.split('\n')).toEqual(
      expect.arrayContaining(['other.txt', '2', '## HEAD (no branch)']),
    );
    expect(result?.outputTail).not.toMatch(/^new$|^n\.txt$|^1$|^ M|^\?\?/m);
  });

  it('sees nothing that was put into a room which was made ready before its turn', async () => {
    const { test, worker, place, watch, prepare, run, record } = await atWork();
    await prepare();
    await run('echo 1 > x.txt');
    const recorded = await record();
    const commands = [{ command: 'ls -a', outputFile: 'one.log' }];
    const order = { ...candidateOf(test, place, recorded), commands };
    const [first] = await worker.check(order, watch, noStop);
    await worker.stageEarly(order);
    writeFileSync(join(first?.cwd ?? '', 'planted.txt'), 'somebody');
    await worker.stage(order);
    const [second] = await worker.check(order, watch, noStop);
    expect(second).toMatchObject({ cwd: first?.cwd, verdict: 'passed' });
    expect(second?.outputTail).not.toContain('planted.txt');
    await worker.stageEarly(order);
    await worker.leave(order.id);
    expect(await worker.check(order, watch, noStop)).toMatchObject([{ verdict: 'passed' }]);
  });

  it('ends an agent when it is stopped, and starts none that is stopped before', async () => {
    const { test, signals, prepare, run } = await atWork();
    await prepare();
    const stop = new AbortController();
    const running = run('sleep 60', stop.signal);
    await expect.poll(() => signals.length, { timeout: 20_000 }).toBe(1);
    stop.abort();
    expect(await running).toEqual({ kind: 'stopped', wasStarted: true });
    expect(await run('echo no > no.txt', stop.signal)).toEqual({
      kind: 'stopped',
      wasStarted: false,
    });
    // Gits that stay end by themselves when nothing more is asked.
    await expect.poll(() => test.processes(), { timeout: 20_000 }).toEqual([]);
  });

  it('reports a setup that fails, and an agent that there is not, with what to do', async () => {
    const { worker, place, watch, prepare } = await atWork();
    expect(await prepare({ setup: 'echo broken; exit 1' })).toMatchObject({
      ok: false,
      error: { code: 'setup-failed', action: expect.stringContaining('broken') },
    });
    const order = {
      ...place,
      agent: 'nobody',
      prompt: '',
      script: null,
      silentMinutes: 10,
      killSilentMinutes: null,
    };
    expect(await worker.run(order, watch, noStop)).toMatchObject({
      kind: 'not_started',
      problem: { code: 'agent-unknown' },
    });
  });

  it('ends the agent when nobody takes what it says, and passes the reason on', async () => {
    const { test, worker, place, prepare } = await atWork();
    await prepare();
    const order = {
      ...place,
      agent: 'script',
      prompt: '',
      script: 'sleep 60',
      silentMinutes: 10,
      killSilentMinutes: null,
    };
    const watch = (): void => {
      throw new Error('The disk is full.');
    };
    await expect(worker.run(order, watch, noStop)).rejects.toThrow('The disk is full.');
    // Gits that stay end by themselves when nothing more is asked.
    await expect.poll(() => test.processes(), { timeout: 20_000 }).toEqual([]);
  });
});

describe('a run', () => {
  it('goes the same when orders, reports and signals are sent as JSON', async () => {
    const test = await testWorkspace({
      config: {
        commands: { test: 'echo checked; test ! -e wrong.txt' },
        worktree: { setup: 'echo set up' },
      },
    });
    test.task('e.1', { script: 'echo 1 > a.txt', testFiles: ['a.txt'] });
    test.task('e.2', { script: 'touch wrong.txt', dependencies: ['e.1'] });
    test.task('e.3', { script: 'exit 7' });
    test.task('e.4', { script: 'rm -f a.txt; echo 4 > d.txt', dependencies: ['e.1'] });
    const messages: SentMessages = new Map();
    const workspace = withSentWorker(test.workspace, messages);
    const started = await startRun(workspace, { kind: 'all' }, { redispatchLimit: 1 });
    if (!started.ok) throw new Error(started.error.map(({ message }) => message).join('\n'));
    const { run, failure } = await started.value.finished;
    expect(failure).toBeNull();
    expect(run.status).toBe('ended');
    expect(['e.1', 'e.2', 'e.3', 'e.4'].map((id) => test.get(id).status)).toEqual([
      'closed',
      'blocked',
      'blocked',
      'closed',
    ]);
    expect(test.attempts('e.2')).toHaveLength(2);
    expect(test.landed()).toEqual(['e.1: Do e.1', 'e.4: Do e.4']);
    for (const name of ['prepare', 'run', 'record', 'stage', 'check', 'tidy']) {
      expect([...messages.keys()], name).toContain(name);
    }
    expect([...messages.keys()]).toEqual(
      expect.arrayContaining(['signal started', 'signal check_started', 'check report']),
    );
  });
});
