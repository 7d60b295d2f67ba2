import { describe, expect, it } from 'vitest';
import { taskStatusSchema } from '#shared/model/task.ts';
import { isReady, prerequisitesOf, unmetPrerequisites } from './readiness.ts';
import { makeTask } from '#shared/core/testing/records.ts';

const closed = new Set(['done.1', 'done.2']);
const isClosed = (id: string): boolean => closed.has(id);

const cases = [
  { dependencies: [], testTaskId: null, labels: [], gated: [], ungated: [] },
  { dependencies: ['done.1'], testTaskId: null, labels: [], gated: [], ungated: [] },
  {
    dependencies: ['done.1', 'e.2'],
    testTaskId: null,
    labels: [],
    gated: ['e.2'],
    ungated: ['e.2'],
  },
  { dependencies: [], testTaskId: 'done.2', labels: [], gated: [], ungated: [] },
  { dependencies: [], testTaskId: 't.1', labels: [], gated: ['t.1'], ungated: [] },
  { dependencies: [], testTaskId: 't.1', labels: ['skip_tests'], gated: [], ungated: [] },
  // The gate never overrides ordinary dependencies.
  { dependencies: ['e.2'], testTaskId: 'done.1', labels: [], gated: ['e.2'], ungated: ['e.2'] },
  {
    dependencies: ['t.1'],
    testTaskId: 't.1',
    labels: ['skip_tests'],
    gated: ['t.1'],
    ungated: ['t.1'],
  },
  // A test task that is a dependency too is named once.
  { dependencies: ['t.1'], testTaskId: 't.1', labels: [], gated: ['t.1'], ungated: ['t.1'] },
  { dependencies: ['e.2'], testTaskId: 't.1', labels: [], gated: ['e.2', 't.1'], ungated: ['e.2'] },
];

describe('unmetPrerequisites', () => {
  it.each(cases)(
    'of dependencies $dependencies, test task $testTaskId, labels $labels: $gated under TDD, else $ungated',
    ({ gated, ungated, ...fields }) => {
      expect(unmetPrerequisites(makeTask(fields), isClosed, true)).toEqual(gated);
      expect(unmetPrerequisites(makeTask(fields), isClosed, false)).toEqual(ungated);
    },
  );
});

describe('prerequisitesOf', () => {
  it('names dependencies and, under TDD, the test task, closed or not', () => {
    const task = makeTask({ dependencies: ['done.1', 'e.2'], testTaskId: 't.1' });
    expect(prerequisitesOf(task, true)).toEqual(['done.1', 'e.2', 't.1']);
    expect(prerequisitesOf(task, false)).toEqual(['done.1', 'e.2']);
    expect(prerequisitesOf({ ...task, labels: ['skip_tests'] }, true)).toEqual(['done.1', 'e.2']);
  });
});

describe('isReady', () => {
  it.each(taskStatusSchema.options)('is for open tasks only: %s', (status) => {
    expect(isReady(makeTask({ status }), isClosed, true)).toBe(status === 'open');
  });

  it('waits for what is not closed', () => {
    expect(isReady(makeTask({ dependencies: ['e.2'] }), isClosed, false)).toBe(false);
    expect(isReady(makeTask({ testTaskId: 't.1' }), isClosed, true)).toBe(false);
    expect(isReady(makeTask({ testTaskId: 't.1' }), isClosed, false)).toBe(true);
  });
});
