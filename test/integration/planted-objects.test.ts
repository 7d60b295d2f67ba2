import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { commitChanges } from '#main/git/commits.ts';
import { falseObjects } from '#main/git/true-objects.ts';
import { makeRepository } from '../helpers/repositories.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

/** Program that puts, into a repository, other content under the name of a file's content. */
const plants = `
  const [root, text, other] = process.argv.slice(2);
  const { createHash } = require('node:crypto');
  const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
  const name = createHash('sha1').update('blob ' + text.length + '\\0' + text).digest('hex');
  const folder = root + '/.git/objects/' + name.slice(0, 2);
  mkdirSync(folder, { recursive: true });
  rmSync(folder + '/' + name.slice(2), { force: true });
  const object = require('node:zlib').deflateSync('blob ' + other.length + '\\0' + other);
  writeFileSync(folder + '/' + name.slice(2), object);
`;

/** Puts other content under the name of an object that a repository has. */
function falsify(objects: string, name: string, header: string, content: string | Buffer): void {
  const file = join(objects, name.slice(0, 2), name.slice(2));
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    deflateSync(Buffer.concat([Buffer.from(`${header}\0`), Buffer.from(content)])),
  );
}

describe('content that somebody has put under the name of what an agent leaves', () => {
  it('is not taken for its work: the task is blocked, nothing lands, and the file stays', async () => {
    const test = await testWorkspace({ files: { 'lib.txt': 'good\n' } });
    test.write('../plant.cjs', plants);
    test.task('e.1', {
      script: `printf BAD > lib.txt; node "${test.folder}/plant.cjs" "${test.root}" BAD good`,
      verify: ['grep -q good lib.txt'],
    });
    test.task('e.2', { script: 'echo 2 > two.txt', dependencies: [] });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1, redispatchLimit: 0 });
    expect([test.get('e.1').status, test.get('e.2').status]).toEqual(['blocked', 'closed']);
    expect(test.get('e.1').blockedReason).toContain('lib.txt (git has other content');
    expect(test.get('e.1').blockedReason).toContain('git fsck');
    expect(test.fileAt('epic/e', 'lib.txt')).toBe('good');
    const kept = globSync(join(test.workspace.paths.worktrees, '*/lib.txt'));
    expect(kept.map((file) => readFileSync(file, 'utf8'))).toContain('BAD');
  });

  it('does not land either when it came while the work was checked', async () => {
    const test = await testWorkspace({ files: { 'lib.txt': 'good\n' } });
    test.write('../plant.cjs', plants);
    const plant = `node "${test.folder}/plant.cjs" "${test.root}" fine evil`;
    test.task('e.1', {
      script: 'printf fine > lib.txt',
      verify: [`grep -q fine lib.txt && ${plant}`],
    });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('e.1').status).toBe('blocked');
    expect(test.get('e.1').blockedReason).toContain('other content than it says for lib.txt');
    expect(test.landed()).toEqual([]);
  });
});

describe('objects that a commit adds', () => {
  it.each(['sha1', 'sha256'])('are found false, of each kind and size (%s)', async (format) => {
    const large = Buffer.alloc(3 * 1024 ** 2, 'x');
    const repository = makeRepository({
      init: [`--object-format=${format}`],
      files: { 'a.txt': 'a\n', 'in/b.txt': 'b\n', 'in/same.txt': 'same\n' },
    });
    const { client, commonDirectory } = repository;
    const objects = join(commonDirectory, 'objects');
    const before = repository.git('rev-parse', 'HEAD');
    repository.write({
      'in/b.txt': 'B é\0\n',
      'in/new.txt': 'new\n',
      'large.txt': large.toString(),
    });
    rmSync(join(repository.root, 'a.txt'));
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'next');
    const after = repository.git('rev-parse', 'HEAD');
    const name = (what: string): string => repository.git('rev-parse', `${after}${what}`);
    const [file, big, folder, root] = [':in/b.txt', ':large.txt', ':in', '^{tree}'].map(name);
    expect(await falseObjects(client, before, after)).toEqual([]);
    const cases: readonly [string | undefined, string, string | Buffer, string][] = [
      [file, 'blob 5', 'other', 'in/b.txt'],
      [file, 'blob 7', 'other', 'in/b.txt'],
      [big, `blob ${large.length}`, Buffer.alloc(large.length, 'y'), 'large.txt'],
      [folder, 'tree 0', '', 'in'],
      [root, 'tree 0', '', '.'],
      [after, 'commit 60', readFileSync(join(objects, after.slice(0, 2), after.slice(2))), '.'],
    ];
    for (const [object = '', header, content, path] of cases) {
      const place = join(objects, object.slice(0, 2), object.slice(2));
      const was = readFileSync(place);
      falsify(objects, object, header, content);
      await client.close();
      const found = await falseObjects(client, before, after).catch((error: unknown) => error);
      rmSync(place);
      writeFileSync(place, was);
      expect([path, found]).toEqual([path, expect.arrayContaining([{ object, path }])]);
    }
  });
});

describe('a list of commits that somebody has written', () => {
  it('hides no change: commits are read themselves', async () => {
    const repository = makeRepository({ files: { 'a.txt': 'true\n' } });
    const commit = repository.git('rev-parse', 'HEAD');
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    repository.write({ 'a.txt': 'false\n' });
    repository.git('add', 'a.txt');
    const other = repository.git('write-tree');
    repository.git('commit-graph', 'write', '--reachable');
    sayTree(join(repository.commonDirectory, 'objects/info/commit-graph'), commit, other);
    expect(repository.git('log', '-1', '--format=%T')).toBe(other);
    const { client } = repository;
    expect(await client.text(['log', '-1', '--format=%T'])).toBe(tree);
    const next = repository.git('commit-tree', other, '-p', commit, '-m', 'next');
    expect(await commitChanges(client, commit, next)).toMatchObject([{ path: 'a.txt' }]);
  });
});

/** Changes which tree a commit-graph of SHA-1 names for a commit. */
function sayTree(file: string, commit: string, tree: string): void {
  const data = readFileSync(file);
  const chunks = new Map<string, number>();
  for (let chunk = 0; chunk < (data[6] ?? 0); chunk += 1) {
    const at = 8 + 12 * chunk;
    chunks.set(data.toString('latin1', at, at + 4), Number(data.readBigUInt64BE(at + 4)));
  }
  const [names = 0, rows = 0] = [chunks.get('OIDL'), chunks.get('CDAT')];
  const count = data.readUInt32BE((chunks.get('OIDF') ?? 0) + 4 * 255);
  for (let index = 0; index < count; index += 1) {
    const name = data.toString('hex', names + 20 * index, names + 20 * (index + 1));
    if (name === commit) data.write(tree, rows + 36 * index, 'hex');
  }
  createHash('sha1')
    .update(data.subarray(0, -20))
    .digest()
    .copy(data, data.length - 20);
  rmSync(file);
  writeFileSync(file, data);
}
