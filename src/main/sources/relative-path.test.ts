import { describe, expect, it } from 'vitest';
import { relativePathProblem } from './relative-path.ts';

describe('relativePathProblem', () => {
  it.each(['src/a.ts', 'a..b/c', '.env', 'dir with space/ü.ts'])('accepts %s', (path) => {
    expect(relativePathProblem(path)).toBeNull();
  });

  it.each(['', '/etc/passwd', '\\\\host\\share', 'C:\\x', '../x', 'a/../../x', 'a\\..\\x', 'a\0b'])(
    'refuses %j',
    (path) => {
      expect(relativePathProblem(path)).not.toBeNull();
    },
  );
});
