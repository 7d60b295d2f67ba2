import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { resumeRun } from '#main/engine/runs/run-control.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';

/** For how long the fake is refused, as it says: an hour, which passes when the test says so. */
const environment = { FAKE_RESETS_IN: '3600' };

/** The time of the machine until it is set forward. */
function settableClock(): Clock & { readonly setForwardTo: (moment: number) => void } {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    setForwardTo(moment) {
      aheadMs = moment - Date.now();
    },
  };
}

/** Whether a run has had time to look for what it may start, and has started nothing before `end`. */
async function expectHeld(attempts: () => readonly AttemptView[], end: number): Promise<void> {
  const before = attempts().length;
  await delay(500);
  expect(attempts()).toHaveLength(before);
  expect(Date.now()).toBeLessThan(end);
}

/** Puts a `claude` on PATH that is refused for as long as `signs` says, as the real one is by its account. */
function refuseWhile(
  test: { folder: string; rename: (from: string, to: string) => void },
  when: string,
) {
  const script = [
    '#!/bin/sh',
    `if [ "$1" != --version ] && ${when}; then`,
    '  echo half > half.txt; export FAKE_MODE=rate_limit',
    'fi',
    'exec "$(dirname "$0")/real-claude" "$@"',
  ].join('\n');
  writeFileSync(join(test.folder, 'bin/claude-wrapper'), `${script}\n`, { mode: 0o755 });
  test.rename('bin/claude', 'bin/real-claude');
  test.rename('bin/claude-wrapper', 'bin/claude');
}

describe('a rate limit', () => {
  it('parks the task until the named time, counts no attempt, and lets others go on', async () => {
    const clock = settableClock();
    const test = await testWorkspace({ environment, clock });
    refuseWhile(test, 'mkdir "$SIGNS/refused" 2>/dev/null');
    test.task('t1', { labels: ['agent:claude'], description: 'WRITE whole.txt: one' });
    test.task('t2');
    // A park is no cycle: with one allowed, the second attempt is still made.
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1, maxCycles: 1 });
    await until('the other task to be closed', () => test.get('t2').status === 'closed');
    const end = Date.parse(test.attempts('t1')[0]?.rateLimitedUntil ?? '');
    expect(end % 1000).toBe(0);
    await expectHeld(() => test.attempts('t1'), end);
    clock.setForwardTo(end);
    const { run } = await finished;
    expect(run.outcome).toBe('completed');
    const [first, second] = test.attempts('t1');
    expect(first).toMatchObject({ outcome: 'rate_limited' });
    expect(Date.parse(second?.createdAt ?? '')).toBeGreaterThanOrEqual(end);
    expect(Date.parse(test.attempts('t2')[0]?.createdAt ?? '')).toBeLessThan(end);
    expect(test.get('t1')).toMatchObject({ status: 'closed', dispatches: 1 });
    expect(test.prompt(second!)).toContain('half.txt (created)');
    expect(test.fileAt('epic/e', 'half.txt')).toBe('half');
    expect(test.notices('rate_limited')).toEqual([
      `The tasks of claude are parked until ${momentWords(end)}: its provider refused t1 (rate limit).`,
    ]);
    expect(test.telemetry('t1').map((one) => one.status)).toEqual(['UNKNOWN', 'PASS']);
  }, 120_000);

  it('belongs to the account: its other tasks wait too, one tries first, and it is told once', async () => {
    const clock = settableClock();
    const test = await testWorkspace({ environment, clock });
    refuseWhile(test, '[ ! -e "$SIGNS/over" ]');
    const ids = ['t1', 't2', 't3', 't4', 't5', 't6'];
    for (const id of ids) {
      test.task(id, { labels: ['agent:claude'], description: `WRITE ${id}.txt: one` });
    }
    test.task('t7');
    const refusedOnes = () =>
      ids.flatMap((id) => test.attempts(id)).filter((one) => one.outcome === 'rate_limited');
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 2 });
    const first = await until('the refusal', () => refusedOnes()[0]);
    test.write('../over', '');
    const end = Date.parse(first.rateLimitedUntil ?? '');
    await until(
      'the task of nobody’s account to be closed',
      () => test.get('t7').status === 'closed',
    );
    const sent = () => ids.flatMap((id) => test.attempts(id));
    await until('those on their way', () => sent().every((one) => one.endedAt !== null));
    await expectHeld(sent, end);
    clock.setForwardTo(end);
    const { run } = await finished;
    expect(run.outcome).toBe('completed');
    // Two were on their way together; nothing more was sent into the limit.
    expect([1, 2]).toContain(refusedOnes().length);
    const later = ids
      .flatMap((id) => test.attempts(id))
      .filter(({ createdAt }) => Date.parse(createdAt) > Date.parse(first.endedAt ?? ''))
      .map(({ createdAt, endedAt }) => [Date.parse(createdAt), Date.parse(endedAt ?? '')] as const)
      .toSorted(([left], [right]) => left - right);
    expect(later.length).toBeGreaterThanOrEqual(5);
    const [probe, ...rest] = later;
    expect(probe?.[0]).toBeGreaterThanOrEqual(end);
    for (const [created] of rest) expect(created).toBeGreaterThanOrEqual(probe?.[1] ?? Infinity);
    expect(Date.parse(test.attempts('t7')[0]?.createdAt ?? '')).toBeLessThan(end);
    expect(test.notices('rate_limited')).toHaveLength(1);
  }, 180_000);

  it('is kept by the records: a run that is resumed waits as well', async () => {
    const clock = settableClock();
    const test = await testWorkspace({ environment, clock });
    refuseWhile(test, '[ ! -e "$SIGNS/over" ]');
    test.task('t1', { labels: ['agent:claude'], description: 'WRITE a.txt: one' });
    test.task('t2', { labels: ['agent:claude'], description: 'WRITE b.txt: one' });
    const { session, finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 1 });
    const first = await until('the refusal', () => {
      const [one] = test.attempts('t1');
      return one?.outcome === 'rate_limited' ? one : undefined;
    });
    session.halt();
    await finished;
    test.write('../over', '');
    const end = Date.parse(first.rateLimitedUntil ?? '');
    const resumed = await resumeRun(test.workspace);
    await expectHeld(() => [...test.attempts('t1'), ...test.attempts('t2')], end);
    clock.setForwardTo(end);
    expect(resumed.ok && (await resumed.value.finished).run.outcome).toBe('completed');
    for (const id of ['t1', 't2']) {
      expect(Date.parse(test.attempts(id).at(-1)?.createdAt ?? '')).toBeGreaterThanOrEqual(end);
    }
    expect(test.attempts('t2')).toHaveLength(1);
  }, 120_000);

  it.each([
    'FAIL limiter.test.js: expected 429 Too Many Requests, got 200',
    'AssertionError: rate limit exceeded, try again in 5 minutes',
    'Error: 429 Too Many Requests',
  ])('is not what an agent without a format prints of a test: %s', async (line) => {
    const command = ['sh', '-c', `echo "${line}"; exit 1`];
    const test = await testWorkspace({
      config: { agents: { default: 'mine', custom: { mine: { command } } } },
    });
    test.task('t1');
    const run = await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(run.outcome).toBe('incomplete');
    expect(test.attempts('t1').map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(test.get('t1').blockedReason).toContain(line);
    expect(test.notices('rate_limited')).toEqual([]);
  });
});

describe('an agent that is not logged in', () => {
  it('is tried once, and the reason says what to do', async () => {
    const event = {
      type: 'result',
      is_error: true,
      result: 'Not logged in · Please run /login',
      session_id: 's',
    };
    const command = ['sh', '-c', `echo '${JSON.stringify(event)}'; exit 1`];
    const test = await testWorkspace({
      config: { agents: { default: 'mine', custom: { mine: { command, output: 'claude' } } } },
    });
    test.task('t1');
    await test.run({ kind: 'all' });
    expect(test.attempts('t1')).toHaveLength(1);
    expect(test.get('t1').blockedReason).toMatch(
      /^mine is not logged in, or its key is not accepted: Not logged in · Please run \/login/,
    );
  });
});

describe('caps', () => {
  const worker = (text: string) => ({ labels: ['agent:worker'], description: text });

  it('stops dispatching at the token cap of the run; what runs may finish', async () => {
    const test = await testWorkspace();
    const once = waitFor(test.sign('go'));
    test.task('t1', { ...worker('WRITE a: a\nREPORT {"s":"s","t":130}') });
    test.task('t2', {
      script: `${once}\necho b > b\necho '{"s":"s","t":90}' > "$SWITCHYARD_REPORT"`,
    });
    test.task('t3', worker('WRITE c: c'));
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 2, runTokens: 150 });
    await until('the first notice', () => test.notices('cap_reached')[0]);
    test.write('../go', '');
    const { run } = await finished;
    expect(test.get('t1').status).toBe('closed');
    expect(test.get('t2').status).toBe('closed');
    expect(run.outcome === 'failed' || test.attempts('t3').length === 1).toBe(true);
    expect(run.skipped.length).toBe(run.outcome === 'failed' ? 1 : 0);
    expect(test.notices('cap_reached')).toContain(
      "80 % of the run's token cap is used: 130 of 150.",
    );
  });

  it('ends with a report when the token or the cost cap is reached', async () => {
    const test = await testWorkspace();
    for (const id of ['t1', 't2', 't3']) {
      test.task(id, { labels: ['agent:claude'], description: `WRITE ${id}.txt: x` });
    }
    const one = { maxParallelTasks: 1 };
    const first = await test.run({ kind: 'all' }, { ...one, runTokens: 100 });
    expect(first).toMatchObject({
      outcome: 'failed',
      problem: "The run's token cap is reached: 110 of 100.",
    });
    // What was still open is skipped, each task with the reason.
    expect(first.skipped).toEqual(
      ['t2', 't3'].map((taskId) => ({ taskId, reason: first.problem })),
    );
    const second = await test.run({ kind: 'all' }, { ...one, runCostUsd: 0.001 });
    expect(second.problem).toBe("The run's cost cap is reached: $0.00 of $0.001.");
    expect(second.skipped).toEqual([{ taskId: 't3', reason: second.problem }]);
    expect(test.notices('run_failed')).toHaveLength(2);
    expect(['t1', 't2', 't3'].map((id) => test.get(id).status)).toEqual([
      'closed',
      'closed',
      'open',
    ]);
  });

  it('blocks a task that has used up its own tokens', async () => {
    const test = await testWorkspace();
    test.task('t1', { ...worker('APPEND a: a\nREPORT {"s":"s","t":100}'), verify: ['false'] });
    await test.run({ kind: 'all' }, { taskTokens: 150 });
    expect(test.attempts('t1')).toHaveLength(2);
    expect(test.get('t1').blockedReason).toMatch(
      /^The task's token cap is reached: 200 of 150\. Verification failed/,
    );
  });

  it('tells of a silent agent once and lets it be, or ends it when the settings say so', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `${waitFor(test.sign('go'))}\necho x > x` });
    const { finished } = await test.start({ kind: 'all' }, { silentMinutes: 0.005 });
    await until('the notice', () => test.notices('attempt_silent')[0]);
    test.write('../go', '');
    expect((await finished).run.outcome).toBe('completed');
    expect(test.notices('attempt_silent')).toHaveLength(1);

    test.task('t2', { script: 'echo x > y; sleep 300' });
    await test.run({ kind: 'all' }, { killSilentMinutes: 0.005, redispatchLimit: 0 });
    expect(test.get('t2')).toMatchObject({
      status: 'blocked',
      blockedReason:
        'Stuck after 1 attempt: The agent was ended: it printed nothing for 0.005 minutes.',
    });
    expect(await test.processes()).toEqual([]);
  });
});
