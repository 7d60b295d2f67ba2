import { describe, expect, it } from 'vitest';
import { codeOf, productFiles } from './source-files.ts';

/**
 * The files that may remove a folder with all that is in it, and which. A worktree is removed in one place
 * only, with the proof that what it holds is kept; whatever else is in the way is renamed aside.
 */
const removers: Readonly<Record<string, string>> = {
  'src/main/git/worktrees/remove-tree.ts': 'a worktree, for those who are named below',
  'src/main/git/attributes-of.ts': 'a folder for the attributes of one merge',
  'src/main/system/remove-fully.ts': 'rooms of checks and copies of dependencies',
  'src/main/engine/cheats/examine-cheats.ts': 'the copy of a repository in which ways are tried',
  'src/main/runs/clean-up.ts': 'temporary files of this program',
  'src/main/work/run-agent.ts': 'the report of an attempt, before it begins',
};

/** Who may have a whole tree removed, and what shows that nothing is lost by it. */
const askers: Readonly<Record<string, string>> = {
  'src/main/git/worktree-pool.ts':
    'with the proof that its content is kept, or where its folder is gone',
  'src/main/git/worktrees/earlier-worktrees.ts': 'the record of a worktree that was brought over',
  'src/main/git/worktrees/tree-folder.ts': 'what git does not see of a tree that is kept already',
  'src/main/git/worktrees/hidden-entries.ts':
    'what git does not see of a tree that is kept already',
  'src/main/git/worktrees/private-git.ts': 'a git directory that is about to be made',
  'src/main/git/worktrees/import-commits.ts': 'a repository that was made to carry commits',
  'src/main/git/worktrees/large-files.ts': 'copies that it has made and that were not taken',
  'src/main/git/worktrees/submodules.ts': 'a repository that was made to carry commits',
};

function removes(file: string): boolean {
  return /\brm(?:Sync)?\([^;]*recursive: true/s.test(codeOf(file));
}

describe('a folder with all that is in it', () => {
  const files = productFiles.filter((file) => file.startsWith('src/main/'));

  it('is removed by few, each for what it has made itself', () => {
    expect(files.filter((file) => removes(file) && !(file in removers))).toEqual([]);
  });

  it('is removed as a worktree only with the proof that nothing is lost', () => {
    const isAsking = (file: string): boolean =>
      /worktrees\/remove-tree\.ts|'\.\/remove-tree\.ts/.test(codeOf(file));
    expect(files.filter((file) => isAsking(file) && !(file in askers))).toEqual([]);
  });
});
