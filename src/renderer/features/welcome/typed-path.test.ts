import { expect, test } from 'vitest';
import { asPrefix, splitPath } from './typed-path.ts';

test.each([
  ['', null, ''],
  ['~', null, ''],
  ['pro', null, 'pro'],
  ['~/pro', '~/', 'pro'],
  ['/', '/', ''],
  [' /home/me/pro ', '/home/me/', 'pro'],
  ['/home/me/project/', '/home/me/project/', ''],
  ['C:\\Users\\me', 'C:\\Users\\', 'me'],
])('%j looks into %j for names with %j', (path, folder, start) => {
  expect(splitPath(path)).toEqual({ folder, start });
});

test('a folder goes on with its own separator, once', () => {
  expect(['/', '/a', '/a/', 'C:\\a'].map(asPrefix)).toEqual(['/', '/a/', '/a/', 'C:\\a\\']);
});
