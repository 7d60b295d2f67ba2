import { expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import { latestAttempts } from './latest-attempts.ts';

it('finds the attempt with the highest number of each task, once for each snapshot', () => {
  const attempts = [
    makeView({ id: 'a2', number: 2 }),
    makeView({ id: 'a1', number: 1 }),
    makeView({ id: 'b1', number: 1, taskId: 'e.2' }),
  ];
  const snapshot = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const latest = latestAttempts(snapshot);
  expect([...latest].map(([taskId, { id }]) => [taskId, id])).toEqual([
    ['e.1', 'a2'],
    ['e.2', 'b1'],
  ]);
  expect(latestAttempts(snapshot)).toBe(latest);
});
