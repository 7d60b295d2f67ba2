import { expect, it } from 'vitest';
import { blockedTitle } from './blocked-words.ts';

it.each([
  [
    'No progress: 3 times the same. The attempt changed no file.',
    'lab.9 is blocked: the attempt changed no file',
  ],
  [
    'Verification failed: "npm test" ended with exit code 1.',
    'lab.9 is blocked: verification failed: "npm test" (exit 1)',
  ],
  ['Anna decides on Monday', 'lab.9 is blocked: Anna decides on Monday'],
  ['The setup failed.\nIts output', 'lab.9 is blocked: the setup failed'],
  [null, 'lab.9 is blocked'],
])('says why a task is blocked in one line: %s', (reason, title) => {
  expect(blockedTitle('lab.9', reason)).toBe(title);
});
