import { describe, expect, it } from 'vitest';
import { readProblem } from './read-problem.ts';

const failing = (code: string): Error =>
  Object.assign(new Error(`${code}: no such file or directory, open '/x'`), { code });

describe('why something cannot be read', () => {
  it.each([
    ['ENOENT', 'There is no /x.'],
    ['ENOTDIR', '/x does not lead to a folder.'],
    ['EISDIR', '/x is a folder, not a file.'],
    ['EACCES', 'There is no permission to read /x.'],
    ['EIO', '/x cannot be read (EIO).'],
  ])('%s is said in plain words', (code, sentence) => {
    expect(readProblem(failing(code), '/x')).toBe(sentence);
  });

  it('has no words of a library', () => {
    expect(readProblem(new TypeError('undefined is not a function'), '/x')).toBe(
      '/x cannot be read.',
    );
  });
});
