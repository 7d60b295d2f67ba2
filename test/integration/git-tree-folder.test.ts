import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BorrowedRepository } from '#main/git/worktrees/borrowed-repository.ts';
import { safeAdd } from '#main/git/worktrees/safe-add.ts';
import { makeTree, resetTree, switchTree } from '#main/git/worktrees/tree-folder.ts';
import type { TreeFolder } from '#main/git/worktrees/tree-folder.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestRepository } from '../helpers/repositories.ts';

interface Bench extends TestRepository {
  readonly tree: TreeFolder;
  /** Raw git in the folder, as an agent would use it. */
  readonly agent: (...args: readonly string[]) => string;
}

async function bench(options: RepositoryOptions = {}): Promise<Bench> {
  const repository = makeRepository(options);
  const place = {
    git: repository.client,
    borrowed: new BorrowedRepository(repository.client, repository.commonDirectory),
    treesFolder: join(repository.folder, 'trees'),
  };
  const tree = await makeTree(place, 'w1', join(repository.folder, 'worktrees/w1'));
  await resetTree(tree, repository.git('rev-parse', 'HEAD'), {
    branch: 'refs/heads/agent/e.1',
    branches: ['main'],
  });
  return { ...repository, tree, agent: (...args) => repository.gitIn(tree.folder, ...args) };
}

async function written({ tree }: Bench): Promise<string> {
  return tree.git.text(['write-tree']);
}

const files = { 'a.txt': 'a\n', 'src/b.txt': 'b\n', '.gitignore': 'cache/\n' };

describe('a folder of files', () => {
  it('shows a commit to the git of whoever works in it: status, log, blame, describe, base branch', async () => {
    const { agent, git, root } = await bench({ files });
    expect(agent('status', '--porcelain', '--branch')).toBe('## agent/e.1');
    expect(agent('rev-parse', 'HEAD', 'main')).toBe(git('rev-parse', 'HEAD', 'HEAD'));
    expect(agent('blame', '-s', 'a.txt')).toContain('a');
    expect(agent('rev-parse', '--show-toplevel')).not.toBe(root);
    expect(agent('config', 'user.name')).toBe('User');
  });

  it('lets the agent see tags in the past of its base, and no others', async () => {
    const repository = makeRepository({ files });
    const { git, client, folder, commonDirectory } = repository;
    git('tag', '-a', '-m', 'one', 'v1');
    repository.commitOn('later', { 'later.txt': 'l\n' });
    git('tag', 'v2', 'later');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('update-ref', 'refs/remotes/origin/theirs', 'later');
    const borrowed = new BorrowedRepository(client, commonDirectory);
    const place = { git: client, borrowed, treesFolder: join(folder, 'trees') };
    const tree = await makeTree(place, 'w1', join(folder, 'w1'));
    await resetTree(tree, git('rev-parse', 'HEAD'), { branches: ['main'] });
    const agent = (...args: readonly string[]) => repository.gitIn(tree.folder, ...args);
    expect(agent('describe')).toBe('v1');
    expect(agent('for-each-ref', '--format=%(refname)').split('\n')).toEqual([
      'refs/heads/main',
      'refs/remotes/origin/HEAD',
      'refs/remotes/origin/main',
      'refs/tags/v1',
    ]);
    expect(agent('diff', '--stat', 'origin/HEAD...')).toBe('');
  });

  it('leaves the person’s repository byte for byte as it was, whatever its agent does with git', async () => {
    const one = await bench({ files });
    const { agent, write, tree, commonDirectory, git } = one;
    write({ 'a.txt': 'mine, not saved\n' });
    const look = (): string =>
      execFileSync('sh', ['-c', 'find . -type f | sort | xargs sha256sum'], {
        cwd: commonDirectory,
        encoding: 'utf8',
      });
    const before = [look(), git('stash', 'list')];
    write({ 'c.txt': 'c\n' }, tree.folder);
    agent('add', '--all');
    agent('commit', '--quiet', '-m', 'own');
    agent('tag', 'own');
    write({ 'c.txt': 'cc\n' }, tree.folder);
    agent('stash', '--quiet');
    agent('checkout', '--quiet', '-b', 'feature', 'main');
    agent('config', 'core.hooksPath', '/nowhere');
    agent('gc', '--quiet', '--prune=now');
    agent('fsck', '--connectivity-only');
    expect([look(), git('stash', 'list')]).toEqual(before);
  });

  it('keeps nothing of what was there when it is reset', async () => {
    const one = await bench({ files });
    const { tree, write, agent, git } = one;
    write(
      { 'a.txt': 'x\n', 'new.txt': 'n\n', 'cache/c': 'c\n', 'src/.git/config': '[core]\n' },
      tree.folder,
    );
    execFileSync('mkfifo', [join(tree.folder, 'pipe')]);
    mkdirSync(join(tree.folder, 'inner'));
    one.gitIn(join(tree.folder, 'inner'), 'init', '--quiet');
    rmSync(join(tree.folder, 'src/b.txt'));
    agent('update-index', '--skip-worktree', '.gitignore');
    agent('sparse-checkout', 'set', 'src');
    agent('config', 'user.name', 'Somebody');
    await resetTree(tree, git('rev-parse', 'HEAD'), { branch: 'refs/heads/agent/e.2' });
    expect(readdirSync(tree.folder).toSorted()).toEqual(['.git', '.gitignore', 'a.txt', 'src']);
    expect(readdirSync(join(tree.folder, 'src'))).toEqual(['b.txt']);
    expect(agent('status', '--porcelain', '--branch')).toBe('## agent/e.2');
    expect(agent('config', 'user.name')).toBe('User');
    expect(one.read('a.txt', tree.folder)).toBe('a\n');
  });

  it('is not written through a link: neither one in it nor one in its place', async () => {
    const { tree, write, folder, git, read } = await bench({ files });
    write({ 'b.txt': 'precious\n' }, join(folder, 'elsewhere'));
    rmSync(join(tree.folder, 'src'), { recursive: true });
    symlinkSync(join(folder, 'elsewhere'), join(tree.folder, 'src'));
    await resetTree(tree, git('rev-parse', 'HEAD'));
    expect(lstatSync(join(tree.folder, 'src')).isDirectory()).toBe(true);
    expect(read('elsewhere/b.txt', folder)).toBe('precious\n');
    rmSync(tree.folder, { recursive: true });
    symlinkSync(join(folder, 'elsewhere'), tree.folder);
    await expect(resetTree(tree, git('rev-parse', 'HEAD'))).rejects.toMatchObject({
      failure: { code: 'worktree-not-a-folder' },
    });
    expect(read('elsewhere/b.txt', folder)).toBe('precious\n');
  });

  it.each([
    ['a link to the person’s git directory', (at: string, own: string) => symlinkSync(own, at)],
    ['a pointer to it', (at: string, own: string) => writeFileSync(at, `gitdir: ${own}\n`)],
    ['nothing', () => {}],
  ])('has %s in place of its own: it is neither followed nor changed', async (_what, put) => {
    const one = await bench({ files });
    const { tree, commonDirectory, write, git } = one;
    const before = one.state();
    rmSync(join(tree.folder, '.git'), { recursive: true });
    put(join(tree.folder, '.git'), commonDirectory);
    write({ 'new.txt': 'n\n' }, tree.folder);
    expect(await safeAdd(tree.git)).toEqual([]);
    expect(git('ls-tree', '--name-only', await written(one))).toContain('new.txt');
    await resetTree(tree, git('rev-parse', 'HEAD'));
    expect(one.state()).toEqual(before);
    expect(readFileSync(join(tree.folder, '.git/objects/info/alternates'), 'utf8')).toBe(
      `${commonDirectory}/objects\n`,
    );
  });

  it('is switched between commits with what is untracked left alone, however files were changed', async () => {
    const one = await bench({ files });
    const next = one.commitOn('next', { 'a.txt': 'next\n', 'src/b.txt': null });
    one.write({ 'a.txt': 'mine\n', 'built.o': 'o\n', 'cache/c': 'c\n' }, one.tree.folder);
    await switchTree(one.tree, next);
    expect(one.read('a.txt', one.tree.folder)).toBe('next\n');
    expect(existsSync(join(one.tree.folder, 'src/b.txt'))).toBe(false);
    expect(one.read('built.o', one.tree.folder)).toBe('o\n');
    expect(await written(one)).toBe(one.git('rev-parse', `${next}^{tree}`));
  });

  it('is whole whatever the person has set: sparse, split index, hooks, a monitor, submodules, bare', async () => {
    const one = await bench({ files });
    const { git, tree, folder, root } = one;
    const mark = join(folder, 'ran');
    writeFileSync(join(folder, 'hook'), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    for (const [key, value] of [
      ['core.fsmonitor', join(folder, 'hook')],
      ['core.hooksPath', folder],
      ['core.splitIndex', 'true'],
      ['core.untrackedCache', 'true'],
      ['submodule.recurse', 'true'],
      ['core.ignoreStat', 'true'],
      ['core.trustctime', 'false'],
    ] as const) {
      git('config', key, value);
    }
    git('sparse-checkout', 'set', 'src');
    rmSync(join(folder, 'ran'), { force: true });
    const shared = (): readonly string[] =>
      readdirSync(join(root, '.git')).filter((name) => name.startsWith('shared'));
    const before = shared();
    one.write({ 'a.txt': 'x\n' }, tree.folder);
    await resetTree(tree, git('rev-parse', 'HEAD'));
    expect(one.read('a.txt', tree.folder)).toBe('a\n');
    expect(existsSync(mark)).toBe(false);
    expect(shared()).toEqual(before);
  });

  it('knows the filters of the repository, and runs those that lie in it from the checkout', async () => {
    const one = await bench({
      files: {
        'a.up': 'a\n',
        '.gitattributes': '*.up filter=up\n',
        'tools/up.sh': '#!/bin/sh\ntr a-z A-Z\n',
      },
    });
    one.git('config', 'filter.up.smudge', 'sh ./tools/up.sh');
    one.git('config', 'filter.up.clean', 'tr A-Z a-z');
    const place = {
      git: one.client,
      borrowed: new BorrowedRepository(one.client, one.commonDirectory),
      treesFolder: join(one.folder, 'trees'),
    };
    const tree = await makeTree(place, 'w2', join(one.folder, 'w2'));
    one.write({ 'tools/up.sh': `#!/bin/sh\necho changed by an agent\n` }, tree.folder);
    await resetTree(tree, one.git('rev-parse', 'HEAD'));
    expect(one.read('a.up', tree.folder)).toBe('A\n');
    expect(one.gitIn(tree.folder, 'status', '--porcelain')).toBe('');
  });

  it('has the object format of the repository', async () => {
    const { agent } = await bench({ files, init: ['--object-format=sha256'] });
    expect(agent('rev-parse', 'HEAD')).toHaveLength(64);
    expect(agent('status', '--porcelain')).toBe('');
  });
});

describe('taking what a folder has', () => {
  it('gives the tree of `add --all`: files and folders in each other’s place, links, deletes, modes, odd names', async () => {
    const one = await bench({
      files: { 'a.txt': 'a\n', 'dir/x': 'x\n', 'gone/y': 'y\n', link: 'l\n', 'empty.txt': 'e\n' },
    });
    const { tree, write, agent } = one;
    rmSync(join(tree.folder, 'a.txt'));
    rmSync(join(tree.folder, 'dir'), { recursive: true });
    rmSync(join(tree.folder, 'link'));
    rmSync(join(tree.folder, 'empty.txt'));
    mkdirSync(join(tree.folder, 'empty.txt'));
    symlinkSync('nowhere', join(tree.folder, 'link'));
    write(
      {
        'a.txt/b': 'b\n',
        dir: 'a file now\n',
        'gone/y': null,
        'ünï "q"\n.txt': 'u\n',
        ' lead': '',
      },
      tree.folder,
    );
    writeFileSync(Buffer.concat([Buffer.from(`${tree.folder}/l-`), Buffer.from([0xe9])]), '6\n');
    expect(await safeAdd(tree.git)).toEqual([]);
    agent('add', '--all');
    expect(await written(one)).toBe(agent('write-tree'));
  });

  it('takes a link in the place of a tracked folder for what it is, wherever it leads', async () => {
    for (const moved of ['moved', '.hidden']) {
      const one = await bench({
        files: { 'src/b.txt': 'b\n', 'src/c.txt': 'c\n', 'a.txt': 'a\n' },
      });
      const { tree, agent, write } = one;
      execFileSync('sh', ['-c', `mv src ${moved} && ln -s ${moved} src`], { cwd: tree.folder });
      if (moved === '.hidden') write({ '.hidden/b.txt': 'other\n' }, tree.folder);
      expect(await safeAdd(tree.git)).toEqual([]);
      agent('add', '--all');
      expect(await written(one)).toBe(agent('write-tree'));
      await resetTree(tree, one.git('rev-parse', 'HEAD'));
      expect(readdirSync(tree.folder).toSorted()).toEqual(['.git', 'a.txt', 'src']);
      expect(readdirSync(join(tree.folder, 'src'))).toEqual(['b.txt', 'c.txt']);
    }
  });

  it('is not misled by flags, a narrow checkout or another index of the agent’s git', async () => {
    const one = await bench({ files });
    const { tree, write, agent } = one;
    agent('update-index', '--assume-unchanged', 'a.txt');
    agent('update-index', '--skip-worktree', 'src/b.txt');
    write({ 'a.txt': 'one\n', 'src/b.txt': 'two\n' }, tree.folder);
    agent('sparse-checkout', 'set', 'src');
    write({ 'a.txt': 'one\n' }, tree.folder);
    rmSync(join(tree.folder, '.git/index'));
    await safeAdd(tree.git);
    const kept = await written(one);
    expect([one.fileAt(kept, 'a.txt'), one.fileAt(kept, 'src/b.txt')]).toEqual(['one\n', 'two\n']);
  });

  it('sees a change of the same length that was dated back', async () => {
    const one = await bench({ files });
    const file = join(one.tree.folder, 'a.txt');
    execFileSync('sh', [
      '-c',
      `touch -r ${file} ${file}.ref; printf 'b\n' > ${file}; touch -r ${file}.ref ${file}; rm ${file}.ref`,
    ]);
    await safeAdd(one.tree.git);
    expect(one.fileAt(await written(one), 'a.txt')).toBe('b\n');
  });

  it('names repositories inside, which it does not ask anything', async () => {
    const one = await bench({ files });
    const { tree, gitIn, write, commit, folder } = one;
    const ran = join(folder, 'ran');
    for (const name of ['with', 'deep/without']) {
      const inner = join(tree.folder, name);
      write({ 'x.txt': 'x\n', '.gitattributes': '*.txt filter=f\n' }, inner);
      gitIn(inner, 'init', '--quiet');
      gitIn(inner, 'config', 'core.fsmonitor', `touch ${ran}; false`);
      gitIn(inner, 'config', 'filter.f.clean', `touch ${ran}; cat`);
    }
    commit('inner', {}, join(tree.folder, 'with'));
    rmSync(ran, { force: true });
    write({ 'new.txt': 'n\n' }, tree.folder);
    const left = await safeAdd(tree.git);
    expect(left.map(({ path, reason }) => `${path} ${reason}`).toSorted()).toEqual([
      'deep/without repository',
      'with repository',
    ]);
    expect(one.git('ls-tree', '-r', '--name-only', await written(one))).toContain('new.txt');
    expect(existsSync(ran)).toBe(false);
  });

  it('lists what git refuses, with its words, and takes all else', async () => {
    const one = await bench({ files: { ...files, '.gitattributes': '*.bad filter=broken\n' } });
    one.git('config', 'filter.broken.clean', 'false');
    one.git('config', 'filter.broken.required', 'true');
    one.write({ 'x.bad': 'x\n', 'y.bad': 'y\n', 'z.txt': 'z\n' }, one.tree.folder);
    const left = await safeAdd(one.tree.git);
    expect(left.map(({ path, reason }) => [path, reason])).toEqual([
      ['x.bad', 'refused'],
      ['y.bad', 'refused'],
    ]);
    expect(left[0]?.words).toContain('filter');
    expect(one.fileAt(await written(one), 'z.txt')).toBe('z\n');
  });
});
