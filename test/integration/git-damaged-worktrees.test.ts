import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository } from '../helpers/repositories.ts';
import { isInVault, vaultFile } from '../helpers/vault.ts';

const ignore = { 'a.txt': 'a\n', '.gitignore': 'cache/\n' };

describe('a worktree that is not as it should be', () => {
  it('was deleted by hand: it is made again', async () => {
    const repository = makeRepository();
    const { pool, given } = repository.pool();
    const { folder } = await given('e.1');
    await rm(folder, { recursive: true });
    expect(await pool.list()).toEqual([]);
    expect((await pool.gone()).map(({ name }) => name)).toEqual(['w1']);
    const again = await pool.open('w1', 'HEAD');
    expect(again.isNew).toBe(true);
    expect(repository.gitIn(folder, 'status', '--porcelain')).toBe('');
  });

  it.each([
    ['is gone', (link: string) => rm(link, { recursive: true })],
    ['is no git directory', (link: string) => replaced(link, 'nonsense')],
    ['points nowhere', (link: string) => replaced(link, 'gitdir: /nowhere\n')],
  ])('has a .git that %s: nothing is lost', async (_what, damage) => {
    const repository = makeRepository();
    const { pool, given } = repository.pool();
    const { folder } = await given('e.1');
    repository.write({ 'work.txt': 'work\n' }, folder);
    await damage(join(folder, '.git'));
    const { worktree, isNew } = await pool.open('w1', 'HEAD');
    expect(isNew).toBe(false);
    expect(await pool.resume(worktree, { taskId: 'e.1' })).toBe(repository.resolve('main'));
    expect(repository.gitIn(folder, 'status', '--porcelain', '--branch')).toBe(
      '## agent/e.1\n?? work.txt',
    );
    await given('e.2');
    expect(vaultFile(repository, 'e.1', 'work.txt')).toBe('work\n');
  });

  async function replaced(link: string, text: string): Promise<void> {
    await rm(link, { recursive: true });
    writeFileSync(link, text);
  }

  it('points at the user’s own git folder: that is not followed', async () => {
    const repository = makeRepository();
    const { given } = repository.pool();
    const { folder } = await given('e.1');
    const before = repository.state();
    await replaced(join(folder, '.git'), `gitdir: ${repository.commonDirectory}\n`);
    await given('e.2');
    expect(repository.state()).toEqual(before);
    expect(repository.gitIn(folder, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('agent/e.2');
  });

  it('was made a repository of its own: its files and its commits are kept', async () => {
    const repository = makeRepository();
    const { given } = repository.pool();
    const { folder } = await given('e.1');
    await rm(join(folder, '.git'), { recursive: true });
    repository.gitIn(folder, 'init', '--quiet');
    const own = repository.commit('own', { 'own.txt': 'own\n' }, folder);
    await given('e.2');
    expect(vaultFile(repository, 'e.1', 'own.txt')).toBe('own\n');
    expect(isInVault(repository, 'e.1', own)).toBe(true);
  });

  it('is a folder that git knows nothing of: it is put aside whole', async () => {
    const repository = makeRepository();
    const { given, worktreesFolder } = repository.pool();
    repository.write({ 'w1/precious.txt': 'mine\n' }, worktreesFolder);
    await given('e.1');
    const aside = readdirSync(worktreesFolder).find((name) => name.startsWith('w1-kept'));
    expect(repository.read(join(aside ?? '', 'precious.txt'), worktreesFolder)).toBe('mine\n');
  });

  it('was left half made by a kill: it is made whole, and nothing of it is taken for work', async () => {
    const repository = makeRepository({ files: { ...ignore, 'b.txt': 'b\n' } });
    const { pool } = repository.pool();
    const { worktree } = await pool.open('w1', 'HEAD');
    await rm(join(worktree.folder, 'a.txt'));
    await rm(join(worktree.folder, '.git'), { recursive: true });
    await rm(worktree.indexFile);
    await rm(join(worktree.notes, 'kept.json'));
    writeFileSync(`${worktree.indexFile}.lock`, '');
    const again = repository.pool();
    await again.given('e.1');
    expect(repository.gitIn(worktree.folder, 'status', '--porcelain')).toBe('');
    expect(readFileSync(join(worktree.folder, 'a.txt'), 'utf8')).toBe('a\n');
    expect(repository.git('for-each-ref', 'refs/switchyard/vault')).toBe('');
  });

  it('has lost its index: nothing is taken for deleted', async () => {
    const repository = makeRepository({ files: ignore });
    const { given } = repository.pool();
    const { folder, indexFile } = await given('e.1');
    repository.write({ 'work.txt': 'work\n' }, folder);
    await rm(indexFile);
    await given('e.2');
    expect(vaultFile(repository, 'e.1', 'work.txt')).toBe('work\n');
    expect(vaultFile(repository, 'e.1', 'a.txt')).toBe('a\n');
    expect(repository.gitIn(folder, 'status', '--porcelain')).toBe('');
  });
});
