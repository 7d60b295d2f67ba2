import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTaskSorter } from './task-sorter.ts';

it('sorts by ordinal, null last, then by id with its numbers as numbers', () => {
  const ids = ['t.10', 't.9', 't.1', 't.2', 't.3'];
  const tasks = Int32Array.from(ids.keys());
  createTaskSorter(ids, [null, null, 5, -1, 5])(tasks);
  expect(Array.from(tasks, (task) => ids[task])).toEqual(['t.2', 't.1', 't.3', 't.9', 't.10']);
});

it('sorts some of the tasks and leaves the others out', () => {
  const tasks = Int32Array.of(2, 0);
  createTaskSorter(['b', 'a', 'a1'], [null, null, null])(tasks);
  expect([...tasks]).toEqual([2, 0]);
});

it('gives one order, whatever order the tasks come in', () => {
  const unit = fc.constantFrom('0', '7', '.', 'k');
  const ids = fc.uniqueArray(fc.string({ unit, maxLength: 14 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(ids, (ids) => {
      const sort = createTaskSorter(
        ids,
        ids.map(() => null),
      );
      const forwards = Int32Array.from(ids.keys());
      const backwards = forwards.toReversed();
      sort(forwards);
      sort(backwards);
      expect(backwards).toEqual(forwards);
    }),
  );
});
