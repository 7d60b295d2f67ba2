import { describe, expect, it } from 'vitest';
import { startRun } from '#main/engine/runs/run-control.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A script that writes when it begins and ends, and leaves a file. */
function noted(id: string, pause = 0.05): string {
  return [
    `echo "start ${id}" >> "$SIGNS/order"`,
    `sleep ${pause}`,
    `echo ${id} > ${id}.txt`,
    `echo "stop ${id}" >> "$SIGNS/order"`,
  ].join('\n');
}

function lines(test: TestWorkspace): readonly string[] {
  return test.readSign('order').trim().split('\n');
}

function started(test: TestWorkspace): readonly string[] {
  return lines(test)
    .filter((line) => line.startsWith('start '))
    .map((line) => line.slice('start '.length));
}

/** The most tasks that were at work at one time, as the tasks themselves tell it. */
function mostAtOnce(test: TestWorkspace): number {
  let now = 0;
  let most = 0;
  for (const line of lines(test)) {
    now += line.startsWith('start ') ? 1 : -1;
    most = Math.max(most, now);
  }
  return most;
}

describe('what a run takes', () => {
  it('an epic: its open tasks and no others', async () => {
    const test = await testWorkspace();
    test.task('a1');
    test.task('a2');
    test.task('b1', { epicId: 'other' });
    const run = await test.run({ kind: 'epic', epicId: 'e' });
    expect(run).toMatchObject({ status: 'ended', outcome: 'completed', taskIds: ['a1', 'a2'] });
    expect(test.landed()).toHaveLength(2);
    expect(test.get('b1').status).toBe('open');
    expect(test.git('branch', '--list', 'epic/*', '--format=%(refname:short)')).toBe('epic/e');
  });

  it('a selection: only the open ones of it; then the one task that is named; then all', async () => {
    const test = await testWorkspace();
    for (const id of ['t1', 't2', 't3', 't4']) test.task(id);
    await test.run({ kind: 'single', taskId: 't2' });
    expect(test.get('t2').status).toBe('closed');
    const selected = await test.run({ kind: 'selected', taskIds: ['t2', 't3', 't3'] });
    expect(selected.taskIds).toEqual(['t3']);
    expect(test.notices('run_started')).toEqual([
      'Starting batch run of 1 task(s)',
      'Starting batch run of 1 task(s)',
    ]);
    const all = await test.run({ kind: 'all' });
    expect(all.taskIds).toEqual(['t1', 't4']);
    const again = await startRun(test.workspace, { kind: 'all' });
    expect(again).toMatchObject({
      ok: false,
      error: [{ message: expect.stringMatching(/^None of the chosen tasks is open/) }],
    });
  });

  it('refuses a second run while one is active, and names that one', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `${waitFor(test.sign('go'))}\necho x > x` });
    test.task('t2');
    const first = await test.start({ kind: 'single', taskId: 't1' });
    const second = await startRun(test.workspace, { kind: 'single', taskId: 't2' });
    expect(second).toMatchObject({
      ok: false,
      error: [
        {
          message: expect.stringMatching(
            new RegExp(`^A run is already active: ${first.run.id}, started `),
          ),
          action: 'Wait for it, or cancel it with `switchyard cancel`.',
        },
      ],
    });
    const elsewhere = await startRun(await test.open(), { kind: 'single', taskId: 't2' });
    expect(elsewhere).toMatchObject({ ok: false, error: [{ code: 'run-active' }] });
    const same = await startRun(test.workspace, { kind: 'single', taskId: 't1' });
    expect(same).toMatchObject({ ok: false, error: [{ code: 'run-active' }] });
    test.write('../go', '');
    await first.finished;
    expect(test.get('t2').status).toBe('open');
  });
});

describe('order', () => {
  it('goes by layer, then ordinal, then number, then id', async () => {
    const test = await testWorkspace();
    for (const [id, ordinal] of [
      ['t10', null],
      ['t9', null],
      ['t2', 5],
      ['t1', 7],
    ] as const) {
      test.task(id, { script: noted(id, 0), ordinal });
    }
    test.task('t0', { script: noted('t0', 0), dependencies: ['t10'], ordinal: 1 });
    const run = await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect(run.taskIds).toEqual(['t2', 't1', 't9', 't10', 't0']);
    expect(started(test)).toEqual(['t2', 't1', 't9', 't10', 't0']);
    expect(mostAtOnce(test)).toBe(1);
  });

  it('starts a task only when all it depends on has landed, in a diamond too', async () => {
    const test = await testWorkspace();
    const needs = (...ids: string[]): string => ids.map((id) => `test -e ${id}.txt`).join('\n');
    test.task('d', {
      script: `${needs('a', 'b', 'c')}\n${noted('d')}`,
      dependencies: ['b', 'c'],
    });
    const together = (own: string, other: string): string =>
      `${needs('a')}\ntouch "$SIGNS/${own}"\n${waitFor(test.sign(other))}\n${noted(own)}`;
    test.task('b', { script: together('b', 'c'), dependencies: ['a'] });
    test.task('c', { script: together('c', 'b'), dependencies: ['a'] });
    test.task('a', { script: noted('a') });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(started(test)[0]).toBe('a');
    expect(started(test)[3]).toBe('d');
    expect(test.attempts('d')).toHaveLength(1);
  });

  it('skips what waits for a task that ended blocked, and what waits for that', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo \'{"s":"b","x":"no access"}\' > "$SWITCHYARD_REPORT"' });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { dependencies: ['t2'] });
    test.task('t4');
    const run = await test.run();
    expect(run.outcome).toBe('incomplete');
    expect(run.skipped).toEqual([
      { taskId: 't2', reason: 'Unsatisfied dependencies: [t1]' },
      { taskId: 't3', reason: 'Unsatisfied dependencies: [t2]' },
    ]);
    expect(test.get('t4').status).toBe('closed');
    expect(test.get('t2').status).toBe('open');
    expect(test.notices('run_completed')).toEqual(['Batch run complete: 1/4 tasks done']);
  });

  it('counts a dependency outside the chosen set when it is closed, and skips when it is not', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { dependencies: ['t1', 't4'] });
    test.task('t4');
    test.task('t5');
    const run = await test.run({ kind: 'selected', taskIds: ['t2', 't3', 't5'] });
    expect(run.skipped).toEqual([
      { taskId: 't2', reason: 'Unsatisfied dependencies: [t1]' },
      { taskId: 't3', reason: 'Unsatisfied dependencies: [t1, t4]' },
    ]);
    expect(test.notices('task_skipped')).toContain(
      'Task t3: Do t3 skipped: Unsatisfied dependencies: [t1, t4]',
    );
    await test.run({ kind: 'single', taskId: 't1' });
    const after = await test.run({ kind: 'selected', taskIds: ['t2', 't3'] });
    expect(after.skipped).toEqual([{ taskId: 't3', reason: 'Unsatisfied dependencies: [t4]' }]);
    expect(test.get('t2').status).toBe('closed');
  });
});

describe('schedule', () => {
  it('continuous: never more at once than the limit, and a freed slot is filled at once', async () => {
    const test = await testWorkspace();
    const go = test.sign('slow-go');
    test.task('t1', { script: `${waitFor(go)}\n${noted('t1', 0)}` });
    for (const id of ['t2', 't3', 't4', 't5']) test.task(id, { script: noted(id) });
    const { finished } = await test.start({ kind: 'all' }, { maxParallelTasks: 2 });
    await until('the quick ones to end beside the slow one', () =>
      lines(test).includes('stop t5') ? true : null,
    );
    test.write('../slow-go', '');
    expect((await finished).run.outcome).toBe('completed');
    expect(mostAtOnce(test)).toBeLessThanOrEqual(2);
    expect(test.landed()).toHaveLength(5);
  });

  it('batch: a batch starts together, and the next one only when all of it has ended', async () => {
    const test = await testWorkspace();
    const withPartner = (id: string, partner: string): string =>
      `touch "$SIGNS/${id}"\n${waitFor(test.sign(partner))}\n${noted(id)}`;
    test.task('t1', { script: withPartner('t1', 't2') });
    test.task('t2', { script: withPartner('t2', 't1') });
    test.task('t3', { script: noted('t3') });
    test.task('t4', { script: noted('t4'), dependencies: ['t1'] });
    const run = await test.run({ kind: 'all' }, { schedule: 'batch', maxParallelTasks: 2 });
    expect(run).toMatchObject({ outcome: 'completed', batchNumber: 2, batch: [] });
    const events = lines(test);
    const firstOfNext = Math.min(events.indexOf('start t3'), events.indexOf('start t4'));
    expect(events.slice(0, firstOfNext).toSorted()).toEqual(
      ['start t1', 'start t2', 'stop t1', 'stop t2'].toSorted(),
    );
  });

  it('batch: a task that fails first is tried again inside its batch', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: 'echo "start t1" >> "$SIGNS/order"\n[ "$SWITCHYARD_ATTEMPT" = 2 ] && echo x > x',
    });
    test.task('t2', { script: noted('t2') });
    await test.run({ kind: 'all' }, { schedule: 'batch', maxParallelTasks: 1 });
    expect(started(test)).toEqual(['t1', 't1', 't2']);
    expect(test.get('t1').status).toBe('closed');
  });
});

describe('the TDD gate', () => {
  it('holds a task back until its test task is closed; skip_tests and no test task pass', async () => {
    const test = await testWorkspace();
    const needsTests = 'test -e tests.txt';
    test.task('a-code', { script: `${needsTests}\n${noted('a-code')}`, testTaskId: 'z-tests' });
    test.task('b-free', { script: noted('b-free'), testTaskId: 'z-tests', labels: ['skip_tests'] });
    test.task('c-plain', { script: noted('c-plain') });
    test.task('z-tests', {
      script: `${noted('z-tests')}\necho t > tests.txt`,
      labels: ['agent:test'],
    });
    const run = await test.run({ kind: 'all' }, { tddEnabled: true, maxParallelTasks: 1 });
    expect(run.outcome).toBe('completed');
    expect(started(test)).toEqual(['b-free', 'c-plain', 'z-tests', 'a-code']);
    expect(test.attempts('z-tests')[0]?.role).toBe('test-writer');
  });

  it('skips a task whose test task is outside of the run and open, and ignores it without TDD', async () => {
    const test = await testWorkspace();
    test.task('code', { testTaskId: 'tests' });
    test.task('tests');
    test.task('other');
    const scope = { kind: 'selected' as const, taskIds: ['code', 'other'] };
    const gated = await test.run(scope, { tddEnabled: true });
    expect(gated.skipped).toEqual([
      { taskId: 'code', reason: 'Unsatisfied dependencies: [tests]' },
    ]);
    const free = await test.run({ kind: 'single', taskId: 'code' });
    expect(free.outcome).toBe('completed');
  });
});
