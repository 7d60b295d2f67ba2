import { describe, expect, it } from 'vitest';
import { parseStatus } from './worktree-status.ts';

const head = '1b2c3d4e5f60718293a4b5c6d7e8f90123456789';
const output = (...records: readonly string[]): string =>
  records.map((record) => `${record}\0`).join('');
const start = [`# branch.oid ${head}`, '# branch.head main'];

describe('parseStatus', () => {
  it('reads a clean worktree on a branch', () => {
    const expected = { head, branch: 'main', clean: true, dirtySubmodules: [] };
    expect(parseStatus(output(...start))).toEqual(expected);
    expect(parseStatus(output(...start, '# branch.upstream o/m', '# branch.ab +0 -1'))).toEqual(
      expected,
    );
  });

  it('reads an unborn and a detached HEAD', () => {
    expect(parseStatus(output('# branch.oid (initial)', '# branch.head main')).head).toBeNull();
    const detached = output(`# branch.oid ${head}`, '# branch.head (detached)');
    expect(parseStatus(detached)).toMatchObject({ head, branch: null });
  });

  it.each([
    ['changed', `1 .M N... 100644 100644 100644 ${head} ${head} a.txt`],
    ['unmerged', `u UU N... 100644 100644 100644 100644 ${head} ${head} ${head} a.txt`],
    ['new', '? a.txt'],
  ])('is not clean with a %s file', (_what, record) => {
    expect(parseStatus(output(...start, record))).toMatchObject({
      clean: false,
      dirtySubmodules: [],
    });
  });

  it('tells submodules with changes of their own from those that only moved', () => {
    const entry = (sub: string, path: string): string =>
      `1 .M ${sub} 160000 160000 160000 ${head} ${head} ${path}`;
    const records = [
      entry('SC..', 'moved'),
      entry('S.M.', 'dirty with\nbreak'),
      entry('S..U', 'new files'),
      entry('SCMU', 'all'),
    ];
    expect(parseStatus(output(...start, ...records)).dirtySubmodules).toEqual([
      'dirty with\nbreak',
      'new files',
      'all',
    ]);
  });
});
