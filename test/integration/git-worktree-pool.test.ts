import { existsSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { WorktreePool } from '#main/git/worktree-pool.ts';
import type { SafetyProof, Worktree } from '#main/git/worktree-pool.ts';
import { isInVault, vaultFile } from '../helpers/vault.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

const ignore = { 'a.txt': 'a\n', '.gitignore': 'cache/\n' };

describe('a worktree of the pool', () => {
  it('is made once, reused, and clean on its branch at the base each time', async () => {
    const repository = makeRepository({ files: ignore });
    const { pool, given } = repository.pool();
    const first = repository.git('rev-parse', 'HEAD');
    const worktree = await given('e.1');
    expect(repository.gitIn(worktree.folder, 'status', '--porcelain', '--branch')).toBe(
      '## agent/e.1',
    );
    const second = repository.commitOn('epic/e', { 'b.txt': 'b\n' });
    const again = await pool.open('w1', first);
    expect(again).toMatchObject({ isNew: false, worktree: { folder: worktree.folder } });
    await pool.prepare(again.worktree, { taskId: 'e.2', branch: 'agent/e.2', base: second });
    expect(repository.gitIn(worktree.folder, 'rev-parse', 'HEAD', '--abbrev-ref', 'HEAD')).toBe(
      `${second}\nagent/e.2`,
    );
    expect(repository.read('b.txt', worktree.folder)).toBe('b\n');
    expect(await pool.list()).toEqual(['w1']);
    expect(
      repository.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/switchyard'),
    ).toBe(`refs/switchyard/pins/e.2 ${second}`);
  });

  it('gives all that the former task left to that task’s vault, and keeps none of it, ignored files included', async () => {
    const repository = makeRepository({ files: ignore });
    const { given } = repository.pool();
    const { folder } = await given('e.1');
    repository.write({ 'a.txt': 'changed\n', 'new/x.txt': 'x\n', 'cache/c': 'c\n' }, folder);
    await given('e.2');
    expect(repository.gitIn(folder, 'status', '--porcelain')).toBe('');
    expect(readdirSync(folder).toSorted()).toEqual(['.git', '.gitignore', 'a.txt']);
    expect(vaultFile(repository, 'e.1', 'new/x.txt')).toBe('x\n');
    expect(vaultFile(repository, 'e.1', 'cache/c')).toBe('c\n');
    expect(repository.fileAt('refs/switchyard/vault/e.1/1', 'a.txt')).toBe('changed\n');
    expect(vaultFile(repository, 'e.2', 'a.txt')).toBeNull();
  });

  it('knows the former task also when its agent has left the task’s branch', async () => {
    const repository = makeRepository({ files: ignore });
    const { given } = repository.pool();
    const { folder } = await given('e.1');
    repository.gitIn(folder, 'checkout', '--quiet', '--detach');
    repository.write({ 'left.txt': 'left\n' }, folder);
    await given('e.2');
    expect(vaultFile(repository, 'e.1', 'left.txt')).toBe('left\n');
  });

  it('keeps commits that only a detached HEAD held', async () => {
    const repository = makeRepository();
    const { given } = repository.pool();
    const { folder } = await given('e.1');
    repository.gitIn(folder, 'checkout', '--quiet', '--detach');
    const own = repository.commit('own', { 'own.txt': 'own\n' }, folder);
    await given('e.2');
    expect(isInVault(repository, 'e.1', own)).toBe(true);
  });

  it('keeps what the task’s branch stood at before it is put elsewhere', async () => {
    const repository = makeRepository();
    const own = repository.commitOn('agent/e.1', { 'mine.txt': 'by hand\n' });
    await repository.pool().given('e.1');
    expect(repository.git('for-each-ref', '--contains', own, 'refs/switchyard/vault/e.1')).not.toBe(
      '',
    );
    expect(repository.resolve('agent/e.1')).toBe(repository.resolve('main'));
  });

  it('is free of a half-done rebase, merge or bisection, and of locks', async () => {
    const repository = makeRepository();
    const { given } = repository.pool();
    const { folder, gitDirectory } = await given('e.1');
    repository.gitIn(folder, 'checkout', '--quiet', '-b', 'other');
    const other = repository.commit('other', { 'a.txt': 'other\n' }, folder);
    repository.gitIn(folder, 'checkout', '--quiet', 'agent/e.1');
    const mine = repository.commit('mine', { 'a.txt': 'mine\n' }, folder);
    expect(() => repository.gitIn(folder, 'rebase', 'other')).toThrow();
    for (const lock of ['index.lock', 'HEAD.lock']) writeFileSync(join(gitDirectory, lock), '');
    await given('e.2');
    expect(repository.gitIn(folder, 'status')).toBe(
      'On branch agent/e.2\nnothing to commit, working tree clean',
    );
    expect(existsSync(join(gitDirectory, 'index.lock'))).toBe(false);
    expect([other, mine].map((commit) => isInVault(repository, 'e.1', commit))).toEqual([
      true,
      true,
    ]);
  });

  it('is the attempt’s that it was given to, with a token of its own each time', async () => {
    const { pool, given } = makeRepository().pool();
    const worktree = await given('e.1');
    const first = await pool.holderOf(worktree);
    expect(first).toMatchObject({ attemptId: 'e.1', taskId: 'e.1', isReady: true });
    await given('e.1');
    expect((await pool.holderOf(worktree))?.token).not.toBe(first?.token);
  });

  it('pins what its git borrows, so that no gc can take it away, until it is given back', async () => {
    const repository = makeRepository();
    const base = repository.commitOn('epic/e', { 'b.txt': 'b\n' });
    const { pool, given } = repository.pool();
    const worktree = await given('e.1', { base });
    repository.git('update-ref', '-d', 'refs/heads/epic/e');
    repository.git('update-ref', '-d', 'refs/heads/agent/e.1');
    repository.git('reflog', 'expire', '--expire=now', '--all');
    repository.git('gc', '--quiet', '--prune=now');
    expect(repository.gitIn(worktree.folder, 'show', 'HEAD:b.txt')).toBe('b');
    expect(repository.gitIn(worktree.folder, 'status', '--porcelain')).toBe('');
    await pool.remove(worktree, await pool.proveSafe(worktree, 'e.1'));
    expect(repository.git('for-each-ref', 'refs/switchyard/pins')).toBe('');
  });

  it('is kept as it is, beside, when it has more than the vault takes, and a new one is made', async () => {
    const repository = makeRepository({ files: ignore });
    const { given, worktreesFolder } = repository.pool();
    const { folder } = await given('e.1');
    repository.write({ 'cache/big': 'x'.repeat(11 * 1024 * 1024) }, folder);
    await given('e.2');
    expect(existsSync(join(folder, 'cache'))).toBe(false);
    const aside = readdirSync(worktreesFolder).find((name) => name.startsWith('w1-kept')) ?? '';
    expect(existsSync(join(worktreesFolder, aside, 'cache/big'))).toBe(true);
  });

  it('is not given to a task whose branch somebody else has checked out', async () => {
    const repository = makeRepository();
    const { given } = repository.pool();
    const users = join(repository.folder, 'mine');
    repository.git('worktree', 'add', '--quiet', '-b', 'agent/e.1', users);
    repository.commit('user', { 'u.txt': 'u\n' }, users);
    const before = repository.state(users);
    await expect(given('e.1')).rejects.toMatchObject({
      failure: {
        code: 'branch-checked-out',
        message: expect.stringContaining(realpathSync(users)),
        action: expect.stringContaining('Switch to another branch'),
      },
    });
    expect(repository.state(users)).toEqual(before);
    repository.git('switch', '--quiet', '-c', 'agent/e.2');
    await expect(given('e.2')).rejects.toMatchObject({ failure: { code: 'branch-checked-out' } });
  });

  it('leaves the user’s checkout alone: HEAD, index, files, also unsaved ones', async () => {
    const repository = makeRepository({ files: ignore });
    repository.write({ 'a.txt': 'staged\n' });
    repository.git('add', 'a.txt');
    repository.write({ 'a.txt': 'not staged\n', 'u.txt': 'untracked\n' });
    const before = repository.state();
    const { pool, given } = repository.pool();
    const worktree = await given('e.1');
    repository.write({ 'a.txt': 'agent\n' }, worktree.folder);
    await given('e.2');
    const { worktree: open } = await pool.open('w1', 'HEAD');
    await pool.remove(open, await pool.proveSafe(open, 'e.2'));
    expect(repository.state()).toEqual(before);
    expect(repository.read('a.txt')).toBe('not staged\n');
  });
});

describe('many worktrees', () => {
  it('are made at the same time', async () => {
    const repository = makeRepository();
    const { pool, given } = repository.pool();
    const slots = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'];
    const made = await Promise.all(slots.map((slot) => given(`e.${slot}`, { slot })));
    expect(new Set(made.map(({ gitDirectory }) => gitDirectory)).size).toBe(6);
    expect((await pool.list()).toSorted()).toEqual(slots);
    for (const { folder, name } of made) {
      expect(repository.gitIn(folder, 'status', '--porcelain', '--branch')).toBe(
        `## agent/e.${name}`,
      );
    }
  });

  it('of others are neither listed nor forgotten, even when their folder is away', async () => {
    const repository = makeRepository();
    const { pool, given, worktreesFolder } = repository.pool();
    await given('e.1');
    const [near, away] = [join(repository.folder, 'near'), join(repository.folder, 'away')];
    repository.git('worktree', 'add', '--quiet', '-b', 'near', near);
    repository.git('worktree', 'add', '--quiet', '-b', 'away', away);
    repository.git('worktree', 'add', '--quiet', '--detach', join(worktreesFolder, 'w1/inside'));
    await rm(away, { recursive: true });
    expect(await pool.list()).toEqual(['w1']);
    const known = repository.git('worktree', 'list', '--porcelain');
    expect(known).toContain('refs/heads/near');
    expect(known).toContain('refs/heads/away');
  });

  it('lie in a folder that is reached through a symbolic link', async () => {
    const repository = makeRepository();
    const { worktreesFolder, treesFolder } = repository.pool();
    const link = join(repository.folder, 'link');
    symlinkSync(worktreesFolder, link);
    const { client: git } = repository;
    const shared = { mutex: new KeyedMutex(), ids: randomIdSource() };
    const pool = new WorktreePool({ git, worktreesFolder: link, treesFolder, ...shared });
    const { worktree } = await pool.open('w1', 'HEAD');
    expect(worktree.folder).toBe(join(realpathSync(worktreesFolder), 'w1'));
    expect((await pool.open('w1', 'HEAD')).isNew).toBe(false);
    expect(await pool.list()).toEqual(['w1']);
  });
});

describe('removing a worktree', () => {
  async function dirty(): Promise<{
    repository: TestRepository;
    pool: WorktreePool;
    worktree: Worktree;
  }> {
    const repository = makeRepository();
    const { pool, given } = repository.pool();
    const worktree = await given('e.1');
    repository.write({ 'work.txt': 'work\n' }, worktree.folder);
    return { repository, pool, worktree };
  }

  it('takes a proof: nothing else fits the type, and its content is in the vault', async () => {
    const { repository, pool, worktree } = await dirty();
    const proof = await pool.proveSafe(worktree, 'e.1');
    // @ts-expect-error -- a look-alike is no proof
    const forged: SafetyProof = { worktree: 'w1', keptIn: 'x', isFor: () => true };
    expect(forged).toBeDefined();
    await pool.remove(worktree, proof);
    expect(existsSync(worktree.folder)).toBe(false);
    expect(await pool.list()).toEqual([]);
    expect(vaultFile(repository, 'e.1', 'work.txt')).toBe('work\n');
  });

  it('does not take the proof of another worktree', async () => {
    const { repository, pool, worktree } = await dirty();
    const other = await repository.pool().given('e.2', { slot: 'w2' });
    const proof = await pool.proveSafe(other, 'e.2');
    await expect(pool.remove(worktree, proof)).rejects.toThrow('another worktree');
    expect(repository.read('work.txt', worktree.folder)).toBe('work\n');
  });

  it.each([
    ['with a commit', true],
    ['without a commit', false],
  ])('has no proof while a repository %s lies inside', async (_what, hasCommit) => {
    const { repository, pool, worktree } = await dirty();
    const inner = join(worktree.folder, 'inner');
    repository.write({ 'x.txt': 'x\n' }, inner);
    repository.gitIn(inner, 'init', '--quiet');
    if (hasCommit) repository.commit('inner', {}, inner);
    await expect(pool.proveSafe(worktree, 'e.1')).rejects.toMatchObject({
      failure: { code: 'embedded-repository', message: expect.stringContaining(inner) },
    });
    expect(repository.read('x.txt', inner)).toBe('x\n');
  });

  it('is proved with files of a submodule in the vault, and nothing of it stays for the next task', async () => {
    const repository = makeRepository();
    const other = join(repository.folder, 'other');
    const trusting = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet'];
    repository.git('clone', '--quiet', '.', other);
    repository.git(...trusting, 'add', other, 'sub module');
    repository.commit('submodule');
    const { pool, given } = repository.pool();
    const worktree = await given('e.1');
    expect(repository.gitIn(worktree.folder, 'status', '--porcelain')).toBe('');
    repository.gitIn(worktree.folder, ...trusting, 'update', '--init');
    await pool.proveSafe(worktree, 'e.1');
    expect(repository.git('for-each-ref', 'refs/switchyard/vault')).toBe('');
    repository.write({ 'sub module/a.txt': 'mine\n' }, worktree.folder);
    await pool.proveSafe(worktree, 'e.1');
    expect(vaultFile(repository, 'e.1', 'a.txt')).toBe('mine\n');
    await given('e.2');
    expect(readdirSync(join(worktree.folder, 'sub module'))).toEqual([]);
    expect(repository.gitIn(worktree.folder, 'status', '--porcelain')).toBe('');
  });
});
