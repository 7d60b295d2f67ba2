import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carriedFrom, carryFiles, partialClone } from '#main/git/worktree-files.ts';
import type { CarriedFiles } from '#shared/core/paths/carried-files.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

interface Bench extends TestRepository {
  readonly worktree: string;
  readonly carry: (files: Partial<CarriedFiles>) => Promise<void>;
  /** Content of a file of the worktree; null when it is not there. */
  readonly carried: (path: string) => string | null;
}

async function bench(files: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const ignore = '.env*\nnode_modules/\n';
  const repository = makeRepository({ files: { 'a.txt': 'a\n', '.gitignore': ignore, ...files } });
  const { folder } = await repository.pool().given('e.1');
  return {
    ...repository,
    worktree: folder,
    async carry(wish) {
      const settings = { copy: [], clone: [], ...wish };
      const { client, root } = repository;
      const found = await carriedFrom(client, root, settings);
      // What is copied first, and when, is said by the tests of the copies.
      const copy = { ...found, content: root, filesFolder: root };
      await carryFiles(client.at(folder), copy, folder);
    },
    carried: (path) => (existsSync(join(folder, path)) ? repository.read(path, folder) : null),
  };
}

describe('files that are copied into a worktree', () => {
  it('are those that match and that git ignores; nested ones by a nested pattern', async () => {
    const test = await bench({ 'packages/a/x.txt': '' });
    test.write({
      '.env': '1\n',
      '.env.local': '2\n',
      'packages/a/.env': '3\n',
      'other.txt': '4\n',
    });
    await test.carry({ copy: ['.env*', 'other.txt'] });
    expect([test.carried('.env'), test.carried('.env.local')]).toEqual(['1\n', '2\n']);
    expect([test.carried('packages/a/.env'), test.carried('other.txt')]).toEqual([null, null]);
    await test.carry({ copy: ['**/.env'] });
    expect(test.carried('packages/a/.env')).toBe('3\n');
    expect(test.gitIn(test.worktree, 'status', '--porcelain')).toBe('');
  });

  it('are not those that are tracked, though a pattern ignores them', async () => {
    const test = await bench();
    test.write({ '.env.example': 'committed\n' });
    test.git('add', '--force', '.env.example');
    test.write({ '.env.example': 'changed\n' });
    await test.carry({ copy: ['.env*'] });
    expect(test.carried('.env.example')).toBeNull();
  });

  it('are not those that only the user’s branch ignores: a secret would be committed', async () => {
    const test = await bench({ '.gitignore': 'node_modules/\n' });
    test.commit('ignore more', { '.gitignore': '.env*\nbig/\n' });
    test.write({ '.env': 'secret\n', 'big/file': 'x\n' });
    await test.carry({ copy: ['.env*'], clone: ['big'] });
    expect([test.carried('.env'), test.carried('big/file')]).toEqual([null, null]);
  });

  it('have odd names, and are taken past folders that are not to be looked into', async () => {
    const test = await bench();
    test.write({ '.env with space': '1\n', '.env\nbreak': '2\n', '.env-ü': '3\n' });
    test.write({ 'node_modules/x/.env': 'no\n', '.git/.env': 'no\n' });
    await test.carry({ copy: ['**/.env*'] });
    expect(test.carried('.env with space')).toBe('1\n');
    expect(test.carried('.env\nbreak')).toBe('2\n');
    expect(test.carried('.env-ü')).toBe('3\n');
    expect(test.carried('node_modules/x/.env')).toBeNull();
  });

  it('are huge, executable, or there already from an earlier time', async () => {
    const test = await bench();
    test.write({ '.env.big': '', '.env.run': '#!/bin/sh\n', '.env': 'new\n' });
    truncateSync(join(test.root, '.env.big'), 64 * 1024 * 1024);
    execFileSync('chmod', ['755', join(test.root, '.env.run')]);
    test.write({ '.env': 'old\n' }, test.worktree);
    await test.carry({ copy: ['.env*'] });
    expect(statSync(join(test.worktree, '.env.big')).size).toBe(64 * 1024 * 1024);
    expect(statSync(join(test.worktree, '.env.run')).mode & 0o777).toBe(0o755);
    expect(test.carried('.env')).toBe('new\n');
  });

  it('do not come from submodules or from behind links, and these stop nothing', async () => {
    const test = await bench();
    const outside = join(test.folder, 'outside');
    test.write({ 'outside/.env': 'outside\n', 'outside/sub/.env': 'x\n' }, test.folder);
    symlinkSync(outside, join(test.root, 'link'));
    symlinkSync(join(outside, '.env'), join(test.root, '.env.link'));
    const trusting = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet'];
    test.git(...trusting, 'add', test.root, 'sub');
    test.write({ 'sub/.env': 'submodule\n', '.env': 'mine\n' });
    await test.carry({ copy: ['**/.env*', 'link/.env', 'sub/.env'] });
    expect(test.carried('.env')).toBe('mine\n');
    for (const path of ['link', 'sub/.env', '.env.link']) {
      expect(existsSync(join(test.worktree, path))).toBe(false);
    }
  });

  it('are not written through a link in the worktree', async () => {
    const test = await bench();
    const outside = join(test.folder, 'outside.txt');
    writeFileSync(outside, 'outside\n');
    mkdirSync(join(test.folder, 'outside'));
    symlinkSync(outside, join(test.worktree, '.env'));
    symlinkSync(join(test.folder, 'outside'), join(test.worktree, 'conf'));
    test.write({ '.env': 'mine\n', 'conf/.env': 'mine\n' });
    await test.carry({ copy: ['**/.env'] });
    expect(lstatSync(join(test.worktree, '.env')).isFile()).toBe(true);
    expect(test.read('outside.txt', test.folder)).toBe('outside\n');
    expect(existsSync(join(test.folder, 'outside/.env'))).toBe(false);
  });
});

describe('folders that are cloned into a worktree', () => {
  it('come with links, modes and sub-folders, and leave nothing half done', async () => {
    const test = await bench();
    test.write({ 'node_modules/x/index.js': 'x\n', 'node_modules/x/bin.js': '#!\n' });
    execFileSync('chmod', ['755', join(test.root, 'node_modules/x/bin.js')]);
    mkdirSync(join(test.root, 'node_modules/.bin'));
    symlinkSync('../x/bin.js', join(test.root, 'node_modules/.bin/x'));
    symlinkSync('/nowhere', join(test.root, 'node_modules/dangling'));
    await test.carry({ clone: ['node_modules/'] });
    const at = join(test.worktree, 'node_modules');
    expect(readlinkSync(join(at, '.bin/x'))).toBe('../x/bin.js');
    expect(readlinkSync(join(at, 'dangling'))).toBe('/nowhere');
    expect(statSync(join(at, '.bin/x')).mode & 0o777).toBe(0o755);
    expect(test.gitIn(test.worktree, 'status', '--porcelain')).toBe('');
    expect(existsSync(partialClone(test.worktree))).toBe(false);
    test.write({ 'node_modules/x/index.js': 'changed\n' }, test.worktree);
    expect(test.read('node_modules/x/index.js')).toBe('x\n');
  });

  it('are kept where they are there already, whatever the user’s look like now', async () => {
    const test = await bench();
    test.write({ 'node_modules/x.js': 'user\n' });
    test.write({ 'node_modules/x.js': 'agent\n' }, test.worktree);
    await test.carry({ clone: ['node_modules'] });
    expect(test.carried('node_modules/x.js')).toBe('agent\n');
  });

  it('are whole or not there: what a killed clone left is not taken for one', async () => {
    const test = await bench();
    test.write({ 'node_modules/a.js': 'a\n', 'node_modules/b.js': 'b\n' });
    test.write({ 'a.js': 'half\n' }, partialClone(test.worktree));
    await test.carry({ clone: ['node_modules'] });
    expect([test.carried('node_modules/a.js'), test.carried('node_modules/b.js')]).toEqual([
      'a\n',
      'b\n',
    ]);
  });

  it('may hold pipes, which are left out, lie deep, or be missing', async () => {
    const test = await bench({ 'packages/a/x.txt': '' });
    test.write({ 'node_modules/x.js': 'x\n', 'packages/a/node_modules/y.js': 'y\n' });
    execFileSync('mkfifo', [join(test.root, 'node_modules/pipe')]);
    await test.carry({ clone: ['node_modules', 'packages/a/node_modules', 'vendor/none'] });
    expect(test.carried('node_modules/x.js')).toBe('x\n');
    expect(existsSync(join(test.worktree, 'node_modules/pipe'))).toBe(false);
    expect(test.carried('packages/a/node_modules/y.js')).toBe('y\n');
    expect(existsSync(join(test.worktree, 'vendor'))).toBe(false);
  });

  it('are not taken when git tracks them, or when they are a link', async () => {
    const test = await bench({ 'lib/x.js': 'x\n' });
    mkdirSync(join(test.folder, 'elsewhere'));
    symlinkSync(join(test.folder, 'elsewhere'), join(test.root, 'node_modules'));
    await test.carry({ clone: ['lib', 'node_modules'] });
    expect(existsSync(join(test.worktree, 'node_modules'))).toBe(false);
    expect(test.gitIn(test.worktree, 'status', '--porcelain')).toBe('');
  });
});

describe('a setting that reaches outside', () => {
  it.each(['../secret', 'a/../../b', '/etc/passwd', '..', String.raw`a\..\b`])(
    'is refused: %s',
    async (entry) => {
      const { client, root } = await bench();
      for (const files of [
        { copy: [entry], clone: [] },
        { copy: [], clone: [entry] },
      ]) {
        await expect(carriedFrom(client, root, files)).rejects.toMatchObject({
          failure: { code: 'path-outside-repository', message: expect.stringContaining(entry) },
        });
      }
    },
  );

  it('in braces finds nothing', async () => {
    const test = await bench();
    test.write({ '.env': 'outside\n' }, test.folder);
    await test.carry({ copy: ['{..,none}/.env'] });
    expect(existsSync(join(test.worktree, '../.env'))).toBe(false);
  });
});
