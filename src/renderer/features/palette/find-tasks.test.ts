import { expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { findTasks } from './find-tasks.ts';

it('finds a task among thousands, whenever it was changed', () => {
  const tasks = Array.from({ length: 3_000 }, (_, index) =>
    makeTask({ id: `lab.${index + 1}`, title: index === 0 ? 'Greeting page' : 'Another' }),
  );
  expect(findTasks(tasks, 'greeting page').map(({ id }) => id)).toEqual(['lab.1']);
  expect(findTasks(tasks, 'lab.2999')[0]?.id).toBe('lab.2999');
  expect(findTasks(tasks, 'another')).toHaveLength(50);
  expect(findTasks(tasks, 'nowhere')).toEqual([]);
});
