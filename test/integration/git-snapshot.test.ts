import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
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
    snapshot: (more) =>
      takeSnapshot(
        {
          taskId,
          parent: base,
          message: 'work\n',
          number: 1,
          moveBranch: true,
          keepsHistory: true,
          ...more,
        },
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
    const { worktree, write, agent, git, snapshot } = await bench();
    write({ 'a.txt': 'staged\n' }, worktree.folder);
    agent('add', 'a.txt');
    write({ 'a.txt': 'not staged\n', 'b.txt': 'new\n' }, worktree.folder);
    const bytes = (): Buffer[] =>
      ['HEAD', 'index'].map((name) => readFileSync(join(worktree.gitDirectory, name)));
    const before = bytes();
    const { commit } = await snapshot({ moveBranch: false });
    expect(bytes()).toEqual(before);
    expect(git('show', `${commit}:a.txt`)).toBe('not staged');
    expect(agent('diff', '--cached', '--name-only')).toBe('a.txt');
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

  it('works without an index, with one that is damaged, and after its objects were pruned', async () => {
    const { worktree, write, git, snapshot, fileAt } = await bench();
    write({ 'a.txt': 'new\n' }, worktree.folder);
    execFileSync('rm', [worktree.indexFile]);
    const first = await snapshot();
    expect(fileAt(first.commit, 'a.txt')).toBe('new\n');
    writeFileSync(worktree.indexFile, 'no index');
    write({ 'b.txt': 'b\n' }, worktree.folder);
    const second = await snapshot({ number: 2 });
    expect(git('diff', '--name-status', first.commit, second.commit)).toBe('A\tb.txt');
    write({ 'c.txt': 'pruned\n' }, worktree.folder);
    await worktree.git.run(['update-index', '--add', 'c.txt']);
    git('prune', '--expire=now');
    const third = await snapshot({ number: 3 });
    expect(fileAt(third.commit, 'c.txt')).toBe('pruned\n');
  });

  it('does not take for deleted what the agent has only had its git leave out of the folder', async () => {
    const files = { 'big/b.txt': 'b\n', 'small/s.txt': 's\n', 'gone.txt': 'g\n', 'small/x': 'x\n' };
    const { worktree, write, agent, git, snapshot, base } = await bench({ files });
    agent('sparse-checkout', 'set', 'small');
    write({ 'small/new.txt': 'n\n', 'small/x': null }, worktree.folder);
    const { commit } = await snapshot();
    expect(git('diff', '--name-status', base, commit)).toBe('A\tsmall/new.txt\nD\tsmall/x');
  });

  it('lists what git refuses, and keeps all else', async () => {
    const files = { 'a.txt': 'a\n', '.gitattributes': '*.bad filter=broken\n' };
    const { worktree, write, git, snapshot, fileAt } = await bench({ files });
    git('config', 'filter.broken.clean', 'false');
    git('config', 'filter.broken.required', 'true');
    write({ 'x.bad': 'x\n', 'y.txt': 'y\n' }, worktree.folder);
    const { commit, left } = await snapshot();
    expect(left).toMatchObject([{ path: 'x.bad', reason: 'refused' }]);
    expect([fileAt(commit, 'x.bad'), fileAt(commit, 'y.txt')]).toEqual([null, 'y\n']);
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
    expect(await snapshot()).toEqual({ ...first, isDirect: false });
    expect(git('for-each-ref', 'refs/switchyard/vault').split('\n')).toHaveLength(1);
  });
});

describe('an agent that uses git itself', () => {
  it('commits on its branch: its commits become ancestors', async () => {
    const { worktree, write, agentCommit, git, fileAt, snapshot, base } = await bench();
    const own = agentCommit('my own', { 'b.txt': 'b\n' });
    write({ 'c.txt': 'c\n' }, worktree.folder);
    const { commit, base: standsOn } = await snapshot();
    expect(git('rev-parse', `${branch}^`)).toBe(own);
    expect(standsOn).toBe(base);
    expect([fileAt(commit, 'b.txt'), fileAt(commit, 'c.txt')]).toEqual(['b\n', 'c\n']);
  });

  it('commits all there is: the snapshot adds nothing but its name', async () => {
    const { agentCommit, git, snapshot } = await bench();
    const own = agentCommit('my own', { 'b.txt': 'b\n' });
    const { commit, vaultRef } = await snapshot();
    expect(git('rev-parse', `${commit}^`, vaultRef, branch)).toBe(`${own}\n${commit}\n${commit}`);
    expect(git('diff', '--name-only', own, commit)).toBe('');
  });

  it('makes no branch of the person’s by switching to one of its own and committing there', async () => {
    const { agent, agentCommit, git, snapshot, resolve } = await bench();
    agent('switch', '--quiet', '-c', 'my-feature');
    const own = agentCommit('feature', { 'b.txt': 'b\n' });
    const { commit } = await snapshot();
    expect(git('rev-parse', branch, `${branch}^`)).toBe(`${commit}\n${own}`);
    expect(resolve('my-feature')).toBeNull();
  });

  it('commits, then leaves for its base: the commits it left behind are kept as well', async () => {
    const { agent, agentCommit, base, git, snapshot, worktree, write } = await bench();
    const left = agentCommit('left behind', { 'b.txt': 'b\n' });
    agent('checkout', '--quiet', '--detach', base);
    write({ 'c.txt': 'c\n' }, worktree.folder);
    const { commit } = await snapshot();
    expect(git('for-each-ref', '--contains', left, 'refs/switchyard/vault')).not.toBe('');
    expect(git('ls-tree', '--name-only', commit).split('\n')).toEqual(['a.txt', 'c.txt']);
  });

  it('puts work on the stash, several times: all of it is kept', async () => {
    const { agent, git, snapshot, worktree, write } = await bench();
    for (const content of ['one\n', 'two\n']) {
      write({ 'a.txt': content }, worktree.folder);
      agent('stash', '--quiet');
    }
    const blobs = ['one\n', 'two\n'].map((content) => {
      write({ 'a.txt': content }, worktree.folder);
      return git('hash-object', join(worktree.folder, 'a.txt'));
    });
    write({ 'a.txt': 'a\n' }, worktree.folder);
    await snapshot();
    const kept = git('rev-list', '--objects', '--glob=refs/switchyard/vault');
    expect(blobs.map((blob) => kept.includes(blob))).toEqual([true, true]);
  });

  it('goes back to an older commit, with work on it: the work is taken from there', async () => {
    const repository = makeRepository({ files: { 'a.txt': 'a\n' } });
    const older = repository.git('rev-parse', 'HEAD');
    const base = repository.commitOn('epic/e', { 'landed.txt': 'l\n' });
    const { pool, given } = repository.pool();
    const worktree = await given(taskId, { base });
    const agent = (...args: readonly string[]) => repository.gitIn(worktree.folder, ...args);
    agent('checkout', '--quiet', '-b', 'feature', older);
    const own = repository.commit('own', { 'b.txt': 'b\n' }, worktree.folder);
    const snapshot = await takeSnapshot(
      { taskId, parent: base, message: 'w\n', number: 1, moveBranch: true, keepsHistory: true },
      pool.snapshotDependencies(worktree),
    );
    expect(snapshot.base).toBe(older);
    expect(repository.git('rev-parse', `${snapshot.commit}^@`)).toBe(own);
    expect(repository.git('diff', '--name-status', snapshot.base, snapshot.commit)).toBe(
      'A\tb.txt',
    );
  });

  it('goes to a newer commit of others: what they did is not its work', async () => {
    const repository = makeRepository({ files: { 'a.txt': 'a\n' } });
    const base = repository.commitOn('epic/e', { 'landed.txt': 'l\n' });
    const newer = repository.commit('newer', { 'newer.txt': 'n\n' });
    const { pool } = repository.pool();
    const { worktree } = await pool.open('w1', base);
    await pool.prepare(worktree, { taskId, branch: `agent/${taskId}`, base, branches: ['main'] });
    repository.gitIn(worktree.folder, 'checkout', '--quiet', 'main');
    repository.write({ 'b.txt': 'b\n' }, worktree.folder);
    const snapshot = await takeSnapshot(
      { taskId, parent: base, message: 'w\n', number: 1, moveBranch: true, keepsHistory: true },
      pool.snapshotDependencies(worktree),
    );
    expect(snapshot.base).toBe(newer);
    expect(repository.git('diff', '--name-status', newer, snapshot.commit)).toBe('A\tb.txt');
  });

  it('starts a history of its own: its files stand on what it was given', async () => {
    const { agent, git, snapshot, worktree, write, base, agentCommit } = await bench();
    agent('checkout', '--quiet', '--orphan', 'island');
    write({ 'b.txt': 'b\n' }, worktree.folder);
    const own = agentCommit('island', {});
    const { commit, base: standsOn } = await snapshot();
    expect(git('ls-tree', '--name-only', commit)).toBe('a.txt\nb.txt');
    expect(standsOn).toBe(base);
    expect(git('rev-parse', `${commit}^`)).toBe(own);
  });

  it('claims a commit that it has not: the files are kept all the same', async () => {
    const { base, git, snapshot, worktree, write } = await bench();
    write({ 'b.txt': 'b\n' }, worktree.folder);
    writeFileSync(join(worktree.gitDirectory, 'HEAD'), `${'1'.repeat(40)}\n`);
    const { commit, base: standsOn } = await snapshot();
    expect([standsOn, git('rev-parse', `${commit}^`)]).toEqual([base, base]);
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
    const { agent, agentCommit, fileAt, snapshot } = await bench();
    agent('checkout', '--quiet', '-b', 'other');
    agentCommit('other', { 'a.txt': 'other\n' });
    agent('checkout', '--quiet', branch.slice('refs/heads/'.length));
    agentCommit('mine', { 'a.txt': 'mine\n' });
    expect(() => agent('merge', 'other')).toThrow();
    expect(fileAt((await snapshot()).commit, 'a.txt')).toContain('<<<<<<<');
  });

  it('has its branch moved by the person while it works: nothing is overwritten', async () => {
    const { commitOn, base, git, snapshot, worktree, write } = await bench();
    const own = commitOn('agent/e.1', { 'b.txt': 'b\n' });
    write({ 'c.txt': 'c\n' }, worktree.folder);
    await snapshot({ parent: base, moveBranch: false });
    expect(git('rev-parse', branch, `${refNames.vault(taskId, 1)}^`)).toBe(`${own}\n${own}`);
  });
});

describe('a repository inside the worktree', () => {
  it.each([true, false])(
    'is named, with or without a commit, and all else is kept',
    async (hasCommit) => {
      const { gitIn, commit, fileAt, snapshot, worktree, write } = await bench();
      const inner = join(worktree.folder, 'vendor/inner');
      write({ 'x.txt': 'x\n' }, inner);
      gitIn(inner, 'init', '--quiet');
      if (hasCommit) commit('inner', {}, inner);
      write({ 'z.txt': 'z\n' }, worktree.folder);
      const kept = await snapshot();
      expect(kept.left).toEqual([{ path: 'vendor/inner', reason: 'repository', words: null }]);
      expect(fileAt(kept.commit, 'z.txt')).toBe('z\n');
    },
  );
});
