import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockedTitle, usefulEnd } from './blocked-words.ts';

describe('blockedTitle', () => {
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
    ['Note what Anna said', 'lab.9 is blocked: Note what Anna said'],
    ['The setup failed.\nIts output', 'lab.9 is blocked: the setup failed'],
    ['\n\n  The setup failed.\r\nIts output', 'lab.9 is blocked: the setup failed'],
    [
      'Verification failed: "cd app\nnpm test" ended with exit code 1.',
      'lab.9 is blocked: verification failed: "cd app npm test" (exit 1)',
    ],
    [null, 'lab.9 is blocked'],
    [' \n ', 'lab.9 is blocked'],
    ['.', 'lab.9 is blocked'],
  ])('says why a task is blocked in one line: %j', (reason, title) => {
    expect(blockedTitle('lab.9', reason)).toBe(title);
  });

  it('is one line that begins with the task, whatever the reason is', () => {
    fc.assert(
      fc.property(fc.option(fc.string({ unit: 'grapheme' })), (reason) => {
        const title = blockedTitle('lab.9', reason);
        expect(title).toMatch(/^lab\.9 is blocked(?:: .+)?$/u);
        if (reason !== null && /[\p{L}\p{N}]/u.test(reason)) expect(title).toContain(': ');
      }),
    );
  });
});

describe('usefulEnd', () => {
  it.each([
    ['Stuck after 1 attempt: The agent failed.', 'The agent failed.'],
    ['Stuck after 3 attempts: The agent failed.', 'The agent failed.'],
    [
      'Stuck after 2 attempts: The agent ended with exit code 137 and no report: it was killed.',
      'Exit code 137, no report: it was killed.',
    ],
    [
      'Verification failed: "npm run test -- src/cart/total.test.ts" ended with exit code 2.',
      'Verification failed: "npm run te…/total.test.ts" (exit 2).',
    ],
    [
      'Verification failed: "npm test" did not end within 600 s (timeout).',
      'Verification failed: "npm test" did not end within 600 s (timeout).',
    ],
    [
      'Verification failed: "make check" could not be run (not found).',
      'Verification failed: "make check" could not be run (not found).',
    ],
    [
      'Verification failed: "sh -c "npm test"" ended with exit code 1.',
      'Verification failed: "sh -c "npm test"" (exit 1).',
    ],
  ])('leaves out how often it was tried, and shortens a command: %s', (reason, end) => {
    expect(usefulEnd(reason)).toBe(end);
  });

  it('keeps the count where nothing else is said', () => {
    for (const reason of ['Stuck after 3 attempts:', 'No progress: 3 times the same.']) {
      expect(usefulEnd(reason)).toBe(reason);
    }
  });

  it('leaves what somebody else wrote as it is', () => {
    for (const reason of [
      'I was Stuck after 3 attempts: help.',
      'The API key is missing.',
      'See "Verification failed: "x" ended with exit code 1".',
    ]) {
      expect(usefulEnd(reason)).toBe(reason);
    }
  });

  it('cuts no character of a long command in half', () => {
    const command = `${'🧪'.repeat(20)}${'a🚀'.repeat(10)}`;
    const end = usefulEnd(`Verification failed: "${command}" ended with exit code 1.`);
    expect(end).toContain(`"${'🧪'.repeat(10)}…${'a🚀'.repeat(7)}"`);
    expect(end.isWellFormed()).toBe(true);
  });
});
