import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { momentWords } from '#shared/lib/time-words.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';

const hour = 3_600_000;

/** A clock that runs as it should, from just before seven in the evening, UTC. */
function justBeforeSeven(millisecondsLeft: number) {
  const midnight = Math.floor(Date.now() / (24 * hour)) * 24 * hour;
  const offset = midnight + 19 * hour - millisecondsLeft - Date.now();
  return { now: () => Date.now() + offset };
}

/** Puts a `claude` on PATH that is refused at its first start and works at the next ones. */
function refuseFirst(folder: string): void {
  const script = [
    '#!/bin/sh',
    'if [ "$1" != --version ] && [ ! -e "$SIGNS/refused" ]; then',
    '  touch "$SIGNS/refused"; echo half > half.txt; export FAKE_MODE=rate_limit',
    'fi',
    'exec "$(dirname "$0")/real-claude" "$@"',
  ].join('\n');
  writeFileSync(join(folder, 'bin/claude-wrapper'), `${script}\n`, { mode: 0o755 });
}

describe('a rate limit', () => {
  it('parks the task until the named time, counts no attempt, and lets others go on', async () => {
    // The fake says that the limit "resets 7pm (UTC)".
    const clock = justBeforeSeven(8_000);
    const test = await testWorkspace({ clock });
    refuseFirst(test.folder);
    test.rename('bin/claude', 'bin/real-claude');
    test.rename('bin/claude-wrapper', 'bin/claude');
    test.task('t1', { labels: ['agent:claude'], description: 'WRITE whole.txt: one' });
    test.task('t2');
    const run = await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect(run.outcome).toBe('completed');
    const [first, second] = test.attempts('t1');
    const seven = new Date(clock.now());
    seven.setUTCHours(19, 0, 0, 0);
    expect(first).toMatchObject({
      outcome: 'rate_limited',
      rateLimitedUntil: seven.toISOString(),
    });
    expect(Date.parse(second?.createdAt ?? '')).toBeGreaterThanOrEqual(seven.getTime());
    expect(Date.parse(test.get('t2').completedAt ?? '')).toBeLessThan(seven.getTime());
    expect(test.get('t1')).toMatchObject({ status: 'closed', dispatches: 1 });
    expect(test.prompt(second!)).toContain('half.txt (created)');
    expect(test.fileAt('epic/e', 'half.txt')).toBe('half');
    expect(test.notices('rate_limited')).toEqual([
      `Task t1 is parked until ${momentWords(seven.getTime())}: rate limit of claude.`,
    ]);
    expect(test.telemetry('t1').map((one) => one.status)).toEqual(['UNKNOWN', 'PASS']);
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
    const second = await test.run({ kind: 'all' }, { ...one, runCostUsd: 0.001 });
    expect(second.problem).toBe("The run's cost cap is reached: $0.00 of $0.001.");
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
