import { describe, expect, it } from 'vitest';
import { landCommit } from '#main/git/merge.ts';
import { buildRevert } from '#main/git/undo.ts';
import type { UndoResult } from '#main/git/undo.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

const branchRef = 'refs/heads/epic/e';

/** Built and landed, or why not. */
type Undone = UndoResult | { readonly kind: 'moved' };

interface Bench extends TestRepository {
  /** Lands a commit on the epic. */
  readonly land: (files: Readonly<Record<string, string | null>>) => string;
  readonly undo: (commit: string, accepts?: (tree: string) => boolean) => Promise<Undone>;
  readonly tip: () => string;
  readonly treeAt: (revision: string) => string;
}

function bench(): Bench {
  const repository = makeRepository();
  repository.git('branch', 'epic/e');
  const tip = (): string => repository.git('rev-parse', branchRef);
  return {
    ...repository,
    tip,
    land: (files) => repository.commitOn('epic/e', files),
    async undo(commit, accepts = () => true) {
      const message = 'Revert "x"\n';
      const request = { head: tip(), commit, message, accepts };
      const built = await buildRevert(repository.client, request);
      if (built.kind === 'built') {
        const landing = { ref: branchRef, archived: [], ...built };
        const isMoved = await landCommit(repository.client, landing, 'undo');
        if (!isMoved) return { kind: 'moved' };
      }
      return built;
    },
    treeAt: (revision) => repository.git('rev-parse', `${revision}^{tree}`),
  };
}

describe('taking a merge back', () => {
  it('of the tip leads to the tree before it, as one more commit', async () => {
    const test = bench();
    const before = test.tip();
    const landed = test.land({ 'b.txt': 'b\n', 'a.txt': null });
    const user = test.state();
    const result = await test.undo(landed);
    expect(result).toEqual({
      kind: 'built',
      headBefore: landed,
      commit: test.tip(),
      tree: test.treeAt(before),
      proof: 'tree_equality',
    });
    expect(test.git('rev-parse', `${branchRef}^@`)).toBe(landed);
    expect(test.git('log', '-1', '--format=%B', branchRef)).toBe('Revert "x"\n');
    expect(test.state()).toEqual(user);
  });

  it('of an older one takes back only what that changed', async () => {
    const test = bench();
    const older = test.land({ 'b.txt': 'b\n', 'a.txt': 'changed\n' });
    test.land({ 'c.txt': 'c\n' });
    expect(await test.undo(older)).toMatchObject({ kind: 'built', proof: 'three_way_merge' });
    expect(test.git('ls-tree', '--name-only', branchRef)).toBe('a.txt\nc.txt');
    expect(test.fileAt(branchRef, 'a.txt')).toBe('a\n');
  });

  it('that later ones build on is a conflict, and changes nothing', async () => {
    const test = bench();
    const older = test.land({ 'b.txt': 'b\n', 'd.txt': 'd\n' });
    const later = test.land({ 'b.txt': 'b2\n' });
    const refs = test.git('for-each-ref');
    expect(await test.undo(older)).toEqual({ kind: 'conflict', files: ['b.txt'] });
    expect(test.tip()).toBe(later);
    expect(test.git('for-each-ref')).toBe(refs);
  });

  it('can itself be taken back, and that too', async () => {
    const test = bench();
    const landed = test.land({ 'b.txt': 'b\n' });
    const trees = [];
    for (let commit = landed, times = 0; times < 4; times += 1) {
      const result = await test.undo(commit);
      if (result.kind !== 'built') throw new Error(result.kind);
      ({ commit } = result);
      trees.push(result.tree);
    }
    const [without, again] = [test.treeAt(`${landed}^`), test.treeAt(landed)];
    expect(trees).toEqual([without, again, without, again]);
  });

  it('to a tree that is not accepted changes nothing', async () => {
    const test = bench();
    const landed = test.land({ 'b.txt': 'b\n' });
    const asked: string[] = [];
    const result = await test.undo(landed, (tree) => {
      asked.push(tree);
      return false;
    });
    expect(result).toEqual({ kind: 'refused', tree: test.treeAt(`${landed}^`) });
    expect(asked).toEqual([test.treeAt(`${landed}^`)]);
    expect(test.tip()).toBe(landed);
  });

  it('on a branch that moved meanwhile changes nothing', async () => {
    const test = bench();
    const landed = test.land({ 'b.txt': 'b\n' });
    let moved = '';
    const result = await test.undo(landed, () => {
      moved = test.land({ 'c.txt': 'c\n' });
      return true;
    });
    expect(result).toEqual({ kind: 'moved' });
    expect(test.tip()).toBe(moved);
  });

  it('that the user has taken back by hand already adds nothing', async () => {
    const test = bench();
    const landed = test.land({ 'b.txt': 'b\n' });
    const byHand = test.land({ 'b.txt': null });
    const result = await test.undo(landed);
    expect(result).toEqual({ kind: 'unchanged' });
    expect(test.tip()).toBe(byHand);
  });
});
