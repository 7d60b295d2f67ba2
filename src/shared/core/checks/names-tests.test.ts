import { expect, it } from 'vitest';
import { mayNameTests } from './names-tests.ts';

it.each([
  ['test -s out.txt', false],
  ['true', false],
  ['! grep -q TODO src/a.ts && [ -e b ]', false],
  ['diff -r a b | wc -l', false],
  ['node --test', true],
  ['npm test', true],
  ['test -e a && sh check.sh', true],
  ['./check', true],
  ['"$RUNNER" all', true],
  ['`cat runner`', true],
  ['. ./check.sh', true],
  ['eval "a b"', true],
  ['find . -name "*.test.js" -exec node {} +', true],
  ['git ls-files | xargs node --test', true],
])('%s may say which tests ran: %s', (command, may) => {
  expect(mayNameTests(command)).toBe(may);
});
