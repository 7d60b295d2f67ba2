import { expect, it } from 'vitest';
import { classNames } from './class-names.ts';

it('joins what applies and leaves out the rest', () => {
  expect(classNames('a', false, 'b', null, undefined, '')).toBe('a b');
});
