import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { GitError } from '#main/git/git-error.ts';
import { refNames } from '#main/git/refs.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { Snapshot, SnapshotRequest } from '#main/git/snapshot.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestPool, TestRepository } from '../helpers/repositories.ts';

const taskId = 'e.1';
const branch = refNames.taskBranch(taskId);

interface Bench extends TestRepository {
  readonly worktree: Worktree;
  readonly base: string;
  readonly temporaryFolder: string;
  readonly snapshot: (more?: Partial<SnapshotRequest>) => Promise<Snapshot>;
  /** Raw git in the worktree, as an agent would use it. */
  readonly agent: (...args: readonly string[]) => string;
  readonly agentCommit: (message: string, files: Readonly<Record<string, string>>) => string;
}

async function bench(options: RepositoryOptions = {}): Promise<Bench> {
  const repository = makeRepository(options);
  const pool: TestPool = repository.pool();
  const worktree = await pool.given(taskId);
  const base = repository.git('rev-parse', 'HEAD');
  return {
    ...repository,
    worktree,
    base,
    temporaryFolder: pool.temporaryFolder,
    snapshot: (more) =>
      takeSnapshot(
        { taskId, parent: base, message: 'work\n', number: 1, moveBranch: true, ...more },
        pool.pool.snapshotDependencies(worktree),
      ),
    agent: (...args) => repository.gitIn(worktree.folder, ...args),
    agentCommit: (message, files) => repository.commit(message, files, worktree.folder),
  };
}

describe('a snapshot', () => {
  it('holds all that is not ignored: changed, new, deleted, modes, links, binaries, odd names', async () => {
    const files = {
      'changed.txt': 'old\n',
      'gone.txt': 'x\n',
      'run.sh': '#!/bin/sh\n',
      '.gitignore': 'ignored*\n',
    };
    const { worktree, write, git, snapshot, fileAt } = await bench({ files });
    const { folder } = worktree;
    const binary = Uint8Array.from({ length: 1000 }, (_value, index) => index % 256);
    write(
      { 'changed.txt': 'new\n', 'gone.txt': null, 'new/file.txt': 'new\n', 'b.bin': binary },
      folder,
    );
    write(
      { 'with space.txt': '1\n', 'with\nbreak.txt': '2\n', 'ünïcode.txt': '3\n', '-dash': '4\n' },
      folder,
    );
    write({ ':(top)magic': '5\n', 'ignored.txt': 'secret\n', 'empty.txt': '' }, folder);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/latin-`), Buffer.from([0xe9])]), '6\n');
    chmodSync(join(folder, 'run.sh'), 0o755);
    symlinkSync('changed.txt', join(folder, 'link'));
    symlinkSync('/nowhere/at all', join(folder, 'dangling'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { commit, vaultRef } = await snapshot();
    const listing = execFileSync('git', ['ls-tree', '-r', '-z', commit], { cwd: folder });
    const names = listing
      .toString('latin1')
      .split('\0')
      .map((line) => line.split('\t')[1]);
    const latin = (name: string): string => Buffer.from(name).toString('latin1');
    const plain = '-dash .gitignore :(top)magic b.bin changed.txt dangling empty.txt link';
    const odd = ['with\nbreak.txt', 'with space.txt', 'latin-\u00e9', latin('ünïcode.txt')];
    const expected = [...plain.split(' '), 'new/file.txt', 'run.sh', ...odd];
    expect(names.filter((name) => name !== undefined).toSorted()).toEqual(expected.toSorted());
    expect(git('ls-tree', commit, 'run.sh', 'link')).toMatch(
      /^120000 .*\tlink\n100755 .*\trun\.sh$/,
    );
    expect(fileAt(commit, 'changed.txt')).toBe('new\n');
    expect(fileAt(commit, 'link')).toBe('changed.txt');
    expect(execFileSync('git', ['cat-file', 'blob', `${commit}:b.bin`], { cwd: folder })).toEqual(
      Buffer.from(binary),
    );
    expect(vaultRef).toBe('refs/switchyard/vault/e.1/1');
    expect(git('rev-parse', vaultRef, branch)).toBe(`${commit}\n${commit}`);
  });

  it('leaves the index and HEAD of the worktree as they were, byte for byte', async () => {
    const { worktree, write, agent, snapshot, temporaryFolder } = await bench();
    write({ 'a.txt': 'staged\n' }, worktree.folder);
    agent('add', 'a.txt');
    write({ 'a.txt': 'not staged\n', 'b.txt': 'new\n' }, worktree.folder);
    const bytes = (): Buffer[] =>
      ['HEAD', 'index'].map((name) => readFileSync(join(worktree.gitDirectory, name)));
    const before = bytes();
    const { commit } = await snapshot({ moveBranch: false });
    expect(bytes()).toEqual(before);
    expect(agent('show', `${commit}:a.txt`)).toBe('not staged');
    expect(agent('diff', '--cached', '--name-only')).toBe('a.txt');
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  it('sees a change of the same length in the second the file was checked out', async () => {
    for (let tries = 0; tries < 3; tries += 1) {
      const { worktree, write, snapshot, fileAt } = await bench({ files: { 'a.txt': 'one\n' } });
      write({ 'a.txt': 'two\n' }, worktree.folder);
      // Only after the second has passed would the copy of the index look older than the file.
      await delay(1_050);
      const { commit } = await snapshot();
      expect(fileAt(commit, 'a.txt')).toBe('two\n');
    }
  });

  it('works without an index, and while another process holds its lock', async () => {
    const { worktree, write, agent, snapshot, fileAt } = await bench();
    write({ 'a.txt': 'new\n', 'index.lock': 'no lock\n' }, worktree.folder);
    const lock = join(worktree.gitDirectory, 'index.lock');
    writeFileSync(lock, '');
    const first = await snapshot();
    expect(fileAt(first.commit, 'a.txt')).toBe('new\n');
    expect(existsSync(lock)).toBe(true);
    agent('update-ref', branch, first.commit);
    write({ 'b.txt': 'b\n' }, worktree.folder);
    execFileSync('rm', [join(worktree.gitDirectory, 'index')]);
    const second = await snapshot({ number: 2 });
    expect(agent('diff', '--name-status', first.commit, second.commit)).toBe('A\tb.txt');
  });

  it('takes its temporary index away also when git fails', async () => {
    const files = { 'a.txt': 'a\n', '.gitattributes': '*.bad filter=broken\n' };
    const { worktree, write, git, snapshot, temporaryFolder } = await bench({ files });
    git('config', 'filter.broken.clean', 'false');
    git('config', 'filter.broken.required', 'true');
    write({ 'x.bad': 'x\n' }, worktree.folder);
    await expect(snapshot()).rejects.toThrow(GitError);
    expect(readdirSync(temporaryFolder)).toEqual([]);
    expect(git('for-each-ref', 'refs/switchyard')).toBe('');
  });

  it('says that the disk is full or read-only when its temporary index cannot be written', async () => {
    const { temporaryFolder, snapshot } = await bench();
    execFileSync('rmdir', [temporaryFolder]);
    writeFileSync(temporaryFolder, 'a file in place of the folder');
    await expect(snapshot()).rejects.toMatchObject({ failure: { code: 'write-failed' } });
  });
});

describe('snapshots of one task', () => {
  it('are numbered, and the same content is stored once', async () => {
    const { worktree, write, git, snapshot } = await bench();
    write({ 'a.txt': '1\n' }, worktree.folder);
    const first = await snapshot();
    const again = { ...first, isDirect: false };
    expect(await snapshot()).toEqual(again);
    expect(await snapshot({ number: 2, moveBranch: false })).toEqual(again);
    write({ 'a.txt': '2\n' }, worktree.folder);
    const second = await snapshot({ number: 2 });
    expect(second.vaultRef).toBe(refNames.vault(taskId, 2));
    write({ 'a.txt': '3\n' }, worktree.folder);
    const third = await snapshot({ number: 1 });
    expect(third.vaultRef).toBe(refNames.vault(taskId, 3));
    expect(git('rev-parse', `${branch}^^^`)).toBe(git('rev-parse', 'HEAD'));
    expect(git('for-each-ref', '--format=%(refname)', 'refs/switchyard/vault').split('\n')).toEqual(
      [1, 2, 3].map((number) => refNames.vault(taskId, number)),
    );
  });

  it('count on after the tenth, and past refs that are no snapshots', async () => {
    const { worktree, write, git, base, snapshot } = await bench();
    for (const name of ['9', '10', 'note'])
      git('update-ref', refNames.vaultPrefix(taskId) + name, base);
    write({ 'a.txt': 'work\n' }, worktree.folder);
    expect((await snapshot({ number: 9 })).vaultRef).toBe(refNames.vault(taskId, 11));
  });

  it('are repeated without a trace when the first try was cut off after the refs moved', async () => {
    const { worktree, write, agent, git, snapshot } = await bench();
    agent('checkout', '--quiet', '--detach');
    write({ 'a.txt': 'work\n' }, worktree.folder);
    const first = await snapshot();
    expect(await snapshot()).toEqual(first);
    expect(git('for-each-ref', 'refs/switchyard').split('\n')).toHaveLength(1);
  });
});

describe('an agent that uses git itself', () => {
  it('commits on its branch: its commits become ancestors', async () => {
    const { worktree, write, agentCommit, git, fileAt, snapshot } = await bench();
    const own = agentCommit('my own', { 'b.txt': 'b\n' });
    write({ 'c.txt': 'c\n' }, worktree.folder);
    const { commit } = await snapshot();
    expect(git('rev-parse', `${branch}^`)).toBe(own);
    expect([fileAt(commit, 'b.txt'), fileAt(commit, 'c.txt')]).toEqual(['b\n', 'c\n']);
  });

  it('commits all there is: the snapshot adds nothing but its name', async () => {
    const { agentCommit, git, snapshot } = await bench();
    const own = agentCommit('my own', { 'b.txt': 'b\n' });
    const { commit, vaultRef } = await snapshot();
    expect(git('rev-parse', `${commit}^`, vaultRef, branch)).toBe(`${own}\n${commit}\n${commit}`);
    expect(git('diff', '--name-only', own, commit)).toBe('');
  });

  it('switches to a branch of its own and commits there', async () => {
    const { agent, agentCommit, git, snapshot } = await bench();
    agent('switch', '--quiet', '-c', 'my-feature');
    const own = agentCommit('feature', { 'b.txt': 'b\n' });
    const { commit } = await snapshot();
    expect(git('rev-parse', branch, `${branch}^`)).toBe(`${commit}\n${own}`);
    expect(git('rev-parse', 'my-feature')).toBe(own);
  });

  it('commits, then leaves for its base: the commits it left behind are kept as well', async () => {
    const { agent, agentCommit, base, git, snapshot, worktree, write } = await bench();
    const left = agentCommit('left behind', { 'b.txt': 'b\n' });
    agent('checkout', '--quiet', '--detach', base);
    write({ 'c.txt': 'c\n' }, worktree.folder);
    const { commit } = await snapshot();
    expect(git('merge-base', '--is-ancestor', left, commit)).toBe('');
    expect(git('ls-tree', '--name-only', commit).split('\n')).toEqual(['a.txt', 'c.txt']);
  });

  it('commits on its branch and, detached, beside it: both are kept', async () => {
    const { agent, agentCommit, base, git, snapshot } = await bench();
    const one = agentCommit('one', { 'b.txt': 'b\n' });
    agent('checkout', '--quiet', '--detach', base);
    const two = agentCommit('two', { 'c.txt': 'c\n' });
    const { commit } = await snapshot({ moveBranch: false });
    expect(git('rev-parse', branch)).toBe(one);
    expect(git('rev-parse', `${commit}^1`, `${commit}^2`)).toBe(`${two}\n${one}`);
  });

  it('starts a history of its own', async () => {
    const { agent, git, snapshot, worktree, write } = await bench();
    agent('checkout', '--quiet', '--orphan', 'island');
    write({ 'b.txt': 'b\n' }, worktree.folder);
    const { commit } = await snapshot();
    expect(git('ls-tree', '--name-only', commit)).toBe('a.txt\nb.txt');
  });

  it('stages one thing and leaves another in the file', async () => {
    const { agent, fileAt, snapshot, worktree, write } = await bench();
    write({ 'a.txt': 'staged\n' }, worktree.folder);
    agent('add', 'a.txt');
    write({ 'a.txt': 'final\n' }, worktree.folder);
    agent('rm', '--quiet', '--force', '--cached', 'a.txt');
    expect(fileAt((await snapshot()).commit, 'a.txt')).toBe('final\n');
  });

  it('is in the middle of a conflict: the files are kept as they lie there', async () => {
    const { agent, agentCommit, commitOn, base, fileAt, snapshot } = await bench();
    commitOn('other', { 'a.txt': 'other\n' }, base);
    agentCommit('mine', { 'a.txt': 'mine\n' });
    expect(() => agent('merge', 'other')).toThrow();
    expect(fileAt((await snapshot()).commit, 'a.txt')).toContain('<<<<<<<');
  });

  it('makes the branch move while the snapshot is taken: nothing is overwritten', async () => {
    const { agentCommit, base, git, snapshot, worktree, write } = await bench();
    const own = agentCommit('raced', { 'b.txt': 'b\n' });
    write({ 'c.txt': 'c\n' }, worktree.folder);
    await snapshot({ parent: base, moveBranch: false });
    expect(git('rev-parse', branch, `${refNames.vault(taskId, 1)}^`)).toBe(`${own}\n${own}`);
  });
});

describe('a repository inside the worktree', () => {
  it('is shown as a gitlink when it has a commit', async () => {
    const { agent, gitIn, commit, snapshot, worktree } = await bench();
    const inner = join(worktree.folder, 'vendor/inner');
    mkdirSync(inner, { recursive: true });
    gitIn(inner, 'init', '--quiet');
    commit('inner', { 'x.txt': 'x\n' }, inner);
    expect(agent('ls-tree', '-r', (await snapshot()).commit)).toMatch(
      /^160000 .*\tvendor\/inner$/m,
    );
  });

  it('is shown as a gitlink without a commit too, and all else is kept', async () => {
    const { agent, gitIn, fileAt, snapshot, worktree, write, temporaryFolder } = await bench();
    write({ 'one/x.txt': 'x\n', 'deep/two/y.txt': 'y\n', 'z.txt': 'z\n' }, worktree.folder);
    for (const name of ['one', 'deep/two']) gitIn(join(worktree.folder, name), 'init', '--quiet');
    const { commit } = await snapshot();
    const links = agent('ls-tree', '-r', commit)
      .split('\n')
      .filter((line) => line.startsWith('160000'));
    expect(links.map((line) => line.split('\t')[1])).toEqual(['deep/two', 'one']);
    expect(fileAt(commit, 'z.txt')).toBe('z\n');
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });
});
