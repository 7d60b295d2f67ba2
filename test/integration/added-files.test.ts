import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BorrowedRepository } from '#main/git/worktrees/borrowed-repository.ts';
import { lookAt } from '#main/git/worktrees/look-at.ts';
import { addAll } from '#main/git/worktrees/safe-add.ts';
import { makeTree, resetTree } from '#main/git/worktrees/tree-folder.ts';
import type { TreeFolder } from '#main/git/worktrees/tree-folder.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

const files = {
  'a.txt': 'a\n',
  'src/b.txt': 'b\n',
  'src/c.txt': 'c\n',
  '.gitignore': 'cache/\n*.log\n',
};

async function treeOfFiles(): Promise<TestRepository & { readonly tree: TreeFolder }> {
  const repository = makeRepository({ files });
  const place = {
    git: repository.client,
    borrowed: new BorrowedRepository(repository.client, repository.commonDirectory),
    treesFolder: join(repository.folder, 'trees'),
  };
  const tree = await makeTree(place, 'w1', join(repository.folder, 'worktrees/w1'));
  await resetTree(tree, repository.git('rev-parse', 'HEAD'));
  return { ...repository, tree };
}

type Written = Readonly<Record<string, string>>;

describe('taking the files of a folder', () => {
  it.each<readonly [what: string, written: Written]>([
    ['changed ones', { 'a.txt': 'x\n' }],
    ['new ones', { 'a.txt': 'x\n', 'new.txt': 'n\n', 'src/ö.txt': 'n\n' }],
    ['some that git ignores', { 'a.txt': 'x\n', 'cache/c': 'c\n', 'x.log': 'l\n' }],
    ['new ones beside ignored ones', { 'src/n.txt': 'n\n', 'src/x.log': 'l\n', 'cache/c': 'c\n' }],
    ['none', {}],
  ])('finds what git ignores on the way: %s', async (_what, written) => {
    const { tree, write } = await treeOfFiles();
    write(written, tree.folder);
    rmSync(join(tree.folder, 'src/c.txt'));
    const { left, look } = await addAll(tree.git);
    expect(left).toEqual([]);
    expect(look).toBe(await lookAt(tree));
  });

  it('does not say what a new folder has that is new in part only', async () => {
    const { tree, write } = await treeOfFiles();
    write({ 'new/n.txt': 'n\n', 'new/x.log': 'l\n' }, tree.folder);
    const { left, look } = await addAll(tree.git);
    expect({ left, look }).toEqual({ left: [], look: null });
    expect(await lookAt(tree)).toBe('new/x.log\n');
  });
});

describe('showing another commit over files that are known', () => {
  it('puts right what was not known all the same, where it differs between the two', async () => {
    const { tree, write, git, commitOn, read } = await treeOfFiles();
    commitOn('next', { 'a.txt': 'next\n', 'd.txt': 'd\n' });
    write({ 'a.txt': 'somebody else\n', 'd.txt': 'in the way\n' }, tree.folder);
    await resetTree(tree, git('rev-parse', 'next'), { isBare: true });
    expect(read('a.txt', tree.folder)).toBe('next\n');
    expect(read('d.txt', tree.folder)).toBe('d\n');
  });

  it('leaves the other files as they are, with times that git knows', async () => {
    const { tree, git, commitOn, read } = await treeOfFiles();
    commitOn('next', { 'a.txt': 'next\n' });
    await resetTree(tree, git('rev-parse', 'next'), { isBare: true });
    expect(read('a.txt', tree.folder)).toBe('next\n');
    expect(await lookAt(tree)).toBe('');
    writeFileSync(join(tree.folder, 'src/b.txt'), 'changed\n');
    expect(await lookAt(tree)).toBe('src/b.txt\n');
  });
});
