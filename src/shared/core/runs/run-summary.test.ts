import { describe, expect, it } from 'vitest';
import {
  batchEntry,
  completionSummary,
  progressLine,
  skipLines,
  tallyLine,
  tallyOf,
} from './run-summary.ts';
import {
  makeAttempt,
  makeEpic,
  makeRun,
  makeSettings,
  makeTask,
} from '#shared/core/testing/records.ts';

const epic = makeEpic({ id: 'bd-x7y8', title: 'Feature Name' });

describe('progressLine', () => {
  it('has the form that people know from it', () => {
    const run = makeRun({ taskIds: ['TASK-6', 'TASK-42', 'TASK-7', 'TASK-8', 'TASK-9'] });
    const task = makeTask({ id: 'TASK-42', title: 'Implement caching layer' });
    expect(progressLine(run, task)).toBe('Running task 2/5: TASK-42: Implement caching layer');
  });
});

describe('tallyLine', () => {
  it.each([
    [
      { completed: 4, skipped: 1, blocked: 0, total: 5, byHand: 0 },
      'Finished: 4/5 completed, 1 skipped',
    ],
    [{ completed: 5, skipped: 0, blocked: 0, total: 5, byHand: 0 }, 'Finished: 5/5 completed'],
    [
      { completed: 5, skipped: 0, blocked: 0, total: 5, byHand: 2 },
      'Finished: 5/5 completed (2 by hand)',
    ],
    [
      { completed: 0, skipped: 0, blocked: 2, total: 3, byHand: 0 },
      'Finished: 0/3 completed, 2 blocked',
    ],
    [
      { completed: 2, skipped: 1, blocked: 2, total: 5, byHand: 0 },
      'Finished: 2/5 completed, 1 skipped, 2 blocked',
    ],
  ])('of %j is %s', (tally, line) => {
    expect(tallyLine(tally)).toBe(line);
  });
});

describe('skipLines', () => {
  it('have those with the same reason together, and count what is too much to name', () => {
    const skips = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((taskId) => ({ taskId, reason: 'Cap.' }));
    const other = { taskId: 'x', reason: 'No file.' };
    expect(skipLines([other, ...skips]).map(({ text }) => text)).toEqual([
      'x skipped: No file.',
      'a, b, c, d, e and 2 more skipped: Cap.',
    ]);
    expect(skipLines([])).toEqual([]);
  });
});

describe('tallyOf', () => {
  it('counts how the chosen tasks stand', () => {
    const tasks = (
      ['closed', 'closed', 'blocked', 'open', 'in_progress', 'in_review'] as const
    ).map((status) => makeTask({ status }));
    const run = makeRun({
      taskIds: ['1', '2', '3', '4', '5', '6'],
      skipped: [{ taskId: '4', reason: 'Why.' }],
    });
    expect(tallyOf(run, tasks)).toEqual({
      completed: 2,
      byHand: 0,
      skipped: 1,
      blocked: 1,
      total: 6,
    });
  });

  it('counts a task once that was skipped and then blocked or closed by a person', () => {
    const tasks = [
      makeTask({ id: '1', status: 'blocked' }),
      makeTask({ id: '2', status: 'closed' }),
    ];
    const skipped = ['1', '2'].map((taskId) => ({ taskId, reason: 'Why.' }));
    const run = makeRun({ taskIds: ['1', '2'], skipped });
    expect(tallyOf(run, tasks)).toEqual({
      completed: 1,
      byHand: 0,
      skipped: 0,
      blocked: 1,
      total: 2,
    });
  });
});

describe('batchEntry', () => {
  it('has the form that people know from it', () => {
    const entry = batchEntry(
      1,
      [
        { id: 'bd-x7y8.1', title: 'Database schema', status: 'closed' },
        { id: 'bd-x7y8.3', title: 'Experience picker UI', status: 'closed' },
      ],
      [
        makeTask({
          id: 'bd-x7y8.2',
          title: 'Assessment edge function',
          labels: ['agent:typescript'],
        }),
      ],
    );
    expect(entry).toBe(
      [
        '## Batch 1 Complete',
        '✅ bd-x7y8.1: Database schema - PASS (closed)',
        '✅ bd-x7y8.3: Experience picker UI - PASS (closed)',
        'Newly unblocked:',
        '- bd-x7y8.2: Assessment edge function [agent:typescript]',
      ].join('\n'),
    );
  });

  it('says of a task that is not closed how it stands, and leaves out what there is none of', () => {
    const entry = batchEntry(2, [{ id: 'e.1', title: 'Parse', status: 'blocked' }], []);
    expect(entry).toBe('## Batch 2 Complete\n⚠ e.1: Parse - blocked');
    const unblocked = batchEntry(3, [], [makeTask({ id: 'e.2', title: 'Print' })]);
    expect(unblocked).toBe('## Batch 3 Complete\nNewly unblocked:\n- e.2: Print');
  });
});

describe('completionSummary', () => {
  const closed = ['Task 1', 'Task 2', 'Task 3'].map((title, index) =>
    makeTask({ id: `bd-x7y8.${index + 1}`, title, status: 'closed' }),
  );
  const taskIds = closed.map(({ id }) => id);

  it('has the form that people know from it', () => {
    const run = makeRun({ taskIds, status: 'ended', outcome: 'completed' });
    expect(completionSummary({ run, epics: [epic], tasks: closed, attempts: [] })).toBe(
      [
        '## Execution Complete',
        '',
        'Epic: bd-x7y8 - Feature Name',
        '',
        'Completed:',
        '✅ bd-x7y8.1: Task 1',
        '✅ bd-x7y8.2: Task 2',
        '✅ bd-x7y8.3: Task 3',
        '',
        'All tasks closed. Feature ready for review.',
      ].join('\n'),
    );
  });

  it('tells tests from implementation in the TDD form, and how many attempts each took', () => {
    const [writeTests, implementation] = [
      makeTask({ id: 'bd-x7y8.1', title: 'Write tests', labels: ['agent:test'], status: 'closed' }),
      makeTask({ id: 'bd-x7y8.2', title: 'Implementation', status: 'closed' }),
    ] as const;
    const run = makeRun({
      taskIds: ['bd-x7y8.1', 'bd-x7y8.2'],
      settings: makeSettings({ tddEnabled: true }),
      status: 'ended',
      outcome: 'completed',
    });
    const attempts = ['bd-x7y8.1', 'bd-x7y8.2', 'bd-x7y8.2'].map((taskId, index) =>
      makeAttempt({ id: `attempt-${index}`, taskId }),
    );
    const tasks = [writeTests, implementation];
    expect(completionSummary({ run, epics: [epic], tasks, attempts })).toBe(
      [
        '## Execution Complete (TDD Mode)',
        '',
        'Epic: bd-x7y8 - Feature Name',
        '',
        'Test Phase (RED):',
        '✅ bd-x7y8.1: Write tests',
        '',
        'Implementation Phase (GREEN):',
        '✅ bd-x7y8.2: Implementation (2 attempts)',
        '',
        'All tasks closed. Feature ready for review.',
      ].join('\n'),
    );
  });

  it('gives the reason of everything blocked and skipped, and the tally', () => {
    const run = makeRun({
      taskIds: ['e.1', 'e.2', 'e.3'],
      status: 'ended',
      outcome: 'incomplete',
      skipped: [{ taskId: 'e.3', reason: 'Unsatisfied dependencies: [e.2]' }],
    });
    const tasks = [
      makeTask({ id: 'e.1', title: 'Parse', status: 'closed' }),
      makeTask({ id: 'e.2', title: 'Check', status: 'blocked', blockedReason: 'Tests fail.' }),
      makeTask({ id: 'e.3', title: 'Print' }),
    ];
    expect(completionSummary({ run, epics: [], tasks, attempts: [] })).toBe(
      [
        '## Execution Complete',
        '',
        'Completed:',
        '✅ e.1: Parse',
        '',
        'Blocked:',
        '⚠ e.2: Check - Tests fail.',
        '',
        'Skipped:',
        '↷ e.3: Unsatisfied dependencies: [e.2]',
        '',
        'Finished: 1/3 completed, 1 skipped, 1 blocked',
      ].join('\n'),
    );
  });

  it('says why a run ended early', () => {
    const problem = "The run's token cap is reached: 12 of 10.";
    const run = makeRun({ status: 'ended', outcome: 'failed', problem });
    const text = completionSummary({ run, epics: [], tasks: [makeTask()], attempts: [] });
    expect(text.split('\n').at(-1)).toBe(`The run ended early: ${problem}`);
  });

  it('gives the tally of a cancelled run', () => {
    const run = makeRun({ status: 'ended', outcome: 'cancelled' });
    const text = completionSummary({ run, epics: [], tasks: [makeTask()], attempts: [] });
    expect(text.split('\n').at(-1)).toBe('Finished: 0/1 completed');
  });
});
