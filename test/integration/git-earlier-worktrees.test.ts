import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestPool, TestRepository } from '../helpers/repositories.ts';

interface Bench {
  readonly repository: TestRepository;
  readonly pool: TestPool;
  readonly folder: string;
  readonly record: string;
  readonly base: string;
}

/** A worktree as the version before has made it: linked, on the task's branch, with the task noted in its record. */
function linked(taskId: string | null = 'e.1'): Bench {
  const repository = makeRepository({ files: { 'a.txt': 'a\n', '.gitignore': 'cache/\n' } });
  const pool = repository.pool();
  const folder = join(pool.worktreesFolder, 'w1');
  repository.git('worktree', 'add', '--quiet', '-b', 'agent/e.1', folder);
  const record = join(repository.commonDirectory, 'worktrees/w1');
  if (taskId !== null) writeFileSync(join(record, 'switchyard-task'), taskId);
  return { repository, pool, folder, record, base: repository.git('rev-parse', 'HEAD') };
}

describe('a worktree of an earlier version', () => {
  it('is brought over with its work: the task goes on in it, and the repository forgets it', async () => {
    const { repository, pool, folder, record, base } = linked();
    const own = repository.commit('own', { 'own.txt': 'own\n' }, folder);
    repository.write({ 'a.txt': 'work\n', 'new.txt': 'new\n' }, folder);
    repository.gitIn(folder, 'update-index', '--assume-unchanged', 'own.txt');
    repository.write({ 'own.txt': 'hidden\n' }, folder);
    expect(await pool.pool.list()).toEqual(['w1']);
    const { worktree, isNew } = await pool.pool.open('w1', base);
    expect(isNew).toBe(false);
    expect(existsSync(record)).toBe(false);
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1);
    const vault = 'refs/switchyard/vault/e.1/1';
    expect(['a.txt', 'new.txt', 'own.txt'].map((path) => repository.fileAt(vault, path))).toEqual([
      'work\n',
      'new\n',
      'hidden\n',
    ]);
    expect(repository.git('rev-parse', `${vault}^`)).toBe(own);
    expect(await pool.pool.resume(worktree, { taskId: 'e.1' })).toBe(own);
    expect(readFileSync(join(folder, '.git/HEAD'), 'utf8')).toBe('ref: refs/heads/agent/e.1\n');
    expect(repository.gitIn(folder, 'log', '-1', '--format=%s')).toBe('own');
  });

  it('is given to another task without anything of the former one', async () => {
    const { repository, pool, folder } = linked();
    repository.write({ 'a.txt': 'work\n', 'cache/c': 'c\n' }, folder);
    await pool.given('e.2');
    expect(readdirSync(folder).toSorted()).toEqual(['.git', '.gitignore', 'a.txt']);
    expect(repository.fileAt('refs/switchyard/vault/e.1/1', 'a.txt')).toBe('work\n');
    expect(repository.gitIn(folder, 'status', '--porcelain', '--branch')).toBe('## agent/e.2');
  });

  it('lets a task have its branch that another slot of that version has checked out', async () => {
    const { pool } = linked();
    const worktree = await pool.given('e.1', { slot: 'w2' });
    expect(worktree.name).toBe('w2');
  });

  it('is put aside whole where nobody knows whose it is, and one that git locks is no exception', async () => {
    const { repository, pool, folder, record } = linked(null);
    repository.git('worktree', 'lock', '--reason', 'initializing my own thing', folder);
    repository.write({ 'precious.txt': 'p\n' }, folder);
    await pool.given('e.2');
    const aside = readdirSync(pool.worktreesFolder).find((name) => name.startsWith('w1-kept'));
    expect(repository.read(join(aside ?? '', 'precious.txt'), pool.worktreesFolder)).toBe('p\n');
    expect(existsSync(record)).toBe(false);
  });

  it('has lost its HEAD, as after a power loss: its files are kept by its task', async () => {
    const { repository, pool, folder, record } = linked();
    repository.write({ 'work.txt': 'w\n' }, folder);
    await rm(join(record, 'HEAD'));
    await pool.given('e.2');
    expect(repository.fileAt('refs/switchyard/vault/e.1/1', 'work.txt')).toBe('w\n');
  });

  it('is gone with its folder: the commit that its record alone had is kept', async () => {
    const { repository, pool, folder, record } = linked();
    repository.gitIn(folder, 'checkout', '--quiet', '--detach');
    const own = repository.commit('own', { 'own.txt': 'own\n' }, folder);
    await rm(folder, { recursive: true });
    expect(await pool.pool.list()).toEqual([]);
    expect(existsSync(record)).toBe(false);
    expect(repository.git('for-each-ref', '--contains', own, 'refs/switchyard/vault/e.1')).not.toBe(
      '',
    );
  });
});
