import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cancelRun } from '#main/engine/runs/run-control.ts';
import { identifyProcess, isProcessAlive } from '#main/system/process-identity.ts';
import { readProcess } from '#main/system/process-table.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Longest time that a stop may take with a git that hangs: its own time, and the ends of the rest. */
const boundMs = 30_000;

async function appeared(test: TestWorkspace, name: string): Promise<void> {
  await until(name, () => test.readSign(name).trim() !== '');
}

function processOf(test: TestWorkspace, name: string): ProcessIdentity {
  const identity = identifyProcess(Number(test.readSign(name)));
  if (identity === null) throw new Error(`The process of ${name} is gone.`);
  return identity;
}

async function cancelNow(test: TestWorkspace): Promise<void> {
  const cancelled = await cancelRun(test.workspace, true);
  if (!cancelled.ok) throw new Error(cancelled.error.message);
}

/** Starts a run, and stops it now once the sign has appeared; how long that took, in ms. */
async function stopAt(test: TestWorkspace, sign: string) {
  const { finished } = await test.start();
  await appeared(test, sign);
  const start = performance.now();
  await cancelNow(test);
  const { run } = await finished;
  return { run, ms: performance.now() - start };
}

/** In place of ssh; it never gives an answer. */
const hangingSsh = `sh -c 'echo 1 > "$SIGNS/begun"; exec sleep 1000'`;

/** A daemon with neither parent, group, session nor mark, in shell; `$SIGNS/<sign>` holds its number. */
function daemon(sign: string, body: string): string {
  const script = `echo $$ > ${sign}; ${body}`;
  return `setsid -f env -i PATH="$PATH" sh -c '${script}'\nwhile ! [ -s "${sign}" ]; do sleep 0.01; done`;
}

describe('what an agent left', () => {
  it('has ended before its work is taken and before the checks begin', async () => {
    const test = await testWorkspace({
      config: { commands: { test: 'sleep 0.5; grep -qx good lib.js' } },
    });
    const rewriting = 'while :; do echo bad > lib.js; sleep 0.02; done';
    test.task('t1', {
      script: `${daemon(test.sign('pid'), rewriting)}\nkill -STOP "$(cat "${test.sign('pid')}")"\necho good > lib.js`,
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.fileAt('epic/e', 'lib.js')).toBe('good');
    expect(existsSync(`/proc/${test.readSign('pid').trim()}/cwd`)).toBe(false);
    expect(test.notices('processes_left')).toEqual([]);
  });

  it('holds neither its terminal nor the run', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `${daemon(test.sign('pid'), 'exec sleep 1000')}\necho x > x` });
    const start = performance.now();
    expect((await test.run()).outcome).toBe('completed');
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(await test.processes()).toEqual([]);
  });

  it('is named when another service started it, and is left alone', async () => {
    const test = await testWorkspace({ environment: { DEPLOY_TOKEN: 'hunter2hunter2' } });
    // The stand-in for a service of the machine: it takes orders by a file.
    const order = test.sign('order');
    const started = `sh -c 'echo $$ > ${test.sign('stranger')}; exec sh -c "sleep 54321; true" x hunter2hunter2'`;
    execFileSync(
      'setsid',
      [
        '-f',
        'sh',
        '-c',
        `while ! [ -s ${order} ]; do sleep 0.02; done; cd "$(cat ${order})"; ${started}`,
      ],
      { stdio: 'ignore', env: { PATH: process.env['PATH'] } },
    );
    test.task('t1', {
      script: `pwd > ${order}; while ! [ -s ${test.sign('stranger')} ]; do sleep 0.02; done; echo x > x`,
    });
    expect((await test.run()).outcome).toBe('completed');
    const stranger = processOf(test, 'stranger');
    expect(isProcessAlive(stranger)).toBe(true);
    process.kill(-(readProcess(stranger.pid)?.group ?? stranger.pid), 'SIGKILL');
    const [notice = '', ...more] = test.notices('processes_left');
    expect(more).toEqual([]);
    expect(notice).toContain(`${stranger.pid} (sh -c sleep 54321`);
    expect(notice).not.toContain('hunter2');
  });
});

describe('an agent that kills its keeper', () => {
  it('ends with it, and the person is told that something may have got away', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo $$ > "$SIGNS/pid"; kill -KILL $PPID; sleep 1000' });
    const { finished } = await test.start();
    const [notice] = await until('the notice', () => {
      const notices = test.notices('processes_left');
      return notices.length > 0 && notices;
    });
    expect(notice).toContain('Task t1 killed what holds its processes together');
    await cancelNow(test);
    await finished;
    expect(await test.processes()).toEqual([]);
  });
});

describe('a keeper that is stopped', () => {
  it('by its agent or its check holds up neither', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: 'echo x > x; kill -STOP $PPID',
      verify: ['kill -STOP $PPID'],
    });
    const start = performance.now();
    expect((await test.run()).outcome).toBe('completed');
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(await test.processes()).toEqual([]);
  });
});

describe('what a check left', () => {
  it('has ended before the next check begins', async () => {
    const test = await testWorkspace();
    const pid = test.sign('pid');
    test.task('t1', {
      verify: [
        `setsid sh -c 'echo $$ > ${pid}; exec sleep 1000' >/dev/null 2>&1 & while ! [ -s ${pid} ]; do sleep 0.01; done`,
        `! [ -e "/proc/$(cat ${pid})/cwd" ]`,
        daemon(test.sign('pid2'), 'trap "" TERM; while :; do sleep 1; done'),
        `! [ -e "/proc/$(cat ${test.sign('pid2')})/cwd" ]`,
      ],
    });
    expect((await test.run()).outcome).toBe('completed');
    expect(test.evidence('t1').map(({ verdict }) => verdict)).toEqual(Array(4).fill('passed'));
  });
});

describe('stopping now has an effect in time', () => {
  it.each([
    ['a report that is a pipe', 'mkfifo "$SWITCHYARD_REPORT"; echo 1 > "$SIGNS/begun"; sleep 1000'],
    ['a stopped agent', 'echo 1 > "$SIGNS/begun"; kill -STOP $$; sleep 1000'],
    [
      'one that obeys no signal',
      'trap "" TERM INT HUP; echo 1 > "$SIGNS/begun"; while :; do sleep 1; done',
    ],
    [
      'one whose daemon holds the terminal',
      'setsid -f env -i PATH="$PATH" sh -c \'trap "" TERM; while :; do echo x; sleep 0.1; done\'\necho 1 > "$SIGNS/begun"; sleep 1000',
    ],
    ['one that stops its keeper', 'kill -STOP $PPID; echo 1 > "$SIGNS/begun"; sleep 1000'],
    [
      'one that kills its keeper',
      'echo 1 > "$SIGNS/begun"; sleep 0.3; kill -KILL $PPID; sleep 1000',
    ],
  ])('with %s', async (_what, script) => {
    const test = await testWorkspace();
    test.task('t1', { script });
    const { run, ms } = await stopAt(test, 'begun');
    expect(run.outcome).toBe('cancelled');
    expect(ms).toBeLessThan(10_000);
    expect(await test.processes()).toEqual([]);
  });

  it.each([
    ['hangs', 'sleep 1000'],
    ['floods', 'setsid yes & yes'],
    ['obeys no signal', 'trap "" TERM; while :; do sleep 1; done'],
  ])('with a check, or a setup, that %s', async (_what, command) => {
    const begun = 'echo 1 > "$SIGNS/begun"';
    for (const config of [
      { commands: { test: `${begun}; ${command}` } },
      { worktree: { setup: `${begun}; ${command}` } },
    ]) {
      const test = await testWorkspace({ config });
      test.task('t1');
      const { run, ms } = await stopAt(test, 'begun');
      expect(run.outcome).toBe('cancelled');
      expect(ms).toBeLessThan(10_000);
      expect(await test.processes()).toEqual([]);
      expect(test.attempts('t1')).toMatchObject([{ outcome: 'interrupted' }]);
    }
  });

  it('with a git that hangs: the run is cancelled, and the work stays in its worktree', async () => {
    const test = await testWorkspace({ files: { '.gitattributes': '*.slow filter=slow\n' } });
    appendFileSync(
      join(test.environment['HOME']!, '.gitconfig'),
      `[filter "slow"]\n\tclean = echo 1 > ${test.sign('begun')} && exec sleep 1000\n`,
    );
    test.task('t1', { script: 'echo precious > a.slow' });
    const { run, ms } = await stopAt(test, 'begun');
    expect(run.outcome).toBe('cancelled');
    expect(ms).toBeLessThan(boundMs);
    expect(await test.processes()).toEqual([]);
    const [attempt] = test.attempts('t1');
    expect(attempt).toMatchObject({ outcome: 'interrupted' });
    expect(attempt?.problem).toContain('did not come to its end');
    const file = join(test.workspace.paths.worktrees, attempt?.worktree ?? '', 'a.slow');
    expect(attempt?.problem).toContain(attempt?.worktree);
    expect(readFileSync(file, 'utf8')).toBe('precious\n');
  }, 90_000);

  it('with a fetch that hangs', async () => {
    const test = await testWorkspace({ environment: { GIT_SSH_COMMAND: hangingSsh } });
    test.git('remote', 'add', 'origin', 'ssh://nobody@localhost/nowhere.git');
    test.task('t1');
    const { run, ms } = await stopAt(test, 'begun');
    expect(run.outcome).toBe('cancelled');
    expect(ms).toBeLessThan(boundMs);
    expect(await test.processes()).toEqual([]);
  }, 90_000);

  it('with a push that hangs', async () => {
    const test = await testWorkspace({
      config: { git: { push: 'task', push_epic_branch: true, pull_before_epic: false } },
      environment: { GIT_SSH_COMMAND: hangingSsh },
    });
    test.git('remote', 'add', 'origin', 'ssh://nobody@localhost/nowhere.git');
    test.task('t1');
    const { run, ms } = await stopAt(test, 'begun');
    expect(['cancelled', 'completed']).toContain(run.outcome);
    expect(ms).toBeLessThan(boundMs);
    expect(await test.processes()).toEqual([]);
    expect(test.get('t1').status).toBe('closed');
    expect(test.notices('push_failed')).toHaveLength(1);
  }, 90_000);

  it('by a second Ctrl-C, and a third waits for nothing', async () => {
    const stubborn = 'trap "" TERM HUP INT; echo 1 > "$SIGNS/begun"; while :; do sleep 1; done';
    const test = await testWorkspace();
    test.task('t1', { script: stubborn });
    const command = test.command(['run']);
    await appeared(test, 'begun');
    command.kill('SIGINT');
    await until('the first to be heard', () => command.output().includes('again to stop'));
    const start = performance.now();
    command.kill('SIGINT');
    await until('the second to be heard', () => command.output().includes('Stopping now'));
    command.kill('SIGINT');
    const { code, stderr } = await command.finished;
    expect(performance.now() - start).toBeLessThan(12_000);
    expect(code).not.toBe(0);
    expect(stderr).not.toMatch(/Error|at .*\.ts/);
    await until('all to be gone', async () => (await test.processes()).length === 0);
  });
});

describe('closing the workspace', () => {
  it.each([
    [
      'prepares',
      { worktree: { setup: 'trap "" TERM; echo 1 > "$SIGNS/begun"; while :; do sleep 1; done' } },
    ],
    [
      'is checked',
      { commands: { test: 'trap "" TERM; echo 1 > "$SIGNS/begun"; while :; do sleep 1; done' } },
    ],
  ])('comes to its end while an attempt %s, and leaves nothing', async (_what, config) => {
    const test = await testWorkspace({ config });
    test.task('t1');
    const { finished, session } = await test.start();
    await appeared(test, 'begun');
    const start = performance.now();
    session.halt();
    const { run, failure } = await finished;
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(run.status).toBe('interrupted');
    expect(failure?.code).toBe('program-closed');
    expect(await test.processes()).toEqual([]);
  });

  it('a host that is killed takes its agents with it', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: `echo $$ > "$SIGNS/agent"; ${daemon(test.sign('pid'), 'exec sleep 1000')}\nsleep 1000`,
    });
    const command = test.command(['run']);
    await appeared(test, 'pid');
    const all = ['agent', 'pid'].map((name) => processOf(test, name));
    command.kill('SIGKILL');
    await command.finished;
    await until('all to be gone', () => all.every((one) => !isProcessAlive(one)));
    await until('their keepers too', async () => (await test.processes()).length === 0);
  });
});
