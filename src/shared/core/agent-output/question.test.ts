import { expect, test } from 'vitest';
import { findQuestion } from './question.ts';

test.each(['Do you want to proceed? (y/n) ', 'Continue? ', 'Password: ', 'Press Enter to go on'])(
  'an open last line asks: %s',
  (prompt) => {
    expect(findQuestion(`log\r\n\u001b[33m${prompt}`)).toBe(prompt.trim());
  },
);

test.each(['Do you want to proceed? (y/n)\r\n', 'compiling', '', '{"type":"a?"'])(
  'anything else does not: %j',
  (end) => {
    expect(findQuestion(`log?\r\n${end}`)).toBeNull();
  },
);

test('without patterns nothing is a question', () => {
  expect(findQuestion('Continue? ', [])).toBeNull();
});
