import { expect, it } from 'vitest';
import { cycleText } from './cycle-notes.tsx';

it('a circle is told task by task, and a long one only with its beginning', () => {
  expect(cycleText(['a'])).toBe('Circular dependency: a waits for itself.');
  expect(cycleText(['a', 'b'])).toBe('Circular dependency: a waits for b, which waits for a.');
  const long = cycleText(Array.from({ length: 20 }, (_, index) => `t${index}`));
  expect(long).toMatch(/which waits for t7, which waits for …, which waits for t0\.$/);
});
