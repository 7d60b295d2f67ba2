import { describe, expect, it } from 'vitest';
import { carriedFilesProblem } from './carried-files.ts';

describe('files that a worktree gets from the checkout', () => {
  it('may lie anywhere in the repository', () => {
    const files = { copy: ['.env*', 'config/*.local'], clone: ['node_modules', 'a..b/c'] };
    expect(carriedFilesProblem(files)).toBeNull();
  });

  it.each(['/etc/passwd', 'C:\\keys', '\\keys', '../other', 'a/../../b', 'a\\..\\b'])(
    'may not be %s, which reaches outside of it',
    (entry) => {
      const inCopy = carriedFilesProblem({ copy: [entry], clone: [] });
      expect(inCopy).toMatchObject({ code: 'path-outside-repository' });
      expect(inCopy?.message).toContain(entry);
      expect(carriedFilesProblem({ copy: [], clone: [entry] })).toEqual(inCopy);
    },
  );
});
